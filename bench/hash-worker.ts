import { createHmac, hash, randomBytes } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'

export interface HashWork {
  readonly acts: number
  readonly leafBytes: number
  readonly bodyBytes: number
}

/** Beyond any cache of the processor, as a file is. */
const POOL_BYTES = 64 * 1024 * 1024

// As: `verify-process.ts` starts it with nothing else.
const { acts, leafBytes, bodyBytes } = workerData as HashWork
const pool = randomBytes(POOL_BYTES)
const salt = randomBytes(32)
const size = leafBytes + bodyBytes
const startMs = performance.now()
for (let i = 0, at = 0; i < acts; i++, at += size) {
  if (at + size > POOL_BYTES) at = 0
  hash('sha256', pool.subarray(at, at + leafBytes), 'buffer')
  createHmac('sha256', salt)
    .update(pool.subarray(at + leafBytes, at + size))
    .digest()
}
parentPort?.postMessage((performance.now() - startMs) / 1000)
