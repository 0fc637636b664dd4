import { isActId, isRecord } from './envelope.ts'
import { RecordError } from './errors.ts'
import type { RecordErrorCode } from './errors.ts'
import { sha256 } from './hash.ts'
import { importOfficerKey, verifyOfficer } from './officer-key.ts'
import type { ActId, ChannelId } from './types.ts'

/** Longest parts of an assertion, characters of base64url: authenticators write a few hundred. */
const MAX_PART_LENGTH = 4_096

/** Flags of authenticator data (WebAuthn Level 3, section 6.1). */
const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const CREDENTIAL_INCLUDED = 0x40
const EXTENSIONS_INCLUDED = 0x80
const RP_ID_HASH_BYTES = 32
/** RP id hash, flags, counter. */
const PLAIN_DATA_BYTES = 37

const HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const MEANING = /^[a-z]{1,32}$/
const CREDENTIAL = /^[0-9a-f]{32}$/

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** What a WebAuthn authenticator answers, each part in base64url without padding. */
export interface Assertion {
  readonly authenticatorData: string
  readonly clientDataJSON: string
  readonly signature: string
}

/** What the data of an officer's signature says. Everything that checking it needs, but for the channel, stands in it. */
export interface Attestation {
  /** The act that is signed. */
  readonly act: ActId
  /** The act by which the officer was appointed. */
  readonly appointed: ActId
  readonly assertion: Assertion
  readonly credential: string
  /** Base64 of the DER SubjectPublicKeyInfo. */
  readonly key: string
  readonly meaning: string
  /** The relying party id of the passkey. */
  readonly rp: string
}

/**
 * What an officer's authenticator is given to sign: SHA-256 of `entente/attest/v1\n<channel>\n<act>\n<meaning>\n`. The
 * channel is in it because a party may write the same leaf into two channels, and the officer has signed in one.
 */
export function attestationChallenge(channel: ChannelId, act: ActId, meaning: string): Uint8Array {
  return sha256(Buffer.from(`entente/attest/v1\n${channel}\n${act}\n${meaning}\n`))
}

/** Reads the data of an officer's signature. Throws RecordError `attestation-malformed` naming the field. */
export function parseAttestation(data: unknown): Attestation {
  if (!isRecord(data)) throw malformed('data', 'must be an object')
  const { assertion } = data
  if (!isRecord(assertion)) throw malformed('assertion', 'must be an object')
  return {
    act: text(data['act'], 'act', isActId),
    appointed: text(data['appointed'], 'appointed', isActId),
    assertion: {
      authenticatorData: text(assertion['authenticatorData'], 'assertion.authenticatorData', isPart),
      clientDataJSON: text(assertion['clientDataJSON'], 'assertion.clientDataJSON', isPart),
      signature: text(assertion['signature'], 'assertion.signature', isPart),
    },
    credential: text(data['credential'], 'credential', (value) => CREDENTIAL.test(value)),
    key: text(data['key'], 'key', (value) => value.length <= MAX_PART_LENGTH),
    meaning: text(data['meaning'], 'meaning', (value) => MEANING.test(value)),
    rp: text(data['rp'], 'rp', (value) => HOST.test(value)),
  }
}

/** Holds an officer's signature against its own key, act, meaning and relying party. Throws as `verifyAssertion`. */
export function verifyAttestation(
  channel: ChannelId,
  { act, assertion, key, meaning, rp }: Attestation,
): void {
  verifyAssertion({ assertion, challenge: attestationChallenge(channel, act, meaning), key, rp })
}

/**
 * Verifies an assertion as WebAuthn Level 3 section 7.2 asks of a relying party, strictly: the person must have been
 * present and verified, and the page must have been the relying party's own.
 * Throws RecordError `attestation-malformed`, `attestation-type-wrong`, `attestation-challenge-wrong`,
 * `attestation-origin-wrong`, `attestation-rp-wrong`, `attestation-user-absent`, `attestation-user-unverified`,
 * `attestation-signature-invalid`, and as `importOfficerKey`.
 */
export function verifyAssertion({
  assertion,
  challenge,
  key,
  rp,
}: {
  readonly assertion: Assertion
  readonly challenge: Uint8Array
  readonly key: string
  readonly rp: string
}): void {
  const officer = importOfficerKey(key)
  const clientData = decoded(assertion.clientDataJSON, 'clientDataJSON')
  const authenticatorData = decoded(assertion.authenticatorData, 'authenticatorData')
  checkClientData(clientData, challenge, rp)
  checkAuthenticatorData(authenticatorData, rp)
  const signed = Buffer.concat([authenticatorData, sha256(clientData)])
  if (!verifyOfficer(officer, signed, decoded(assertion.signature, 'signature')))
    throw refused(
      'attestation-signature-invalid',
      'the assertion must be signed by the key that stands beside it',
    )
}

function checkClientData(bytes: Uint8Array, challenge: Uint8Array, rp: string): void {
  const data = parseClientData(bytes)
  if (data['type'] !== 'webauthn.get')
    throw refused('attestation-type-wrong', 'the client data must be of the type webauthn.get')
  if (data['challenge'] !== Buffer.from(challenge).toString('base64url'))
    throw refused(
      'attestation-challenge-wrong',
      'the challenge must be that of the act, the meaning and the channel',
    )
  // A frame within a page of somebody else's may have shown the officer anything.
  const isFramed = data['crossOrigin'] === true || data['topOrigin'] !== undefined
  if (isFramed || typeof data['origin'] !== 'string' || !isOriginOf(data['origin'], rp))
    throw refused(
      'attestation-origin-wrong',
      `the origin must be a page of ${rp} over https, not within another`,
    )
}

function parseClientData(bytes: Uint8Array): { readonly [key: string]: unknown } {
  let data: unknown
  try {
    data = JSON.parse(decoder.decode(bytes))
  } catch (cause) {
    throw malformed('assertion.clientDataJSON', 'must be JSON in UTF-8', cause)
  }
  if (!isRecord(data)) throw malformed('assertion.clientDataJSON', 'must be a JSON object')
  return data
}

/** Whether a page of that origin may use passkeys of the relying party: its own host or one below; plain http on localhost only. */
function isOriginOf(origin: string, rp: string): boolean {
  const url = URL.parse(origin)
  if (url === null || url.origin !== origin) return false
  const { hostname, protocol } = url
  if (hostname !== rp && !hostname.endsWith(`.${rp}`)) return false
  return protocol === 'https:' || (protocol === 'http:' && (rp === 'localhost' || rp.endsWith('.localhost')))
}

function checkAuthenticatorData(bytes: Buffer, rp: string): void {
  if (bytes.length < PLAIN_DATA_BYTES)
    throw malformed('assertion.authenticatorData', `must have at least ${PLAIN_DATA_BYTES} bytes`)
  if (!bytes.subarray(0, RP_ID_HASH_BYTES).equals(sha256(Buffer.from(rp))))
    throw refused('attestation-rp-wrong', `the authenticator must have signed for ${rp}`)
  const flags = bytes[RP_ID_HASH_BYTES] ?? 0
  if ((flags & USER_PRESENT) === 0)
    throw refused('attestation-user-absent', 'the authenticator must say that somebody was present')
  if ((flags & USER_VERIFIED) === 0)
    throw refused('attestation-user-unverified', 'the authenticator must say that it verified who it was')
  const mayGoOn = (flags & EXTENSIONS_INCLUDED) !== 0
  if ((flags & CREDENTIAL_INCLUDED) !== 0 || bytes.length > PLAIN_DATA_BYTES !== mayGoOn)
    throw malformed('assertion.authenticatorData', 'must be that of an assertion, as long as its flags say')
}

function decoded(part: string, name: keyof Assertion): Buffer {
  const bytes = Buffer.from(part, 'base64url')
  if (bytes.toString('base64url') !== part)
    throw malformed(`assertion.${name}`, 'must be base64url without padding')
  return bytes
}

function isPart(value: string): boolean {
  return value.length > 0 && value.length <= MAX_PART_LENGTH
}

function text(value: unknown, field: string, isOfForm: (value: string) => boolean): string {
  if (typeof value !== 'string' || !isOfForm(value)) throw malformed(field, 'does not have its form')
  return value
}

function refused(code: RecordErrorCode, message: string): RecordError {
  return new RecordError(code, message, { field: 'assertion' })
}

function malformed(field: string, rule: string, cause?: unknown): RecordError {
  return new RecordError('attestation-malformed', `${field} ${rule}`, {
    field,
    ...(cause === undefined ? {} : { cause }),
  })
}
