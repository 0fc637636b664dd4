import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

/**
 * The payload of an age file (https://age-encryption.org/v1, "Payload"): after a nonce, chunks of 64 KiB, each sealed by
 * ChaCha20-Poly1305 under a key of this file alone. OpenSSL does this ten times as fast as JavaScript, and an exhibit
 * may have many gigabytes; the header, with the file key sealed to each recipient, stays the library's.
 */
const ALGORITHM = 'chacha20-poly1305'
const TAG_BYTES = 16
const CHUNK_BYTES = 64 * 1024
export const PAYLOAD_NONCE_BYTES = 16

/**
 * Seals what comes; gives the chunks only, a few at a time, in memory that is used again for the next ones.
 * A file key and a nonce are used together once.
 */
export async function* sealPayload(
  fileKey: Uint8Array,
  nonce: Uint8Array,
  plain: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const key = payloadKey(fileKey, nonce)
  const out = new Gathered()
  let count = 0
  for await (const { chunks, last } of inChunks(plain, CHUNK_BYTES)) {
    out.begin(chunks.length * (CHUNK_BYTES + TAG_BYTES))
    for (const [i, chunk] of chunks.entries()) {
      const isLast = last && i === chunks.length - 1
      const cipher = createCipheriv(ALGORITHM, key, chunkNonce(count++, isLast), { authTagLength: TAG_BYTES })
      out.add(cipher.update(chunk), cipher.final(), cipher.getAuthTag())
    }
    yield out.bytes
  }
}

/** Opens chunks as they come; in memory that is used again, as `sealPayload`. Throws an Error when one is changed, missing, added or out of its place. */
export async function* openPayload(
  fileKey: Uint8Array,
  nonce: Uint8Array,
  sealed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const key = payloadKey(fileKey, nonce)
  const out = new Gathered()
  let count = 0
  for await (const { chunks, last } of inChunks(sealed, CHUNK_BYTES + TAG_BYTES)) {
    out.begin(chunks.length * CHUNK_BYTES)
    for (const [i, chunk] of chunks.entries()) {
      const isLast = last && i === chunks.length - 1
      const plainBytes = chunk.length - TAG_BYTES
      // Only an empty file ends in an empty chunk: otherwise one plain text would have two sealed forms.
      if (plainBytes < 0 || (plainBytes === 0 && count > 0)) throw new Error('a chunk is too short')
      const decipher = createDecipheriv(ALGORITHM, key, chunkNonce(count++, isLast), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAuthTag(chunk.subarray(plainBytes))
      out.add(decipher.update(chunk.subarray(0, plainBytes)), decipher.final())
    }
    // Given out only now: nothing leaves before its tag has been found right.
    yield out.bytes
  }
}

/** What one step gives, put together in the same memory each time. */
class Gathered {
  #memory = Buffer.alloc(0)
  #length = 0

  begin(mostBytes: number): void {
    if (this.#memory.length < mostBytes) this.#memory = Buffer.alloc(mostBytes)
    this.#length = 0
  }

  add(...parts: readonly Uint8Array[]): void {
    for (const part of parts) {
      this.#memory.set(part, this.#length)
      this.#length += part.length
    }
  }

  get bytes(): Uint8Array {
    return this.#memory.subarray(0, this.#length)
  }
}

function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', fileKey, nonce, 'payload', 32))
}

/** STREAM: a counter of eleven bytes, and one byte that marks the last chunk, so that cutting the file is found. */
function chunkNonce(count: number, last: boolean): Uint8Array {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(count, 5, 6)
  nonce[11] = last ? 1 : 0
  return nonce
}

interface Chunks {
  readonly chunks: readonly Uint8Array[]
  /** The last of these is the last of all. */
  readonly last: boolean
}

/** Regroups bytes into chunks of `size`; only the last of all is shorter, and it is empty only when there is nothing. */
async function* inChunks(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Chunks> {
  let rest: Uint8Array = new Uint8Array(0)
  for await (const piece of source) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    const chunks: Uint8Array[] = []
    let at = 0
    // One byte more than a chunk must be there before the chunk is known not to be the last.
    for (; bytes.length - at > size; at += size) chunks.push(bytes.subarray(at, at + size))
    if (chunks.length > 0) yield { chunks, last: false }
    // Copied: the source may use its memory again for the next piece.
    rest = Uint8Array.from(bytes.subarray(at))
  }
  yield { chunks: [rest], last: true }
}
