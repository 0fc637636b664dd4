import { formatCheckpoint, verifyHeadLines } from './checkpoint.ts'
import { checkSigningTime, ed25519Message, mldsaMessage, stamp, unstamp } from './cosigned-message.ts'
import { RecordError } from './errors.ts'
import { originOf, receiptName } from './feed-keys.ts'
import type { FeedKeys } from './feed-keys.ts'
import { keysOfLines } from './key-eras.ts'
import type { HybridSigners } from './keys.ts'
import {
  COSIGNATURE_ED25519,
  COSIGNATURE_MLDSA44,
  formatNoteLine,
  keyId,
  parseNote,
  parseNoteLines,
} from './note.ts'
import type { NoteLine } from './note.ts'
import { invalidSignature, pickPair } from './signature-pair.ts'
import type { ChannelId, Head, PartyId, Receipt } from './types.ts'
import { holdsEd25519, holdsMlDsa44 } from './verified-lately.ts'

/**
 * A receipt is a C2SP tlog-cosignature pair with the meaning of tlog-mirror: the cosigner durably holds every entry
 * up to the size, and saw no larger tree of that origin that contradicts it.
 */

/**
 * Cosigns a verified head of another party. Call only when a power cut can no longer take those leaves back.
 * Throws RecordError `origin-mismatch` for a head of another channel, `receipt-role-wrong` for one's own head.
 */
export function signReceipt(
  head: Head,
  cosigner: PartyId,
  channel: ChannelId,
  atSeconds: number,
  signers: HybridSigners,
): Receipt {
  checkSigningTime(atSeconds)
  checkCosigned(head, channel, cosigner)
  const name = receiptName(channel, cosigner)
  const text = formatCheckpoint(head.origin, head.size, head.root)
  const { ed25519, mldsa44 } = signers
  const ed25519Line = formatNoteLine({
    name,
    keyId: keyId(name, COSIGNATURE_ED25519, ed25519.publicKey),
    signature: stamp(atSeconds, ed25519.sign(ed25519Message(atSeconds, text))),
  })
  const mldsa44Line = formatNoteLine({
    name,
    keyId: keyId(name, COSIGNATURE_MLDSA44, mldsa44.publicKey),
    signature: stamp(
      atSeconds,
      mldsa44.sign(mldsaMessage(name, atSeconds, head.origin, head.size, head.root)),
    ),
  })
  return { by: cosigner, size: head.size, at: atSeconds, lines: ed25519Line + mldsa44Line }
}

/** The keys of a channel's parties, by party. */
export type ChannelKeys = ReadonlyMap<PartyId, FeedKeys>

/**
 * Checks the two receipt lines of one party over a head that is already verified: two signature checks.
 * Throws RecordError `note-malformed`, `origin-mismatch`, `signature-duplicate`, `receipt-key-foreign`,
 * `receipt-role-wrong`, `receipt-signature-missing`, `receipt-signature-invalid`.
 */
export function receiptFromLines(
  head: Head,
  lines: string,
  channel: ChannelId,
  cosigner: PartyId,
  keys: ChannelKeys,
): Receipt {
  const cosignerKeys = keys.get(cosigner)
  if (cosignerKeys === undefined || cosignerKeys.channel !== channel) {
    throw foreign(`${cosigner} must be a party of channel ${channel}`)
  }
  return verifyReceiptPair(head, parseNoteLines(lines), cosignerKeys)
}

/**
 * Checks the form in which a receipt is kept and carried: the head's text, its two signatures and the two receipt
 * lines of exactly one other party, nothing else. Four signature checks.
 * Throws what `verifyHead` and `receiptFromLines` throw.
 */
export function verifyReceiptNote(
  note: string | Uint8Array,
  channel: ChannelId,
  feedParty: PartyId,
  keys: ChannelKeys,
): { head: Head; receipt: Receipt } {
  const feed = keys.get(feedParty)
  if (feed === undefined || feed.channel !== channel) {
    throw new RecordError('origin-mismatch', `${feedParty} must be a party of channel ${channel}`, {
      field: 'origin',
    })
  }
  const parsed = parseNote(note)
  const headLines = parsed.lines.filter((line) => isOwners(line, feed))
  const receiptLines = parsed.lines.filter((line) => !isOwners(line, feed))
  const head = verifyHeadLines(parsed, headLines, feed)
  const receipt = verifyReceiptPair(head, receiptLines, cosignerOf(receiptLines, keys))
  return { head, receipt }
}

/** The head's note with the lines of receipts over it. Throws `note-malformed` when one is over another size, or doubled. */
export function noteWithReceipts(head: Head, receipts: readonly Receipt[]): string {
  const parties = new Set(receipts.map((receipt) => receipt.by))
  if (parties.size !== receipts.length || receipts.some((receipt) => receipt.size !== head.size)) {
    throw new RecordError('note-malformed', 'each receipt must be over this head and by another party')
  }
  return head.note + receipts.map((receipt) => receipt.lines).join('')
}

/** As `receiptFromLines`, for lines that are already parsed. */
export function verifyReceiptPair(head: Head, lines: readonly NoteLine[], cosigner: FeedKeys): Receipt {
  checkCosigned(head, cosigner.channel, cosigner.party)
  // A receipt over an old head may be of yesterday, so its own keys say when it is from; who trusts them is asked elsewhere.
  const { receipt: role } = keysOfLines(cosigner, 'receipt', lines)
  const pair = pickPair(lines, cosigner, role)
  const text = formatCheckpoint(head.origin, head.size, head.root)
  const classical = unstamp(pair.ed25519)
  // A cosignature without a time states nothing about when, and a receipt is there to state it.
  if (
    classical === undefined ||
    classical.atSeconds === 0 ||
    !holdsEd25519(role.ed25519.key, ed25519Message(classical.atSeconds, text), classical.signature)
  ) {
    throw invalidSignature(role, 'Ed25519')
  }
  const lattice = unstamp(pair.mldsa44)
  if (
    lattice === undefined ||
    lattice.atSeconds === 0 ||
    !holdsMlDsa44(
      role.mldsa44.key,
      mldsaMessage(role.name, lattice.atSeconds, head.origin, head.size, head.root),
      lattice.signature,
    )
  ) {
    throw invalidSignature(role, 'ML-DSA-44')
  }
  return {
    by: cosigner.party,
    size: head.size,
    at: Math.min(classical.atSeconds, lattice.atSeconds),
    lines: lines.map(formatNoteLine).join(''),
  }
}

/** The owner's receipt name counts as its own, so that a receipt of itself is refused among the head's lines. */
function isOwners(line: NoteLine, feed: FeedKeys): boolean {
  return line.name === feed.head.name || line.name === feed.receipt.name
}

function cosignerOf(lines: readonly NoteLine[], keys: ChannelKeys): FeedKeys {
  const [first] = lines
  if (first === undefined)
    throw new RecordError('receipt-signature-missing', 'the note must have receipt lines')
  const parties = [...keys.values()]
  const cosigner = parties.find((party) => party.receipt.name === first.name)
  if (cosigner !== undefined) return cosigner
  if (parties.some((party) => party.head.name === first.name)) {
    throw new RecordError('receipt-role-wrong', 'a receipt must be signed under a receipt name')
  }
  throw foreign('a receipt must be by a party of the channel')
}

function foreign(message: string): RecordError {
  return new RecordError('receipt-key-foreign', message)
}

function checkCosigned(head: Head, channel: ChannelId, cosigner: PartyId): void {
  if (!head.origin.startsWith(`${channel}/`)) {
    throw new RecordError('origin-mismatch', `the head must be of channel ${channel}`, { field: 'origin' })
  }
  if (head.origin === originOf(channel, cosigner)) {
    throw new RecordError('receipt-role-wrong', 'a party must not receipt its own head', { field: 'by' })
  }
}
