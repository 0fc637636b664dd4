import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { archiveBytes, makeRecord, pieces } from './made-record.ts'
import { encodeCard, verifyRecord } from '../../src/record/index.ts'
import type { FlipResult, FlipWork } from './flips.ts'

const THREADS = 2
/** Sixty thousand verifications of a small file: under a minute on two free cores, many on ones that others use too. */
const FLIP_TIMEOUT_MS = 1_200_000

function flipOn(work: FlipWork): Promise<FlipResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'flips.ts'), { workerData: work, execArgv: [] })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

describe('a carried file in which one byte is changed', () => {
  it(
    'is found wrong, whichever byte it is',
    async () => {
      const made = await makeRecord({
        parties: ['alpha', 'beta'],
        acts: 3,
        bodyBytes: 24,
        exhibit: Buffer.from('a sealed exhibit'),
      })
      const bytes = await archiveBytes(made.source)
      const whole = await verifyRecord(pieces(bytes), { cards: [...made.cards.values()] })
      expect(whole.findings).toEqual([])
      expect(whole.exhibits.held).toBe(1)
      expect(whole.feeds.map((feed) => feed.receipts.length)).toEqual([1, 1])
      const cards = [...made.cards.values()].map(encodeCard)
      const work = Array.from({ length: THREADS }, (_, from) => ({ bytes, cards, from, step: THREADS }))
      const results = await Promise.all(work.map(flipOn))
      const tried = results.reduce((sum, result) => sum + result.tried, 0)
      console.log(`every byte of a carried file of ${bytes.length} bytes was changed: ${tried} flips tried`)
      expect(results.flatMap((result) => result.unnoticed)).toEqual([])
      expect(tried).toBe(bytes.length)
    },
    FLIP_TIMEOUT_MS,
  )
})
