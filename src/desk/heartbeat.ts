import type { Clock } from '../exchange/index.ts'

/** A wall clock may be set at any time, and no timer of the runtime would notice: while something waits it is asked this often. */
export const RECHECK_MS = 5_000

/** Runs one piece of work whenever it is due: one at a time, and looked at again every few seconds. */
export class Heartbeat {
  readonly #clock: Clock
  readonly #work: () => Promise<number | undefined>
  readonly #onFault: (cause: unknown) => void
  #cancel: (() => void) | undefined
  #armedFor = Number.POSITIVE_INFINITY
  #running: Promise<void> | undefined
  #again = false
  #live = false

  /** `work` says at which instant of the wall clock it wants to run next; undefined: when it is poked. It may throw. */
  constructor(clock: Clock, work: () => Promise<number | undefined>, onFault: (cause: unknown) => void) {
    this.#clock = clock
    this.#work = work
    this.#onFault = onFault
  }

  start(): void {
    this.#live = true
    this.poke()
  }

  /** Nothing runs any more once this resolves. */
  async stop(): Promise<void> {
    this.#live = false
    this.#cancel?.()
    await this.#running
  }

  /** Runs the work at that instant of the wall clock at the latest; at once when none is given. */
  poke(atMs?: number): void {
    if (!this.#live) return
    if (this.#running !== undefined) this.#again = true
    else this.#arm(atMs === undefined ? 0 : atMs - this.#clock.now())
  }

  #arm(delayMs: number): void {
    const delay = Math.min(Math.max(0, delayMs), RECHECK_MS)
    const at = this.#clock.monotonic() + delay
    if (at >= this.#armedFor) return
    this.#cancel?.()
    this.#armedFor = at
    this.#cancel = this.#clock.after(delay, () => this.#beat())
  }

  #beat(): void {
    this.#cancel = undefined
    this.#armedFor = Number.POSITIVE_INFINITY
    this.#again = false
    this.#running = this.#run()
  }

  async #run(): Promise<void> {
    let next: number | undefined
    try {
      next = await this.#work()
    } catch (cause) {
      this.#onFault(cause)
      next = this.#clock.now() + RECHECK_MS
    }
    this.#running = undefined
    if (!this.#live) return
    if (this.#again) this.#arm(0)
    else if (next !== undefined) this.#arm(next - this.#clock.now())
  }
}
