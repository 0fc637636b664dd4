import { type Receipt, RecordError, documentHashOf, keysOfLines, parseNoteLines } from '../record/index.ts'
import { ExchangeError } from './errors.ts'
import { feedOf, keysOf, type HeldChannel, type HeldFeed } from './held-channel.ts'
import type { KeyStep } from './key-acts.ts'

/**
 * A rotation ends its batch, under a head of exactly that size: so every head is by keys that are known before it is
 * looked at, however far its reader has come. Throws RecordError `rotation-refused`.
 */
export function checkTurn(feed: HeldFeed, step: KeyStep | undefined, headSize: number): void {
  const turn = step?.turns.at(feed.keyActs.turns.length)
  if (turn === undefined) return
  const largest = Math.max(headSize, feed.head?.size ?? 0)
  if (turn.size === headSize && turn.size === largest) return
  throw new RecordError(
    'rotation-refused',
    'the keys before must sign the head that ends with it, and none after',
    {
      field: 'head',
    },
  )
}

/** Puts in force what has become durable. */
export function takeKeyStep(channel: HeldChannel, feed: HeldFeed, step: KeyStep | undefined): void {
  if (step === undefined) return
  channel.keys.set(feed.party, step.keys)
  feed.keyActs = { turns: step.turns, disowned: step.disowned }
}

/** The head that ends with a rotation is needed by whoever comes later. */
export function noteTurnHead(feed: HeldFeed, size: number, head: string): void {
  const { disowned, turns } = feed.keyActs
  if (!turns.some((turn) => turn.size === size && turn.head === undefined)) return
  feed.keyActs = { disowned, turns: turns.map((turn) => (turn.size === size ? { size, head } : turn)) }
}

/** Throws ExchangeError `keys-disowned` for a receipt that comes to light after its giver disowned the keys it is by. */
export function refuseDisowned(channel: HeldChannel, receipt: Receipt): void {
  const by = keysOfLines(keysOf(channel.keys, receipt.by), 'receipt', parseNoteLines(receipt.lines))
  if (!isDisowned(feedOf(channel, receipt.by), documentHashOf(by))) return
  throw new ExchangeError('keys-disowned', `The receipt is by keys that "${receipt.by}" has disowned.`, {
    field: 'receipt',
  })
}

export function isDisowned(feed: HeldFeed, document: string | undefined): boolean {
  return document !== undefined && feed.keyActs.disowned.has(document)
}
