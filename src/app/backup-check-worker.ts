import { parentPort, workerData } from 'node:worker_threads'
import { checkBackup } from './backup.ts'
import { refusalOf } from './refusal.ts'

/** One backup gone through on a thread of its own: it is read whole, and the desk must not wait for that. */
const { path, space } = workerData as { path: string; space: string }
checkBackup(path, space).then(
  (checked) => parentPort?.postMessage({ checked }),
  (cause: unknown) => parentPort?.postMessage({ refused: refusalOf(cause).code }),
)
