import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type RunChecker, type RunJob, type RunReport } from '../record/index.ts'

/** More threads than this outrun the one that reads the file and checks the tiles. */
const MAX_WORKERS = 8

interface Pending {
  resolve(report: RunReport): void
  reject(cause: unknown): void
}

/**
 * Threads that check runs of leaves for `verifyRecord`, two per two cores. Give `check` to it as `checkRun`; how many
 * runs wait is bounded there. Close when done.
 */
export class VerifyPool {
  readonly #threads: Thread[]
  readonly check: RunChecker

  constructor(workers: number = Math.min(availableParallelism(), MAX_WORKERS)) {
    this.#threads = Array.from({ length: workers }, () => new Thread())
    this.check = (job) => this.#idlest().check(job)
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()))
  }

  #idlest(): Thread {
    return this.#threads.reduce((best, thread) => (thread.load < best.load ? thread : best))
  }
}

class Thread {
  readonly #worker = new Worker(workerFile(), { execArgv: [] })
  readonly #pending = new Map<number, Pending>()
  #next = 0
  #failure: Error | undefined

  constructor() {
    // An idle pool must not keep a process alive that is otherwise done.
    this.#worker.unref()
    this.#worker.on('message', ({ id, report }: { id: number; report: RunReport }) => {
      this.#pending.get(id)?.resolve(report)
      this.#settle(id)
    })
    this.#worker.on('error', (error: Error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Error('The thread that checks leaves has ended.')))
  }

  /** Runs that it has not answered yet. */
  get load(): number {
    return this.#pending.size
  }

  check(job: RunJob): Promise<RunReport> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure)
        return
      }
      const id = this.#next++
      this.#pending.set(id, { resolve, reject })
      this.#worker.ref()
      this.#worker.postMessage({ id, job }, [job.entries.buffer, job.bodies.buffer])
    })
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #settle(id: number): void {
    this.#pending.delete(id)
    if (this.#pending.size === 0) this.#worker.unref()
  }

  #fail(cause: Error): void {
    this.#failure ??= cause
    for (const pending of this.#pending.values()) pending.reject(cause)
    this.#pending.clear()
  }
}

/** The same file, as source or as built. */
function workerFile(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('./verify-worker.ts', import.meta.url)
    : new URL('./verify-worker.js', import.meta.url)
}
