import type { RunJob, RunReport } from './verify-bundle.ts'

/** Checks runs, here or on other threads. It may take the memory of the job's entries and bodies for itself. */
export type RunChecker = (job: RunJob) => Promise<RunReport>

/** Runs in flight: enough that threads never wait for the reader, few enough that memory stays flat. */
const MAX_IN_FLIGHT = 8

interface Waiting {
  readonly report: Promise<RunReport>
  readonly take: (report: RunReport) => Promise<void>
}

/** Lets runs be checked side by side and takes their reports in the order of the feed. */
export class RunQueue {
  readonly #check: RunChecker
  readonly #waiting: Waiting[] = []

  constructor(check: RunChecker) {
    this.#check = check
  }

  /** Waits while too many are in flight. */
  async add(job: RunJob, take: (report: RunReport) => Promise<void>): Promise<void> {
    if (this.#waiting.length >= MAX_IN_FLIGHT) await this.#takeFirst()
    const report = this.#check(job)
    // A refusal is met when its turn comes; until then it must not count as unhandled.
    report.catch(() => undefined)
    this.#waiting.push({ report, take })
  }

  async drain(): Promise<void> {
    while (this.#waiting.length > 0) await this.#takeFirst()
  }

  async #takeFirst(): Promise<void> {
    const first = this.#waiting.shift()
    if (first !== undefined) await first.take(await first.report)
  }
}
