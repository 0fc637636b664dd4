import { checkRun, type RunJob } from '../../record/index.ts'

/** One thread of `RunPool`: takes a run of leaves with its memory, gives back what came of it. */
globalThis.addEventListener('message', ({ data }: MessageEvent<{ id: number; job: RunJob }>) => {
  const report = checkRun(data.job)
  globalThis.postMessage({ id: data.id, report }, { transfer: [report.hashes.buffer] })
})
