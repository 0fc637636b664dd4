import { RecordError } from './errors.ts'
import { parseTarHeader, TAR_BLOCK_BYTES, TAR_END, tarPaddingBytes } from './tar.ts'
import type { TarHeader } from './tar.ts'

/** Largest piece in which a member's body is handed on: bounds memory when the source gives larger ones. */
const MAX_PIECE_BYTES: number = 1024 * 1024

/**
 * Reads a tar of the canonical profile front to back, holding one chunk of its source at a time. A member's body is
 * read in part or whole before the next member is asked for; what was not read is skipped, its padding is checked.
 */
export class TarReader {
  readonly #source: AsyncIterator<Uint8Array>
  #chunk: Uint8Array = new Uint8Array(0)
  #chunkAt = 0
  #offset = 0
  #left = 0
  #padding = 0

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** Bytes of the file before the next one to be read. */
  get offset(): number {
    return this.#offset
  }

  /** Bytes of the present member's body that were not read yet. */
  get left(): number {
    return this.#left
  }

  /** The next member, or undefined after the last one, when the file ends exactly as it must. Throws RecordError `tar-malformed`. */
  async next(): Promise<TarHeader | undefined> {
    await this.#finishMember()
    const block = await this.#take(TAR_BLOCK_BYTES)
    if (isZero(block)) {
      await this.#finishFile()
      return undefined
    }
    const header = parseTarHeader(block)
    this.#left = header.size
    this.#padding = tarPaddingBytes(header.size)
    return header
  }

  /**
   * Exactly `count` bytes of the body, in memory of their own; `count` is the caller's bound on memory.
   * Throws RecordError `tar-malformed` when fewer are left.
   */
  async read(count: number): Promise<Uint8Array<ArrayBuffer>> {
    if (count > this.#left) throw malformed('a member is shorter than its content says')
    this.#left -= count
    return this.#take(count)
  }

  /** The rest of the body in pieces that are valid until the next is asked for. */
  async *pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    while (this.#left > 0) {
      const piece = await this.#piece(Math.min(this.#left, MAX_PIECE_BYTES))
      this.#left -= piece.length
      yield piece
    }
  }

  /** Lets go of the source before its end. */
  async close(): Promise<void> {
    await this.#source.return?.()
  }

  async #finishMember(): Promise<void> {
    while (this.#left > 0) this.#left -= (await this.#piece(this.#left)).length
    if (this.#padding === 0) return
    const padding = await this.#take(this.#padding)
    this.#padding = 0
    if (!isZero(padding)) throw malformed('what fills up a block must be zero')
  }

  async #finishFile(): Promise<void> {
    if (!isZero(await this.#take(TAR_END.length - TAR_BLOCK_BYTES))) {
      throw malformed('it must end in two zero blocks')
    }
    if (await this.#fill()) throw malformed('nothing may stand after its end')
  }

  async #take(count: number): Promise<Uint8Array<ArrayBuffer>> {
    // Not from the pool: the bytes may be handed to another thread together with their memory.
    const bytes = new Uint8Array(Buffer.allocUnsafeSlow(count).buffer)
    let at = 0
    while (at < count) {
      const piece = await this.#piece(count - at)
      bytes.set(piece, at)
      at += piece.length
    }
    return bytes
  }

  async #piece(most: number): Promise<Uint8Array> {
    if (this.#chunkAt === this.#chunk.length && !(await this.#fill())) throw malformed('it is cut short')
    const piece = this.#chunk.subarray(this.#chunkAt, this.#chunkAt + most)
    this.#chunkAt += piece.length
    this.#offset += piece.length
    return piece
  }

  /** False at the end of the source. */
  async #fill(): Promise<boolean> {
    while (this.#chunkAt === this.#chunk.length) {
      const { done, value } = await this.#source.next()
      if (done === true) return false
      this.#chunk = value
      this.#chunkAt = 0
    }
    return true
  }
}

function isZero(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 0) return false
  return true
}

function malformed(rule: string): RecordError {
  return new RecordError('tar-malformed', `the tar file is refused: ${rule}`)
}
