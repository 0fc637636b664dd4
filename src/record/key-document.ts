import { hash } from 'node:crypto'
import { bad, checkHex, checkKeys, checkParty } from './envelope.ts'
import { importKeyDocument } from './feed-keys.ts'
import { canonicalise } from './json.ts'
import { ED25519_PUBLIC_BYTES, MLDSA44_PUBLIC_BYTES } from './keys.ts'
import type { PartySigners } from './keys.ts'
import { decodeBase64 } from './note.ts'
import { recode } from './recode.ts'
import type { KeyDocument, PartyId } from './types.ts'

/** An X25519 recipient is 62 characters, a hybrid post-quantum one 1,959 (C2SP age). */
const MAX_AGE_RECIPIENT_LENGTH = 2_000
const AGE_RECIPIENT = /^age1(?:pq1)?[02-9ac-hj-np-z]{58,}$/

/** Hex SHA-256 of the canonical JSON of a key document: what the genesis commits to. Throws `key-malformed`. */
export function keyDocumentHash(document: KeyDocument): string {
  return recode('key-malformed', () => {
    checkKeyDocument(document, 'keys')
    return hash('sha256', canonicalise(document), 'hex')
  })
}

/**
 * The key document of a party's signers. `tls` is the hex SHA-256 of its TLS key, `age` its exhibit recipient.
 * Throws RecordError `key-malformed`, also when two roles share a key.
 */
export function keyDocumentOf(party: PartyId, signers: PartySigners, tls: string, age: string): KeyDocument {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
  const { head, receipt, transport } = signers
  const document: KeyDocument = {
    v: 1,
    party,
    head: { ed25519: base64(head.ed25519.publicKey), mldsa44: base64(head.mldsa44.publicKey) },
    receipt: { ed25519: base64(receipt.ed25519.publicKey), mldsa44: base64(receipt.mldsa44.publicKey) },
    transport: { ed25519: base64(transport.ed25519.publicKey), tls },
    exhibit: { age },
  }
  recode('key-malformed', () => checkKeyDocument(document, 'keys'))
  importKeyDocument(document)
  return document
}

/** The shape only: exact keys, lengths, patterns. Throws RecordError `leaf-bad-envelope` naming the field. */
export function checkKeyDocument(value: unknown, field: string): asserts value is KeyDocument {
  checkKeys(value, field, ['v', 'party', 'head', 'receipt', 'transport', 'exhibit'])
  if (value.v !== 1) throw bad(`${field}.v`, 'must be 1')
  checkParty(value.party, `${field}.party`)
  checkHybrid(value.head, `${field}.head`)
  checkHybrid(value.receipt, `${field}.receipt`)
  const { transport, exhibit } = value
  checkKeys(transport, `${field}.transport`, ['ed25519', 'tls'])
  checkBase64(transport.ed25519, `${field}.transport.ed25519`, ED25519_PUBLIC_BYTES)
  checkHex(transport.tls, `${field}.transport.tls`)
  checkKeys(exhibit, `${field}.exhibit`, ['age'])
  const { age } = exhibit
  if (typeof age !== 'string' || age.length > MAX_AGE_RECIPIENT_LENGTH || !AGE_RECIPIENT.test(age)) {
    throw bad(`${field}.exhibit.age`, 'must be an age recipient, age1…')
  }
}

/** Refuses anything but the canonical base64 of `bytes` bytes. */
export function checkBase64(value: unknown, field: string, bytes: number): asserts value is string {
  if (typeof value !== 'string' || decodeBase64(value)?.length !== bytes) {
    throw bad(field, `must be the canonical base64 of ${bytes} bytes`)
  }
}

function checkHybrid(value: unknown, field: string): void {
  checkKeys(value, field, ['ed25519', 'mldsa44'])
  checkBase64(value.ed25519, `${field}.ed25519`, ED25519_PUBLIC_BYTES)
  checkBase64(value.mldsa44, `${field}.mldsa44`, MLDSA44_PUBLIC_BYTES)
}
