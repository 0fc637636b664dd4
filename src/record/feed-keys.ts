import type { KeyObject } from 'node:crypto'
import { RecordError } from './errors.ts'
import { importEd25519Public, importMlDsa44Public } from './keys.ts'
import { isPartyId } from './envelope.ts'
import { COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, NOTE_ED25519, decodeBase64, keyId } from './note.ts'
import type { Rotation } from './key-rotation.ts'
import type { ChannelId, KeyDocument, PartyId } from './types.ts'

/** A public key after the strict import. */
export interface ImportedKey {
  readonly raw: Uint8Array
  readonly key: KeyObject
}

/** The signing keys of a key document, imported once. */
export interface PartyKeys {
  readonly head: { readonly ed25519: ImportedKey; readonly mldsa44: ImportedKey }
  readonly receipt: { readonly ed25519: ImportedKey; readonly mldsa44: ImportedKey }
  readonly transport: { readonly ed25519: ImportedKey }
}

/** A key as it signs notes: under a name, of a type, with the ID that follows from both. */
export interface NoteKey extends ImportedKey {
  readonly type: number
  readonly id: number
}

/** The two keys that must both sign in one role, and what tells a line of another role apart. */
export interface RoleKeys {
  readonly role: 'head' | 'receipt'
  /** The key name of both lines. */
  readonly name: string
  readonly ed25519: NoteKey
  readonly mldsa44: NoteKey
  /** IDs that the same party's keys would have under this name were they used in a role or type not theirs. */
  readonly misusedIds: ReadonlySet<number>
}

/** The keys of one key document, as they sign in one channel. */
export interface DocumentKeys {
  /** Named by the feed's origin. */
  readonly head: RoleKeys
  /** Named by `receiptName`. */
  readonly receipt: RoleKeys
  /** Undefined for keys that a policy names. */
  readonly document: KeyDocument | undefined
}

/** Keys that took the place of those before them, by an act in the feed. */
export interface LaterKeys extends DocumentKeys {
  /** The least size of the feed whose head they sign: the head that ends with the act is the last one of the keys before. */
  readonly from: number
  /** Data of that act. */
  readonly rotation: Rotation
}

/** Everything needed to check one party's heads and receipts in one channel. Import once, keep. */
export interface FeedKeys extends DocumentKeys {
  readonly channel: ChannelId
  readonly party: PartyId
  /** In the order of the feed. */
  readonly later: readonly LaterKeys[]
}

/** The origin line of a feed's heads, and the key name of their signatures. */
export function originOf(channel: ChannelId, party: PartyId): string {
  return `${channel}/${party}`
}

/** The key name of a party's receipts in a channel. A party id has no slash, so it can never be an origin. */
export function receiptName(channel: ChannelId, party: PartyId): string {
  return `${channel}/${party}/receipt`
}

/** Whether a key name is that of some party's receipts in the channel. */
export function isReceiptName(channel: ChannelId, name: string): boolean {
  return name.startsWith(`${channel}/`) && name.endsWith('/receipt')
}

/**
 * Decodes and imports the five signing keys. Throws RecordError `key-malformed` or `key-weak` naming the field;
 * `key-malformed` too when two roles share a key, as a signature of one role could then stand in for another.
 */
export function importKeyDocument(document: KeyDocument): PartyKeys {
  const keys: PartyKeys = {
    head: {
      ed25519: imported(document.head.ed25519, 'head.ed25519', importEd25519Public),
      mldsa44: imported(document.head.mldsa44, 'head.mldsa44', importMlDsa44Public),
    },
    receipt: {
      ed25519: imported(document.receipt.ed25519, 'receipt.ed25519', importEd25519Public),
      mldsa44: imported(document.receipt.mldsa44, 'receipt.mldsa44', importMlDsa44Public),
    },
    transport: { ed25519: imported(document.transport.ed25519, 'transport.ed25519', importEd25519Public) },
  }
  const texts = [
    document.head.ed25519,
    document.head.mldsa44,
    document.receipt.ed25519,
    document.receipt.mldsa44,
    document.transport.ed25519,
  ]
  if (new Set(texts).size !== texts.length) {
    throw new RecordError('key-malformed', 'each role must have keys of its own', { field: 'receipt' })
  }
  return keys
}

/** The keys of a feed whose genesis commits to this document. Throws RecordError `key-malformed` or `key-weak`. */
export function feedKeys(channel: ChannelId, document: KeyDocument): FeedKeys {
  if (!/^[0-9a-f]{64}$/.test(channel)) {
    throw new RecordError('key-malformed', 'the channel must be 64 lower-case hex characters', {
      field: 'channel',
    })
  }
  if (!isPartyId(document.party)) {
    throw new RecordError('key-malformed', 'the party must be a party id', { field: 'party' })
  }
  const { head, receipt, transport } = importKeyDocument(document)
  const ed25519Keys = [head.ed25519, receipt.ed25519, transport.ed25519]
  const mldsa44Keys = [head.mldsa44, receipt.mldsa44]
  const role = (kind: RoleKeys['role'], name: string, own: PartyKeys['head'], type: number): RoleKeys => {
    const ed25519 = noteKey(name, type, own.ed25519)
    const mldsa44 = noteKey(name, COSIGNATURE_MLDSA44, own.mldsa44)
    const possible = [
      ...ed25519Keys.flatMap(({ raw }) => [
        keyId(name, NOTE_ED25519, raw),
        keyId(name, COSIGNATURE_ED25519, raw),
      ]),
      ...mldsa44Keys.map(({ raw }) => keyId(name, COSIGNATURE_MLDSA44, raw)),
    ]
    const misusedIds = new Set(possible.filter((id) => id !== ed25519.id && id !== mldsa44.id))
    return { role: kind, name, ed25519, mldsa44, misusedIds }
  }
  const { party } = document
  return {
    channel,
    party,
    document,
    later: [],
    head: role('head', originOf(channel, party), head, NOTE_ED25519),
    receipt: role('receipt', receiptName(channel, party), receipt, COSIGNATURE_ED25519),
  }
}

function noteKey(name: string, type: number, imported: ImportedKey): NoteKey {
  return { ...imported, type, id: keyId(name, type, imported.raw) }
}

function imported(
  base64: string,
  field: string,
  importKey: (raw: Uint8Array, field: string) => KeyObject,
): ImportedKey {
  const raw = decodeBase64(base64)
  if (raw === undefined)
    throw new RecordError('key-malformed', `${field} must be canonical base64`, { field })
  return { raw, key: importKey(raw, field) }
}
