import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { ReadableStream } from 'node:stream/web'
import { Decrypter, Encrypter } from 'age-encryption'
import { StoreError } from './errors.ts'

/** Bytes read at a time: the memory that an exhibit of any size takes is a few of these. */
const READ_BYTES = 256 * 1024
/** A recipient takes about 1.6 KB in a header. A longer header is not read on: a file without an end of it would fill the memory. */
const MAX_HEADER_BYTES = 128 * 1024

/** A sealed file as it comes into being. Throws StoreError `exhibit-recipient-invalid`. */
export async function ageSealed(
  recipients: readonly string[],
  plain: AsyncIterable<Uint8Array>,
): Promise<AsyncIterable<Uint8Array>> {
  return encrypterTo(recipients).encrypt(ReadableStream.from(plain))
}

/** The plain bytes of a sealed file, a few chunks at a time. Throws an Error when it is damaged or not for `identity`. */
export async function* ageOpened(path: string, identity: string): AsyncGenerator<Uint8Array> {
  await checkHeaderEnds(path)
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  yield* await decrypter.decrypt(ReadableStream.from(fileBytes(path)))
}

/** A file's bytes, a little at a time. Opened when the first are asked for, so that its error has a taker. */
export async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: READ_BYTES })
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

/** The header ends with the line of its MAC. The library reads until it finds that line, however far it is. */
async function checkHeaderEnds(path: string): Promise<void> {
  await using file = await open(path, 'r')
  const first = Buffer.alloc(MAX_HEADER_BYTES)
  let length = 0
  while (length < first.length) {
    const { bytesRead } = await file.read(first, length, first.length - length, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  const macAt = first.subarray(0, length).indexOf('\n--- ')
  if (macAt < 0 || first.subarray(0, length).indexOf('\n', macAt + 1) < 0)
    throw new Error('the header does not end')
}
