import {
  formatTlogProof,
  type Head,
  inclusionProof,
  keysOfNote,
  noteWithReceipts,
  parseNote,
  type PartyId,
  policyFor,
  type Receipt,
  verifyActProof,
  verifyReceiptNote,
} from '../record/index.ts'
import type { Store } from '../store/index.ts'
import { ExchangeError } from './errors.ts'
import { feedOf, type HeldChannel } from './held-channel.ts'
import { tilesOf } from './tiles-of.ts'

export interface ActProofMade {
  /** A tlog-proof with the act's leaf as its extra data. */
  readonly text: string
  /** Size of the signed head that the proof leads to. */
  readonly size: number
  /** Whose receipts over that head go along. */
  readonly receivedBy: readonly PartyId[]
  /** A tlog-policy with the keys that signed it, whatever keys the parties have changed to since. */
  readonly policy: string
  /** The act itself. */
  readonly leaf: Uint8Array
}

interface Proven {
  readonly head: Head
  readonly receipts: readonly Receipt[]
}

/**
 * The proof that leaf `seq` stands in a party's feed, under the head that most other parties have receipted; of several,
 * the newest. What is given out was verified: a damaged store must not make evidence.
 * Throws ExchangeError `head-behind` while no signed head held here covers the act.
 */
export async function proveAct(
  store: Store,
  channel: HeldChannel,
  party: PartyId,
  seq: number,
): Promise<ActProofMade> {
  const best = (await headsOver(store, channel, party, seq)).toSorted(
    (a, b) => b.receipts.length - a.receipts.length || b.head.size - a.head.size,
  )[0]
  const [leaf] = await store.leaves(channel.id, party, seq, seq + 1, 0)
  if (best === undefined || leaf === undefined)
    throw new ExchangeError(
      'head-behind',
      `No signed head of "${party}" that covers act ${seq} is held here; try again later.`,
      { field: 'ACT' },
    )
  const { head, receipts } = best
  const path = await inclusionProof(seq, head.size, tilesOf(store, channel.id, party))
  const note = noteWithReceipts(head, receipts)
  const text = formatTlogProof({ index: seq, path, note, extra: leaf.bytes })
  verifyActProof(leaf.bytes, text, channel.keys)
  const policy = policyFor(party, keysOfNote(channel.keys, parseNote(note)))
  return { text, size: head.size, receivedBy: receipts.map(({ by }) => by), policy, leaf: leaf.bytes }
}

/** The newest head and those that receipts remember, as far as they cover the act and their leaves are held. */
async function headsOver(store: Store, channel: HeldChannel, party: PartyId, seq: number): Promise<Proven[]> {
  const { head: newest, tree } = feedOf(channel, party)
  const bySize = new Map<number, { head: Head; receipts: Receipt[] }>()
  if (newest !== undefined) bySize.set(newest.size, { head: newest, receipts: [] })
  for (const row of await store.receipts(channel.id, party)) {
    const { head, receipt } = verifyReceiptNote(row.note, channel.id, party, channel.keys)
    const known = bySize.get(head.size) ?? { head, receipts: [] }
    known.receipts.push(receipt)
    bySize.set(head.size, known)
  }
  return [...bySize.values()].filter(({ head }) => head.size > seq && head.size <= tree.size)
}
