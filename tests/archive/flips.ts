import { parentPort, workerData } from 'node:worker_threads'
import { parseCard, verifyRecord } from '../../src/record/index.ts'

/** What one thread tries: every `step`-th byte from `from` on, one bit of it changed, one at a time. */
export interface FlipWork {
  readonly bytes: Uint8Array
  readonly cards: readonly string[]
  readonly from: number
  readonly step: number
}

export interface FlipResult {
  readonly tried: number
  readonly unnoticed: readonly number[]
}

async function flipAll({ bytes, cards, from, step }: FlipWork): Promise<FlipResult> {
  const parsed = cards.map((card) => parseCard(card))
  const changed = Buffer.from(bytes)
  const source = {
    async *[Symbol.asyncIterator]() {
      yield await Promise.resolve(changed)
    },
  }
  const unnoticed: number[] = []
  let tried = 0
  for (let at = from; at < changed.length; at += step, tried++) {
    const before = changed[at] ?? 0
    changed[at] = before ^ (1 << (at % 8))
    const { findingCount } = await verifyRecord(source, { cards: parsed, stopAtFirst: true })
    if (findingCount === 0) unnoticed.push(at)
    changed[at] = before
  }
  return { tried, unnoticed }
}

// The house gives work to this file as a thread.
const work: FlipWork = workerData
parentPort?.postMessage(await flipAll(work))
