import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { ReadableStream } from 'node:stream/web'
import type * as library from 'age-encryption'
import { StoreError } from './errors.ts'

/** Bytes read at a time: the memory that an exhibit of any size takes is a few of these. */
const READ_BYTES = 256 * 1024
/** A recipient takes about 1.6 KB in a header. A longer header is not read on: a file without an end of it would fill the memory. */
const MAX_HEADER_BYTES = 128 * 1024

/** Loaded with the first exhibit: it takes as long to load as all the rest, and a command that shows a list needs none of it. */
const age = (): Promise<typeof library> => import('age-encryption')

/** A new age identity with its recipient, hybrid post-quantum (`AGE-SECRET-KEY-PQ-1…` and `age1pq1…`). */
export async function generateExhibitIdentity(): Promise<{ identity: string; recipient: string }> {
  const { generateHybridIdentity, identityToRecipient } = await age()
  const identity = await generateHybridIdentity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/** A sealed file as it comes into being. Throws StoreError `exhibit-recipient-invalid`. */
export async function ageSealed(
  recipients: readonly string[],
  plain: AsyncIterable<Uint8Array>,
): Promise<AsyncIterable<Uint8Array>> {
  return (await encrypterTo(recipients)).encrypt(streamOf(plain))
}

/** The plain bytes of a sealed file, a few chunks at a time. Throws an Error when it is damaged or not for `identity`. */
export async function* ageOpened(path: string, identity: string): AsyncGenerator<Uint8Array> {
  await checkHeaderEnds(path)
  const { Decrypter } = await age()
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  yield* await decrypter.decrypt(streamOf(fileBytes(path)))
}

/** Node and the browsers' library type one and the same stream in two ways. */
function streamOf(bytes: AsyncIterable<Uint8Array>): Parameters<library.Decrypter['decrypt']>[0] {
  const stream: unknown = ReadableStream.from<Uint8Array>(bytes)
  return stream as Parameters<library.Decrypter['decrypt']>[0]
}

/** A file's bytes, a little at a time. Opened when the first are asked for, so that its error has a taker. */
export async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: READ_BYTES })
}

async function encrypterTo(recipients: readonly string[]): Promise<library.Encrypter> {
  if (recipients.length === 0)
    throw new StoreError('exhibit-recipient-invalid', 'an exhibit needs a recipient')
  const { Encrypter } = await age()
  const encrypter = new Encrypter()
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
