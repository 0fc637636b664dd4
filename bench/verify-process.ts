import { createReadStream } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { VerifyPool } from '../src/app/index.ts'
import { verifyFile } from '../src/record/index.ts'
import type { HashWork } from './hash-worker.ts'
import { serve } from './remote.ts'

export interface VerifyReport {
  readonly tookSeconds: number
  /** Of all threads. */
  readonly cpuSeconds: number
  readonly leaves: number
  /** Most that the process ever held. */
  readonly peakRssBytes: number
}

/** Verifies a carried file in a process of its own, and says what hashing alone would take. */
export interface VerifyCommands extends Readonly<Record<string, (args: never) => Promise<unknown>>> {
  verify(args: { path: string; threads: number }): Promise<VerifyReport>
  /** Seconds for hashing as many leaves and bodies, shared by the threads. */
  hashOnly(args: { acts: number; leafBytes: number; bodyBytes: number; threads: number }): Promise<number>
}

const WORKER = new URL('./hash-worker.ts', import.meta.url)
const READ_BYTES = 1024 * 1024

const commands: VerifyCommands = {
  verify: async ({ path, threads }) => {
    const pool = new VerifyPool(threads)
    let leaves = 0
    const startMs = performance.now()
    const before = process.cpuUsage()
    const verified = await verifyFile(bytesOf(path), {
      checkRun: pool.check,
      onLeaves: (_party, run) => void (leaves += run.length),
    })
    const tookSeconds = (performance.now() - startMs) / 1000
    const { user, system } = process.cpuUsage(before)
    await pool.close()
    if (verified.kind !== 'record' || verified.findingCount > 0)
      throw new Error(`The record does not verify: ${JSON.stringify(verified.findings)}`)
    return {
      tookSeconds,
      cpuSeconds: (user + system) / 1e6,
      leaves,
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
    }
  },
  hashOnly: async ({ acts, leafBytes, bodyBytes, threads }) => {
    const work: HashWork = { acts: Math.ceil(acts / threads), leafBytes, bodyBytes }
    const took = await Promise.all(Array.from({ length: threads }, () => hashed(work)))
    return Math.max(...took)
  },
}
serve(commands, async () => undefined)

/** Without the time that a thread takes to start. */
function hashed(work: HashWork): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { execArgv: [], workerData: work })
    worker.once('message', (seconds: number) => resolve(seconds))
    worker.once('error', reject)
  })
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES }))
    if (chunk instanceof Uint8Array) yield chunk
}
