import { hash } from 'node:crypto'
import { RecordError } from './errors.ts'

/** C2SP signed-note, with two rules added: base64 must be canonical and sizes are bounded. */

/** Signature type bytes (signed-note, "Signature types"). */
export const NOTE_ED25519 = 0x01
export const COSIGNATURE_ED25519 = 0x04
export const COSIGNATURE_MLDSA44 = 0x06

/** A head and the receipts of the 63 other parties a channel can have, two lines each. The format asks for at least 16. */
export const MAX_NOTE_SIGNATURES = 128
/** Sixty-four pairs of lines of about 3,600 bytes, and the text. */
export const MAX_NOTE_BYTES: number = 256 * 1024

export interface NoteLine {
  readonly name: string
  /** The four bytes of the key ID, read big-endian. */
  readonly keyId: number
  /** What follows the key ID; never empty. */
  readonly signature: Uint8Array
}

export interface SignedNote {
  /** Ends in a newline. */
  readonly text: string
  readonly lines: readonly NoteLine[]
}

/**
 * Splits a note into its text and signature lines; checks no signature.
 * `formatNote` of the result gives back the same characters. Throws RecordError `note-malformed`.
 */
export function parseNote(note: string | Uint8Array): SignedNote {
  const source = typeof note === 'string' ? checkString(note) : decode(note)
  refuseControlCharacters(source)
  const split = source.lastIndexOf('\n\n')
  if (split < 0) throw malformed('a note must have an empty line between text and signatures')
  return { text: source.slice(0, split + 1), lines: parseNoteLines(source.slice(split + 2)) }
}

/** Reads signature lines without their text: one or more, each ending in a newline. Throws `note-malformed`. */
export function parseNoteLines(lines: string): NoteLine[] {
  if (!lines.endsWith('\n')) throw malformed('a signature line must end in a newline')
  const parts = lines.split('\n', MAX_NOTE_SIGNATURES + 2)
  if (parts.length > MAX_NOTE_SIGNATURES + 1) {
    throw malformed(`a note must have at most ${MAX_NOTE_SIGNATURES} signatures`)
  }
  return parts.slice(0, -1).map(parseLine)
}

/** The note as text. Throws `note-malformed` when text or a name could not be read back. */
export function formatNote(text: string, lines: readonly NoteLine[]): string {
  if (!text.endsWith('\n')) throw malformed('the text of a note must end in a newline')
  refuseControlCharacters(text)
  return `${text}\n${lines.map(formatNoteLine).join('')}`
}

/** One signature line with its newline. */
export function formatNoteLine(line: NoteLine): string {
  checkName(line.name)
  const blob = Buffer.allocUnsafe(4 + line.signature.length)
  blob.writeUInt32BE(line.keyId, 0)
  blob.set(line.signature, 4)
  return `\u2014 ${line.name} ${blob.toString('base64')}\n`
}

/** SHA-256(name || 0x0A || type || public key), first four bytes read big-endian. */
export function keyId(name: string, type: number, publicKey: Uint8Array): number {
  const input = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), publicKey])
  return hash('sha256', input, 'buffer').readUInt32BE(0)
}

/** A verifier key: `<name>+<key ID in hex>+<base64 of type and public key>`. */
export function vkey(name: string, type: number, publicKey: Uint8Array): string {
  checkName(name)
  const id = keyId(name, type, publicKey).toString(16).padStart(8, '0')
  return `${name}+${id}+${Buffer.concat([Buffer.of(type), publicKey]).toString('base64')}`
}

export interface VerifierKey {
  readonly name: string
  readonly type: number
  readonly keyId: number
  readonly publicKey: Uint8Array
}

/** Throws RecordError `key-malformed`, also when the ID is not that of the key. The key itself is not judged. */
export function parseVkey(text: string): VerifierKey {
  const match = /^([^+\s\u0085]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(text)
  const [, name = '', id = '', encoded = ''] = match ?? []
  const blob = decodeBase64(encoded)
  if (match === null || blob === undefined || blob.length < 2) {
    throw new RecordError(
      'key-malformed',
      'a verifier key must be a name, a key ID and a key joined by plus signs',
    )
  }
  const type = blob[0] ?? 0
  const publicKey = blob.subarray(1)
  if (keyId(name, type, publicKey) !== Number.parseInt(id, 16)) {
    throw new RecordError('key-malformed', `the key ID of the verifier key ${name} must be that of its key`)
  }
  return { name, type, keyId: Number.parseInt(id, 16), publicKey }
}

/**
 * RFC 4648 section 4, canonical only: undefined when encoding again gives other characters. Otherwise spare bits and
 * alternative alphabets would let a stored text change without any check noticing.
 */
export function decodeBase64(encoded: string): Buffer | undefined {
  const bytes = Buffer.from(encoded, 'base64')
  return bytes.toString('base64') === encoded ? bytes : undefined
}

function parseLine(line: string): NoteLine {
  if (!line.startsWith('\u2014 ')) throw malformed('a signature line must begin with an em dash and a space')
  const space = line.indexOf(' ', 2)
  if (space < 0) throw malformed('a signature line must have a key name and a signature')
  const name = line.slice(2, space)
  checkName(name)
  const blob = decodeBase64(line.slice(space + 1))
  if (blob === undefined || blob.length < 5) {
    throw malformed('a signature must be canonical base64 of a key ID and at least one byte')
  }
  return { name, keyId: blob.readUInt32BE(0), signature: blob.subarray(4) }
}

function checkName(name: string): void {
  if (name === '' || /[\s\u0085+]/u.test(name)) {
    throw malformed('a key name must not be empty or contain spaces or plus signs')
  }
}

function checkString(note: string): string {
  // The byte length is at least the string length, so a huge input is refused before it is walked.
  if (note.length > MAX_NOTE_BYTES || Buffer.byteLength(note) > MAX_NOTE_BYTES) throw tooLarge()
  if (!note.isWellFormed()) throw malformed('a note must be valid UTF-8')
  return note
}

function decode(note: Uint8Array): string {
  if (note.length > MAX_NOTE_BYTES) throw tooLarge()
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(note)
  } catch (cause) {
    throw new RecordError('note-malformed', 'a note must be valid UTF-8', { cause })
  }
}

function refuseControlCharacters(source: string): void {
  for (let i = 0; i < source.length; i++) {
    const unit = source.charCodeAt(i)
    if (unit < 0x20 && unit !== 0x0a) throw malformed('a note must not contain control characters')
  }
}

function tooLarge(): RecordError {
  return malformed(`a note must be at most ${MAX_NOTE_BYTES} bytes`)
}

function malformed(message: string): RecordError {
  return new RecordError('note-malformed', message)
}
