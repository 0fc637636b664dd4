/** How long others had to wait for their turn in the process. */
export interface LoopReport {
  readonly p99Ms: number
  readonly longestMs: number
  /** Longest that the process itself was at work between two turns: what others on the machine took is not in it. */
  readonly longestWorkMs: number
}

const EVERY_MS = 1
const MICROS_PER_MS = 1_000
/** Minutes of a process that is never late. */
const KEPT_MAX = 500_000

/** Looks every millisecond how late it is, and how much of that the process was at work. */
export class LoopWatch {
  #lateMs: number[] = []
  #longestWorkMs = 0
  #lastMs = performance.now()
  #lastWorkMs = workMs()

  constructor() {
    setInterval(() => this.#look(), EVERY_MS).unref()
  }

  /** Since it was asked last. */
  report(): LoopReport {
    const sorted = Float64Array.from(this.#lateMs).sort()
    const at = (share: number): number =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
    const report = { p99Ms: at(0.99), longestMs: at(1), longestWorkMs: this.#longestWorkMs }
    this.#lateMs = []
    this.#longestWorkMs = 0
    return report
  }

  #look(): void {
    const nowMs = performance.now()
    const nowWorkMs = workMs()
    if (this.#lateMs.length < KEPT_MAX) this.#lateMs.push(Math.max(0, nowMs - this.#lastMs - EVERY_MS))
    this.#longestWorkMs = Math.max(this.#longestWorkMs, nowWorkMs - this.#lastWorkMs)
    this.#lastMs = nowMs
    this.#lastWorkMs = nowWorkMs
  }
}

/** Of this thread alone. */
function workMs(): number {
  const { system, user } = process.threadCpuUsage()
  return (system + user) / MICROS_PER_MS
}
