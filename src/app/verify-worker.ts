import { parentPort } from 'node:worker_threads'
import { checkRun, type RunJob } from '../record/index.ts'

/** One thread of `VerifyPool`: takes a run of leaves with its memory, gives back what came of it. */
parentPort?.on('message', ({ id, job }: { id: number; job: RunJob }) => {
  const report = checkRun(job)
  parentPort?.postMessage({ id, report }, [report.hashes.buffer])
})
