import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Journal } from './journal.ts'
import type { Notice, Order, Status } from './node-process.ts'

const PROGRAM = join(import.meta.dirname, 'node-process.ts')
/** A start that takes longer than this has failed. */
const START_LIMIT_MS = 120_000

interface Settled<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
  readonly reject: (cause: unknown) => void
}

/** One life of a node: a process that may be killed. */
class Life {
  readonly #child: ChildProcess
  readonly #gone: Promise<unknown>
  readonly warm: Settled<void> = Promise.withResolvers()
  readonly writable: Settled<number> = Promise.withResolvers()
  readonly stopped: Settled<void> = Promise.withResolvers()
  #status: Settled<Status> | undefined
  #wentMs = 0
  #doomed = false

  constructor(args: readonly string[], cache: string) {
    const env = { ...process.env, NODE_COMPILE_CACHE: cache }
    this.#child = fork(PROGRAM, [...args], {
      execArgv: [],
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    this.#gone = once(this.#child, 'exit').then(([code, signal]) => this.#ended(String(code ?? signal)))
    // A life that ends early is told by whoever waits for it.
    for (const each of [this.warm, this.writable, this.stopped]) each.promise.catch(() => undefined)
    this.#child.on('message', (notice: Notice) => this.#hear(notice))
  }

  go(life: number): void {
    this.#wentMs = performance.now()
    this.order({ go: { life } })
  }

  order(order: Order): void {
    if (this.#child.connected) this.#child.send(order)
  }

  status(): Promise<Status> {
    this.#status ??= Promise.withResolvers<Status>()
    this.order('status')
    return this.#status.promise
  }

  async kill(): Promise<void> {
    this.#doomed = true
    this.#child.kill('SIGKILL')
    await this.#gone
  }

  /** Resolves when a process that was asked to stop has ended. */
  gone(): Promise<unknown> {
    return this.#gone
  }

  #hear(notice: Notice): void {
    if (notice === 'warm') this.warm.resolve()
    else if (notice === 'writable') this.writable.resolve(performance.now() - this.#wentMs)
    else if (notice === 'stopped') this.stopped.resolve()
    else {
      this.#status?.resolve(notice.status)
      this.#status = undefined
    }
  }

  #ended(how: string): void {
    const cause = new Error(this.#doomed ? 'the process was killed' : `a node ended by itself (${how})`)
    for (const each of [this.warm, this.writable, this.stopped]) each.reject(cause)
    this.#status?.reject(cause)
  }
}

/**
 * A node that is killed and comes back. The next life waits ready with its program loaded, so that a restart costs
 * what opening the folder costs.
 */
export class Victim {
  readonly party: string
  readonly dir: string
  readonly journal: Journal
  readonly #args: readonly string[]
  readonly #cache: string
  #life: Life | undefined
  #spare: Life
  lives = 0

  constructor(party: string, dir: string, seed: number, cache: string) {
    const journal = `${dir}.journal`
    this.party = party
    this.dir = dir
    this.journal = new Journal(journal)
    this.#args = [dir, journal, String(seed)]
    this.#cache = cache
    this.#spare = new Life(this.#args, cache)
  }

  async start(): Promise<void> {
    const life = this.#spare
    await life.warm.promise
    this.#life = life
    this.lives += 1
    life.go(this.lives)
    this.#spare = new Life(this.#args, this.#cache)
  }

  /** Milliseconds from the start of this life until its node could write again. */
  async writable(): Promise<number> {
    const late = AbortSignal.timeout(START_LIMIT_MS)
    const tooLate = once(late, 'abort').then(() => {
      throw new Error(`"${this.party}" could not write ${START_LIMIT_MS} ms after its start`)
    })
    return Promise.race([this.#alive().writable.promise, tooLate])
  }

  kill(): Promise<void> {
    return this.#alive().kill()
  }

  quiet(): void {
    this.#alive().order('quiet')
  }

  status(): Promise<Status> {
    return this.#alive().status()
  }

  async stop(): Promise<void> {
    this.#alive().order('stop')
    await this.#alive().stopped.promise
    await this.#alive().gone()
  }

  /** Ends every process of this node, whatever state it is in. */
  async end(): Promise<void> {
    await Promise.all([this.#life?.kill(), this.#spare.kill()])
  }

  #alive(): Life {
    if (this.#life === undefined) throw new Error(`"${this.party}" was never started`)
    return this.#life
  }
}
