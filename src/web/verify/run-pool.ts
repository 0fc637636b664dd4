import type { RunChecker, RunJob, RunReport } from '../../record/index.ts'
import { workerUrl } from '../trusted-types.ts'
import { workerFault } from './worker-fault.ts'
import runWorkerFile from './run-worker.ts?worker&url'

/** More threads than this outrun the one that reads the file and checks the tiles. */
const MAX_WORKERS = 8

interface Pending {
  resolve(report: RunReport): void
  reject(cause: unknown): void
}

/** Workers that check runs of leaves for `verifyRecord`; how many runs wait is bounded there. They end with whoever made them. */
export class RunPool {
  readonly #threads: Thread[]
  readonly check: RunChecker

  constructor(workers: number = Math.min(navigator.hardwareConcurrency, MAX_WORKERS)) {
    this.#threads = Array.from({ length: Math.max(1, workers) }, () => new Thread())
    this.check = (job) => this.#idlest().check(job)
  }

  close(): void {
    for (const thread of this.#threads) thread.close()
  }

  #idlest(): Thread {
    return this.#threads.reduce((best, thread) => (thread.load < best.load ? thread : best))
  }
}

class Thread {
  readonly #worker = new Worker(workerUrl(new URL(runWorkerFile, globalThis.location.href)), {
    type: 'module',
  })
  readonly #pending = new Map<number, Pending>()
  #next = 0
  #failure: Error | undefined

  constructor() {
    this.#worker.addEventListener(
      'message',
      ({ data: { id, report } }: MessageEvent<{ id: number; report: RunReport }>) => {
        this.#pending.get(id)?.resolve(report)
        this.#pending.delete(id)
      },
    )
    this.#worker.addEventListener('error', (event) => this.#fail(workerFault(event)))
    this.#worker.addEventListener('messageerror', () => this.#fail('its answer could not be read'))
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
      this.#worker.postMessage({ id, job }, [job.entries.buffer, job.bodies.buffer])
    })
  }

  close(): void {
    this.#worker.terminate()
  }

  #fail(reason: string): void {
    this.#failure ??= new Error(`The worker that checks leaves has failed: ${reason}.`)
    for (const pending of this.#pending.values()) pending.reject(this.#failure)
    this.#pending.clear()
  }
}
