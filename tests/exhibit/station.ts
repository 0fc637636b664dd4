import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, OrderName, Orders } from './node-process.ts'

const PROGRAM = join(import.meta.dirname, 'node-process.ts')
/** Between two looks at a process's peak memory: the kernel keeps the peak, only the last moments before a kill may be missed. */
const SAMPLE_MS = 25

/** A node in a process of its own, as its parent sees it. It may be killed and started again on the same folder. */
export class Station {
  readonly dir: string
  #child: ChildProcess | undefined
  #gone: Promise<unknown> = Promise.resolve()
  #ready: Promise<void> = Promise.resolve()
  #asked: { resolve(value: unknown): void; reject(cause: Error): void }[] = []
  #sampler: NodeJS.Timeout | undefined
  /** Largest resident memory of any life, bytes. */
  peakBytes = 0

  constructor(dir: string) {
    this.dir = dir
  }

  /** Starts the process. Resolves when it may write, which takes the other one. */
  start(): Promise<void> {
    const child = fork(PROGRAM, [this.dir], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    this.#child = child
    this.#gone = once(child, 'exit').then(() => this.#ended())
    this.#ready = new Promise((resolve, reject) => {
      child.on('message', (said: Answer) => {
        if (said === 'ready') resolve()
        else this.#take(said)
      })
      child.once('exit', () => reject(new Error(`the node of ${this.dir} ended`)))
    })
    this.#ready.catch(() => undefined)
    this.#sampler = setInterval(() => this.#sample(), SAMPLE_MS)
    return this.#ready
  }

  ask<N extends OrderName>(name: N, ask: Orders[N]['ask']): Promise<Orders[N]['answer']> {
    return new Promise((resolve, reject) => {
      // The process answers in the order in which it was asked, each with what the order's name says.
      this.#asked.push({ resolve: (value) => resolve(value as Orders[N]['answer']), reject })
      this.#child?.send({ name, ask })
    })
  }

  async kill(): Promise<void> {
    this.#sample()
    this.#child?.kill('SIGKILL')
    await this.#gone
  }

  async stop(): Promise<void> {
    await this.ask('stop', null)
    this.#sample()
    await this.#gone
  }

  /** Asks until the answer is as wanted; the last answer is named when it never is. */
  async until<N extends OrderName>(
    name: N,
    ask: Orders[N]['ask'],
    wanted: (answer: Orders[N]['answer']) => boolean,
    limitMs = 120_000,
  ): Promise<Orders[N]['answer']> {
    const endMs = performance.now() + limitMs
    for (;;) {
      const answer = await this.ask(name, ask)
      if (wanted(answer)) return answer
      if (performance.now() > endMs)
        throw new Error(`${name} at ${this.dir} is still ${JSON.stringify(answer).slice(0, 4_000)}`)
      await sleep(20)
    }
  }

  /** Bytes of an exhibit that this node has sent in all its lives. */
  sentBytes(sealed: string): number {
    const path = `${this.dir}.segments`
    if (!existsSync(path)) return 0
    const lines = readFileSync(path, 'utf8').split('\n')
    return lines
      .map((line) => line.split(' '))
      .filter(([name]) => name === sealed)
      .reduce((sum, [, , bytes]) => sum + Number(bytes), 0)
  }

  #take(said: Exclude<Answer, 'ready'>): void {
    const asked = this.#asked.shift()
    if ('error' in said) asked?.reject(new Error(said.error))
    else asked?.resolve(said.answer)
  }

  #sample(): void {
    const pid = this.#child?.pid
    if (pid !== undefined) this.peakBytes = Math.max(this.peakBytes, peakOf(pid))
  }

  #ended(): void {
    clearInterval(this.#sampler)
    for (const asked of this.#asked.splice(0)) asked.reject(new Error(`the node of ${this.dir} ended`))
  }
}

/** The peak that the kernel keeps of a process; 0 where it tells nobody. */
function peakOf(pid: number): number {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kib ?? 0) * 1024
  } catch {
    return 0
  }
}
