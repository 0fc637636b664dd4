import { type ChildProcess, fork } from 'node:child_process'

/** What a process offers to the one that started it. */
export type Commands = Readonly<Record<string, (args: never) => Promise<unknown>>>

interface Question {
  readonly id: number
  readonly name: string
  readonly args: unknown
}

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}

/** Time for a process to end after it was asked to, before it is killed. */
const END_WITHIN_MS = 60_000

/** A process of the bench's own, and its commands as functions. */
export class Remote<C extends Commands> {
  /** By `performance.now()` of this process. */
  readonly startedMs: number
  readonly #child: ChildProcess
  readonly #pending = new Map<number, { resolve(result: unknown): void; reject(cause: Error): void }>()
  #next = 0

  constructor(file: URL, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.startedMs = performance.now()
    this.#child = fork(file, args, {
      // What the command was started with is for its own process: these end with the channel below.
      execArgv: [],
      serialization: 'advanced',
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    // As: the other end is `serve` below, which sends nothing else.
    this.#child.on('message', (message) => this.#take(message as unknown as Answer))
    this.#child.on('exit', (code, signal) => this.#ended(`ended with ${signal ?? `code ${code}`}`))
  }

  async ask<N extends keyof C & string>(
    name: N,
    args: Parameters<C[N]>[0],
  ): Promise<Awaited<ReturnType<C[N]>>> {
    const id = this.#next++
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      this.#child.send({ id, name, args } satisfies Question, (error) => {
        if (error !== null) reject(error)
      })
    })
    // As: `serve` was given a C, so what this command answers is what its type says.
    return (await answer) as Awaited<ReturnType<C[N]>>
  }

  /** Ends the process after its own `end`. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()))
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), END_WITHIN_MS)
    this.#child.disconnect()
    await ended
    clearTimeout(timer)
  }

  #take({ id, result, error }: Answer): void {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    if (error === undefined) pending?.resolve(result)
    else pending?.reject(new Error(error))
  }

  #ended(how: string): void {
    for (const pending of this.#pending.values()) pending.reject(new Error(`A process of the bench ${how}.`))
    this.#pending.clear()
  }
}

/** Answers the commands of the process that started this one, and ends when that lets go. */
export function serve(commands: Commands, end: () => Promise<void>): void {
  process.on('message', (message) => {
    // As: the other end is `Remote`.
    const { id, name, args } = message as unknown as Question
    const command = commands[name]
    if (command === undefined) return
    // As: `Remote.ask` takes the arguments that the command's type wants.
    command(args as never).then(
      (result) => process.send?.({ id, result } satisfies Answer),
      (cause: unknown) => {
        const error = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
        process.send?.({ id, error } satisfies Answer)
      },
    )
  })
  const ended = (): void => void end().finally(() => process.exit(0))
  process.on('disconnect', ended)
  // Whoever started this one may have ended while it was only just starting.
  if (!process.connected) ended()
}
