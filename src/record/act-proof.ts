import { verifyHeadLines } from './checkpoint.ts'
import { verifyReceiptPair } from './cosignature.ts'
import type { ChannelKeys } from './cosignature.ts'
import { RecordError } from './errors.ts'
import { isReceiptName } from './feed-keys.ts'
import type { FeedKeys } from './feed-keys.ts'
import { channelIdOf, parseGenesis } from './genesis.ts'
import { actIdOf, leafHash, parseLeaf } from './leaf.ts'
import { parseNote } from './note.ts'
import type { NoteLine } from './note.ts'
import { verifyInclusion } from './proof.ts'
import { parseTlogProof } from './tlog-proof.ts'
import type { ActId, ChannelId, Hash, PartyId } from './types.ts'

/** What a proof of one act shows, and what it leaves open. */
export interface ActProof {
  readonly id: ActId
  readonly channel: ChannelId
  /** The author, whose head includes the act. */
  readonly party: PartyId
  readonly index: number
  /** Size and root of the signed head. */
  readonly size: number
  readonly root: Hash
  /** Parties that state to hold the feed durably up to `size`, with the POSIX seconds of their statement. */
  readonly receivedBy: readonly { readonly by: PartyId; readonly at: number }[]
  /** Known parties without a receipt in the file: nothing can be told about them. */
  readonly untold: readonly PartyId[]
  /** Names under which someone unknown cosigned: not checked, nothing can be told. */
  readonly strangers: readonly string[]
}

/**
 * Checks a tlog-proof of one act: both head signatures of the feed it names, that the leaf is the act its place says,
 * the inclusion path, and every receipt by a known party, of which both signatures must be there.
 * `extra` must be absent or the leaf itself, since nothing signs it.
 * Throws RecordError: what `verifyHead`, `receiptFromLines`, `parseLeaf`, `verifyInclusion` throw, and
 * `tlog-proof-malformed`; `proof-invalid` when the leaf belongs elsewhere.
 */
export function verifyActProof(leaf: Uint8Array, proofText: string, keys: ChannelKeys): ActProof {
  const proof = parseTlogProof(proofText)
  if (proof.extra !== undefined && Buffer.compare(proof.extra, leaf) !== 0) {
    throw new RecordError('tlog-proof-malformed', 'the extra data must be the leaf', { field: 'extra' })
  }
  const note = parseNote(proof.note)
  const origin = note.text.slice(0, note.text.indexOf('\n'))
  const feed = [...keys.values()].find((party) => party.head.name === origin)
  if (feed === undefined) {
    throw new RecordError('origin-mismatch', 'the origin must be a feed of the channel', { field: 'origin' })
  }
  const byName = Map.groupBy(note.lines, (line) => (line.name === feed.receipt.name ? origin : line.name))
  const head = verifyHeadLines(note, byName.get(origin) ?? [], feed)
  checkPlace(leaf, proof.index, feed)
  const hash = leafHash(leaf)
  verifyInclusion(hash, proof.index, head.size, proof.path, head.root)
  byName.delete(origin)
  const cosigners = [...keys.values()].filter((party) => party !== feed)
  const receivedBy = cosigners.flatMap((cosigner) => {
    const lines = byName.get(cosigner.receipt.name)
    if (lines === undefined) return []
    const { by, at } = verifyReceiptPair(head, lines, cosigner)
    return [{ by, at }]
  })
  const told = new Set(receivedBy.map(({ by }) => by))
  return {
    id: actIdOf(hash),
    channel: feed.channel,
    party: feed.party,
    index: proof.index,
    size: head.size,
    root: head.root,
    receivedBy,
    untold: cosigners.map(({ party }) => party).filter((party) => !told.has(party)),
    strangers: strangersIn(byName, feed.channel, cosigners),
  }
}

/** A leaf could be the author's own and yet misplaced: the head's tree is the author's word, not ours. */
function checkPlace(leaf: Uint8Array, index: number, feed: FeedKeys): void {
  if (index === 0) {
    parseGenesis(leaf)
    if (channelIdOf(leaf) !== feed.channel) throw elsewhere('the genesis must be that of the channel')
    return
  }
  const { party, seq } = parseLeaf(leaf)
  if (party !== feed.party) throw elsewhere(`the leaf must be by ${feed.party}`)
  if (seq !== index) throw elsewhere(`the leaf must have the number ${index}`)
}

/** Names left over once the known parties' receipts are taken. A known party's head key has no business there. */
function strangersIn(
  byName: ReadonlyMap<string, readonly NoteLine[]>,
  channel: ChannelId,
  cosigners: readonly FeedKeys[],
): string[] {
  const known = new Set(cosigners.map((cosigner) => cosigner.receipt.name))
  const strangers = [...byName.keys()].filter((name) => !known.has(name))
  const misused = strangers.find((name) => name.startsWith(`${channel}/`) && !isReceiptName(channel, name))
  if (misused !== undefined) {
    throw new RecordError('receipt-role-wrong', `${misused} must not sign another party's head`)
  }
  return strangers
}

function elsewhere(message: string): RecordError {
  return new RecordError('proof-invalid', message, { field: 'leaf' })
}
