import { checkHex, checkKeys } from './envelope.ts'
import { RecordError } from './errors.ts'
import { importKeyDocument } from './feed-keys.ts'
import type { ImportedKey } from './feed-keys.ts'
import { checkBase64, checkKeyDocument, keyDocumentHash } from './key-document.ts'
import { ED25519_SIGNATURE_BYTES, MLDSA44_SIGNATURE_BYTES, verifyEd25519, verifyMlDsa44 } from './keys.ts'
import type { HybridSigners, PartySigners } from './keys.ts'
import { decodeBase64 } from './note.ts'
import { recode } from './recode.ts'
import type { ChannelId, KeyDocument } from './types.ts'

interface SignaturePair {
  readonly ed25519: string
  readonly mldsa44: string
}

/** Data of the act by which a party changes its keys. Whoever has the old document needs nothing else to check it. */
export interface Rotation {
  readonly document: KeyDocument
  /** Hex SHA-256 of the document that is replaced. */
  readonly previous: string
  /** Canonical base64. `previous` is by the old head keys, the others by the new keys of that role. */
  readonly proofs: {
    readonly head: SignaturePair
    readonly previous: SignaturePair
    readonly receipt: SignaturePair
    readonly transport: string
  }
}

type Role = keyof Rotation['proofs']

/** The data of `channel.key.rotate`: the old head keys vouch for the new document, and each new key shows that it is held. */
export function makeRotation(
  channel: ChannelId,
  previous: { readonly document: KeyDocument; readonly head: HybridSigners },
  next: { readonly document: KeyDocument; readonly signers: PartySigners },
): Rotation {
  const { document, signers } = next
  const replaced = keyDocumentHash(previous.document)
  const pair = ({ ed25519, mldsa44 }: HybridSigners, role: Role): SignaturePair => {
    const message = rotationMessage(channel, replaced, document, role)
    return { ed25519: base64(ed25519.sign(message)), mldsa44: base64(mldsa44.sign(message)) }
  }
  const transport = signers.transport.ed25519.sign(rotationMessage(channel, replaced, document, 'transport'))
  return {
    document,
    previous: replaced,
    proofs: {
      head: pair(signers.head, 'head'),
      previous: pair(previous.head, 'previous'),
      receipt: pair(signers.receipt, 'receipt'),
      transport: base64(transport),
    },
  }
}

/**
 * Checks the data of a rotation against the key document that was in force, and gives the new one. It cannot be played
 * back: it names the channel and the document that it replaces, and a document is in force only once.
 * Throws RecordError `rotation-malformed`, `rotation-proof-invalid`, `key-malformed`, `key-weak`.
 */
export function verifyRotation(channel: ChannelId, current: KeyDocument, data: unknown): KeyDocument {
  checkRotation(data)
  const { document, previous, proofs } = data
  if (document.party !== current.party || previous !== keyDocumentHash(current))
    throw new RecordError('rotation-proof-invalid', 'previous must be the hash of the keys in force', {
      field: 'previous',
    })
  const old = importKeyDocument(current)
  const keys = importKeyDocument(document)
  const check = (
    role: Role,
    field: string,
    signature: string,
    key: ImportedKey,
    verify: typeof verifyEd25519,
  ): void => {
    const bytes = decodeBase64(signature)
    if (bytes !== undefined && verify(key.key, rotationMessage(channel, previous, document, role), bytes))
      return
    throw new RecordError('rotation-proof-invalid', `proofs.${field} must be made by the key it is for`, {
      field: `proofs.${field}`,
    })
  }
  const checkPair = (
    role: 'head' | 'previous' | 'receipt',
    { ed25519, mldsa44 }: Record<keyof SignaturePair, ImportedKey>,
  ): void => {
    check(role, `${role}.ed25519`, proofs[role].ed25519, ed25519, verifyEd25519)
    check(role, `${role}.mldsa44`, proofs[role].mldsa44, mldsa44, verifyMlDsa44)
  }
  checkPair('previous', old.head)
  checkPair('head', keys.head)
  checkPair('receipt', keys.receipt)
  check('transport', 'transport', proofs.transport, keys.transport.ed25519, verifyEd25519)
  return document
}

/** The form only. Throws RecordError `rotation-malformed`. */
export function readRotation(data: unknown): Rotation {
  checkRotation(data)
  return data
}

function checkRotation(data: unknown): asserts data is Rotation {
  recode('rotation-malformed', () => {
    checkKeys(data, 'data', ['document', 'previous', 'proofs'])
    checkKeyDocument(data.document, 'document')
    checkHex(data.previous, 'previous')
    const { proofs } = data
    checkKeys(proofs, 'proofs', ['head', 'previous', 'receipt', 'transport'])
    for (const role of ['head', 'previous', 'receipt'] as const) {
      const pair = proofs[role]
      checkKeys(pair, `proofs.${role}`, ['ed25519', 'mldsa44'])
      checkBase64(pair.ed25519, `proofs.${role}.ed25519`, ED25519_SIGNATURE_BYTES)
      checkBase64(pair.mldsa44, `proofs.${role}.mldsa44`, MLDSA44_SIGNATURE_BYTES)
    }
    checkBase64(proofs.transport, 'proofs.transport', ED25519_SIGNATURE_BYTES)
  })
}

/** `entente/rotate/v1\n<role>\n<channel>\n<previous>\n<new document's hash>\n`. Nothing else that these keys sign begins so. */
function rotationMessage(channel: ChannelId, previous: string, document: KeyDocument, role: Role): Buffer {
  return Buffer.from(`entente/rotate/v1\n${role}\n${channel}\n${previous}\n${keyDocumentHash(document)}\n`)
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
