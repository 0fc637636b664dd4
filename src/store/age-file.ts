import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Decrypter, Encrypter } from 'age-encryption'
import { PAYLOAD_NONCE_BYTES, openPayload, sealPayload } from './age-payload.ts'
import { StoreError } from './errors.ts'

/** Bytes read at a time: the memory that an exhibit of any size takes is a few of these. */
const READ_BYTES = 256 * 1024
/** A recipient takes about 1.6 KB in a header. A longer one is not read on: a file without an end of it would fill the memory. */
const MAX_HEADER_BYTES = 128 * 1024
/** What the library makes of an empty file after the header: the nonce, and one empty chunk's tag. */
const EMPTY_PAYLOAD_BYTES = 32

/**
 * A sealed file as it comes into being: header, nonce, chunks. The nonce is 16 random bytes, never used before.
 * Throws StoreError `exhibit-recipient-invalid`.
 */
export async function ageSealed(
  recipients: readonly string[],
  nonce: Uint8Array,
  plain: AsyncIterable<Uint8Array>,
): Promise<AsyncGenerator<Uint8Array>> {
  const { fileKey, header } = await newHeader(recipients)
  return sealedBytes(Buffer.concat([header, nonce]), sealPayload(fileKey, nonce, plain))
}

async function* sealedBytes(
  beginning: Uint8Array,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield beginning
  yield* chunks
}

/** The plain bytes of a sealed file, a few chunks at a time. Throws an Error when it is damaged or not for `identity`. */
export async function* ageOpened(path: string, identity: string): AsyncGenerator<Uint8Array> {
  const header = await readHeader(path)
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  const fileKey = await decrypter.decryptHeader(header.bytes)
  const start = header.bytes.length + PAYLOAD_NONCE_BYTES
  yield* openPayload(fileKey, header.nonce, fileBytes(path, start))
}

/** A file's bytes, a little at a time. Opened when the first are asked for, so that its error has a taker. */
export async function* fileBytes(path: string, start = 0): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { start, highWaterMark: READ_BYTES })
}

/** The library seals an empty file; one more recipient, which adds nothing to the header, is handed the file key. */
async function newHeader(
  recipients: readonly string[],
): Promise<{ fileKey: Uint8Array; header: Uint8Array }> {
  const encrypter = encrypterTo(recipients)
  let fileKey: Uint8Array | undefined
  encrypter.addRecipient({
    wrapFileKey(key) {
      fileKey = Uint8Array.from(key)
      return []
    },
  })
  const empty = await encrypter.encrypt(new Uint8Array(0))
  if (fileKey === undefined) throw new Error('the library gave no file key')
  return { fileKey, header: empty.subarray(0, empty.length - EMPTY_PAYLOAD_BYTES) }
}

function encrypterTo(recipients: readonly string[]): Encrypter {
  const encrypter = new Encrypter()
  if (recipients.length === 0)
    throw new StoreError('exhibit-recipient-invalid', 'an exhibit needs a recipient')
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient)
    } catch (cause) {
      throw new StoreError('exhibit-recipient-invalid', 'an exhibit recipient must be an age recipient', {
        cause,
      })
    }
  }
  return encrypter
}

/** Up to the line with the header's MAC, and the nonce behind it. */
async function readHeader(path: string): Promise<{ bytes: Uint8Array; nonce: Uint8Array }> {
  await using file = await open(path, 'r')
  const first = Buffer.alloc(MAX_HEADER_BYTES)
  let length = 0
  while (length < first.length) {
    const { bytesRead } = await file.read(first, length, first.length - length, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  const macAt = first.subarray(0, length).indexOf('\n--- ')
  const end = macAt < 0 ? -1 : first.subarray(0, length).indexOf('\n', macAt + 1)
  if (end < 0 || end + 1 + PAYLOAD_NONCE_BYTES > length) throw new Error('the header does not end')
  return { bytes: first.subarray(0, end + 1), nonce: first.subarray(end + 1, end + 1 + PAYLOAD_NONCE_BYTES) }
}
