import { VerifyPool } from '../app/index.ts'
import { type VerifiedMatters, verifyMatters } from '../channel/index.ts'
import type { Card } from '../record/index.ts'

/** Below this size other threads cost more time than they save. */
const MIN_POOL_BYTES: number = 4 * 1024 * 1024

/** Verifies a file of any kind and folds what is in it; a large one on several threads. */
export async function verifyOffline(
  source: AsyncIterable<Uint8Array>,
  sizeBytes: number,
  cards: readonly Card[],
): Promise<VerifiedMatters> {
  const pool = sizeBytes < MIN_POOL_BYTES ? undefined : new VerifyPool()
  try {
    return await verifyMatters(source, { cards, ...(pool === undefined ? {} : { checkRun: pool.check }) })
  } finally {
    await pool?.close()
  }
}
