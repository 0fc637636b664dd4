import { bad, checkInstant, checkKeys } from './envelope.ts'
import { RecordError } from './errors.ts'
import { importKeyDocument } from './feed-keys.ts'
import type { ImportedKey, PartyKeys } from './feed-keys.ts'
import { canonicalise, parseCanonical } from './json.ts'
import { checkBase64, checkKeyDocument, keyDocumentOf } from './key-document.ts'
import { ED25519_SIGNATURE_BYTES, MLDSA44_SIGNATURE_BYTES } from './keys.ts'
import type { PartySigners } from './keys.ts'
import { decodeBase64 } from './note.ts'
import { recode } from './recode.ts'
import type { Card, Instant, PartyId } from './types.ts'
import { holdsEd25519, holdsMlDsa44 } from './verified-lately.ts'

/** Two ML-DSA keys and two signatures make about 14,000 bytes; the rest is room. */
export const MAX_CARD_BYTES: number = 32 * 1024
/** Long enough for the full name of a ministry in three languages. */
const MAX_NAME_LENGTH = 200
const MAX_URL_LENGTH = 500

/**
 * Characters that would let a name on a screen pass for something else: controls, line breaks, and the marks that
 * turn the direction of the text around it.
 */
const DECEPTIVE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

type Proofs = Card['proofs']
type Unproven = Omit<Card, 'proofs'>

/** What a card says besides the keys of its signers. */
export interface CardContent {
  readonly party: PartyId
  readonly name: string
  /** `https://…`, or empty when the node only calls out. */
  readonly url: string
  readonly made: Instant
  /** Hex SHA-256 of the DER SubjectPublicKeyInfo of the TLS certificate. */
  readonly tls: string
  readonly age: string
}

/** A card with its five proofs of possession. Throws RecordError `card-malformed` or `key-malformed`. */
export function makeCard(content: CardContent, signers: PartySigners): Card {
  const { party, name, url, made, tls, age } = content
  const unproven: Unproven = { v: 1, keys: keyDocumentOf(party, signers, tls, age), name, url, made }
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
  const { head, receipt, transport } = signers
  const card: Card = {
    ...unproven,
    proofs: {
      headEd25519: base64(head.ed25519.sign(proofMessage(unproven, 'headEd25519'))),
      headMldsa44: base64(head.mldsa44.sign(proofMessage(unproven, 'headMldsa44'))),
      receiptEd25519: base64(receipt.ed25519.sign(proofMessage(unproven, 'receiptEd25519'))),
      receiptMldsa44: base64(receipt.mldsa44.sign(proofMessage(unproven, 'receiptMldsa44'))),
      transportEd25519: base64(transport.ed25519.sign(proofMessage(unproven, 'transportEd25519'))),
    },
  }
  recode('card-malformed', () => checkCard(card))
  return card
}

/** The canonical JSON of a card: how it is kept and handed over. Throws RecordError `card-malformed`. */
export function encodeCard(card: Card): string {
  return recode('card-malformed', () => {
    checkCard(card)
    return canonicalise(card)
  })
}

/**
 * Reads a card and checks that whoever made it holds all five private keys: otherwise a party could enrol another's
 * key as its own, or one that nobody holds.
 * Throws RecordError `card-malformed`, `key-malformed`, `key-weak` or `card-proof-invalid`, naming the field.
 */
export function parseCard(text: string | Uint8Array): Card {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  const card: unknown = recode(
    'card-malformed',
    () => {
      const value: unknown = parseCanonical(bytes, { maxBytes: MAX_CARD_BYTES })
      checkCard(value)
      return value
    },
    /^leaf-/,
  )
  checkCard(card)
  const keys = importKeyDocument(card.keys)
  checkProofs(card, keys)
  return card
}

function checkCard(value: unknown): asserts value is Card {
  checkKeys(value, 'card', ['v', 'keys', 'name', 'url', 'made', 'proofs'])
  if (value.v !== 1) throw bad('v', 'must be 1')
  checkKeyDocument(value.keys, 'keys')
  checkName(value.name)
  checkUrl(value.url)
  checkInstant(value.made, 'made')
  const { proofs } = value
  checkKeys(proofs, 'proofs', [
    'headEd25519',
    'headMldsa44',
    'receiptEd25519',
    'receiptMldsa44',
    'transportEd25519',
  ])
  checkBase64(proofs.headEd25519, 'proofs.headEd25519', ED25519_SIGNATURE_BYTES)
  checkBase64(proofs.headMldsa44, 'proofs.headMldsa44', MLDSA44_SIGNATURE_BYTES)
  checkBase64(proofs.receiptEd25519, 'proofs.receiptEd25519', ED25519_SIGNATURE_BYTES)
  checkBase64(proofs.receiptMldsa44, 'proofs.receiptMldsa44', MLDSA44_SIGNATURE_BYTES)
  checkBase64(proofs.transportEd25519, 'proofs.transportEd25519', ED25519_SIGNATURE_BYTES)
}

function checkName(name: unknown): void {
  if (
    typeof name !== 'string' ||
    name.trim() === '' ||
    name.trim() !== name ||
    name.length > MAX_NAME_LENGTH
  ) {
    throw bad('name', `must be 1 to ${MAX_NAME_LENGTH} characters without space at either end`)
  }
  if (DECEPTIVE.test(name)) throw bad('name', 'must not hold control or direction characters')
}

function checkUrl(url: unknown): void {
  if (url === '') return
  if (typeof url !== 'string' || url.length > MAX_URL_LENGTH || !/^https:\/\/[\x21-\x7e]+$/.test(url)) {
    throw bad('url', `must be empty or an https address of at most ${MAX_URL_LENGTH} ASCII characters`)
  }
  const parsed = URL.parse(url)
  // Credentials, a query or a fragment would be sent, logged or dropped, differently by each client.
  const isPlain = parsed !== null && (parsed.href === url || parsed.href === `${url}/`)
  if (!isPlain || parsed.username !== '' || parsed.password !== '' || /[?#]/.test(url)) {
    throw bad('url', 'must be a plain https address in its normal spelling, without user, query or fragment')
  }
}

function checkProofs(card: Card, keys: PartyKeys): void {
  const check = (role: keyof Proofs, key: ImportedKey, verify: typeof holdsEd25519): void => {
    const signature = decodeBase64(card.proofs[role])
    if (signature === undefined || !verify(key.key, proofMessage(card, role), signature)) {
      throw new RecordError('card-proof-invalid', `proofs.${role} must be made by the key it is for`, {
        field: `proofs.${role}`,
      })
    }
  }
  check('headEd25519', keys.head.ed25519, holdsEd25519)
  check('headMldsa44', keys.head.mldsa44, holdsMlDsa44)
  check('receiptEd25519', keys.receipt.ed25519, holdsEd25519)
  check('receiptMldsa44', keys.receipt.mldsa44, holdsMlDsa44)
  check('transportEd25519', keys.transport.ed25519, holdsEd25519)
}

/** `entente/card/v1\n<role>\n` and the canonical card without proofs; role is the proof's key. Nothing else that these keys sign begins so. */
function proofMessage(card: Unproven, role: keyof Proofs): Buffer {
  const { v, keys, name, url, made } = card
  return Buffer.from(`entente/card/v1\n${role}\n${canonicalise({ v, keys, name, url, made })}`)
}
