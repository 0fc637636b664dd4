import { createHash } from 'node:crypto'
import type { Hash as Hasher } from 'node:crypto'
import { mkdir, open, readdir, rm, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { storeErrorOf } from './disk-errors.ts'
import { renameDurably, syncPath, writeAll } from './durable-files.ts'
import { StoreError } from './errors.ts'
import { fileBytes } from './age-file.ts'
import { checkExhibit, openedExhibit, openExhibit, sealExhibit, SEALING_SUFFIX } from './exhibit-seal.ts'
import type { SealedExhibit } from './exhibit-seal.ts'
import type { ExhibitVault, HeldExhibit } from './port.ts'

/** Hex SHA-256: also keeps a peer's name from leaving the folder. */
const SEALED_NAME = /^[0-9a-f]{64}$/
const PART_SUFFIX = '.part'
/** Transfers whose running hash is kept; beyond these a part is read again when it is complete. */
const HASHERS_MAX = 16

/** Sealed exhibits as files of one folder, `<sha256>`, and those still arriving, `<sha256>.part`. */
export class ExhibitFolder implements ExhibitVault {
  readonly #folder: string
  readonly #maxBytes: number
  #usedBytes: number
  readonly #hashers = new Map<string, { hasher: Hasher; upTo: number }>()
  /** The last call on each part: segments of one exhibit are taken one after another. */
  readonly #tail = new Map<string, Promise<unknown>>()

  private constructor(folder: string, maxBytes: number, usedBytes: number) {
    this.#folder = folder
    this.#maxBytes = maxBytes
    this.#usedBytes = usedBytes
  }

  /**
   * Makes the folder when it is missing, and removes what a crash left half-sealed. `maxBytes` bounds all files together.
   * Throws StoreError `store-io`.
   */
  static async open(folder: string, { maxBytes }: { readonly maxBytes: number }): Promise<ExhibitFolder> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      let usedBytes = 0
      for (const name of await readdir(folder)) {
        if (name.endsWith(SEALING_SUFFIX)) await rm(join(folder, name))
        else usedBytes += (await stat(join(folder, name))).size
      }
      return new ExhibitFolder(folder, maxBytes, usedBytes)
    } catch (error) {
      throw storeErrorOf(error)
    }
  }

  get usedBytes(): number {
    return this.#usedBytes
  }

  /** Every sealed file, whole or still arriving, and when it was last written. */
  async files(): Promise<{ readonly sealed: string; readonly changedMs: number }[]> {
    const found: { sealed: string; changedMs: number }[] = []
    for (const name of await readdir(this.#folder)) {
      const sealed = name.endsWith(PART_SUFFIX) ? name.slice(0, -PART_SUFFIX.length) : name
      if (SEALED_NAME.test(sealed))
        found.push({ sealed, changedMs: (await stat(join(this.#folder, name))).mtimeMs })
    }
    return found
  }

  async held(sealed: string): Promise<HeldExhibit> {
    const path = this.#path(sealed)
    const whole = await sizeOf(path)
    if (whole !== undefined) return { heldBytes: whole, complete: true }
    return { heldBytes: (await sizeOf(path + PART_SUFFIX)) ?? 0, complete: false }
  }

  async read(sealed: string, offset: number, length: number): Promise<Uint8Array> {
    const path = this.#path(sealed)
    try {
      await using file = await open(path, 'r')
      const { size } = await file.stat()
      const wanted = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)))
      let done = 0
      while (done < wanted.length) {
        const { bytesRead } = await file.read(wanted, done, wanted.length - done, offset + done)
        if (bytesRead === 0) throw new StoreError('store-io', 'an exhibit became shorter while it was read')
        done += bytesRead
      }
      return wanted
    } catch (error) {
      if (isAbsent(error)) throw new StoreError('exhibit-unknown', `no complete exhibit ${sealed} is held`)
      throw storeErrorOf(error)
    }
  }

  append(sealed: string, sealedBytes: number, offset: number, segment: Uint8Array): Promise<HeldExhibit> {
    return this.#inTurn(sealed, () => this.#append(sealed, sealedBytes, offset, segment))
  }

  async seal(
    input: string | AsyncIterable<Uint8Array>,
    recipients: readonly string[],
    salt: Uint8Array,
  ): Promise<SealedExhibit> {
    let reserved = 0
    try {
      return await sealExhibit(input, recipients, salt, this.#folder, (bytes) => {
        this.#reserve(bytes)
        reserved += bytes
      })
    } catch (error) {
      this.#usedBytes -= reserved
      throw error
    }
  }

  async open(
    sealed: string,
    identity: string,
    commitment: { readonly salt: Uint8Array; readonly hmac: string },
    outPath: string,
  ): Promise<number> {
    const path = this.#path(sealed)
    if ((await sizeOf(path)) === undefined) {
      throw new StoreError('exhibit-unknown', `no complete exhibit ${sealed} is held`)
    }
    return openExhibit(path, identity, commitment, outPath)
  }

  /** As `checkExhibit`, for a complete exhibit. Throws `exhibit-unknown`. */
  async check(
    sealed: string,
    identity: string,
    commitment: { readonly salt: Uint8Array; readonly hmac: string },
  ): Promise<boolean> {
    const path = this.#path(sealed)
    if ((await sizeOf(path)) === undefined) {
      throw new StoreError('exhibit-unknown', `no complete exhibit ${sealed} is held`)
    }
    return checkExhibit(path, identity, commitment)
  }

  /** The plain bytes of a complete exhibit as they are read; `check` says whether they are those committed to. Throws as `open`. */
  async *plain(sealed: string, identity: string): AsyncGenerator<Uint8Array> {
    const path = this.#path(sealed)
    if ((await sizeOf(path)) === undefined) {
      throw new StoreError('exhibit-unknown', `no complete exhibit ${sealed} is held`)
    }
    yield* openedExhibit(path, identity)
  }

  remove(sealed: string): Promise<boolean> {
    return this.#inTurn(sealed, async () => {
      const { heldBytes, complete } = await this.held(sealed)
      await this.#drop(this.#path(sealed) + (complete ? '' : PART_SUFFIX), heldBytes)
      this.#hashers.delete(sealed)
      return complete || heldBytes > 0
    })
  }

  async #append(
    sealed: string,
    sealedBytes: number,
    offset: number,
    segment: Uint8Array,
  ): Promise<HeldExhibit> {
    const before = await this.held(sealed)
    if (before.complete) return before
    const { heldBytes } = before
    if (offset !== heldBytes) {
      throw new StoreError(
        'exhibit-gap',
        `${heldBytes} bytes of the exhibit are held; the segment begins at ${offset}`,
      )
    }
    if (heldBytes + segment.length > sealedBytes) {
      throw new StoreError(
        'exhibit-too-large',
        `the exhibit has ${sealedBytes} bytes; the segment goes beyond`,
      )
    }
    await this.#write(sealed, heldBytes, segment)
    const after = heldBytes + segment.length
    if (after < sealedBytes) return { heldBytes: after, complete: false }
    await this.#complete(sealed, after)
    return { heldBytes: after, complete: true }
  }

  async #write(sealed: string, heldBytes: number, segment: Uint8Array): Promise<void> {
    if (segment.length === 0) return
    this.#reserve(segment.length)
    const path = this.#path(sealed) + PART_SUFFIX
    try {
      await writeAt(path, segment, heldBytes)
      if (heldBytes === 0) await syncPath(this.#folder)
    } catch (error) {
      this.#usedBytes -= segment.length
      // Whatever part of the segment got there must not be taken for durable.
      await truncate(path, heldBytes).catch(() => undefined)
      throw storeErrorOf(error)
    }
    this.#hash(sealed, heldBytes, segment)
  }

  async #complete(sealed: string, sealedBytes: number): Promise<void> {
    const path = this.#path(sealed)
    const running = this.#hashers.get(sealed)
    this.#hashers.delete(sealed)
    const hasher = running?.upTo === sealedBytes ? running.hasher : await hashFile(path + PART_SUFFIX)
    if (hasher.digest('hex') !== sealed) {
      // Nothing tells which bytes are wrong, so all of them go.
      await this.#drop(path + PART_SUFFIX, sealedBytes)
      throw new StoreError('exhibit-mismatch', 'the exhibit received is not the one named; it was removed')
    }
    await renameDurably(path + PART_SUFFIX, path)
  }

  /** Follows a transfer from its first byte; one that began before this process is read again at its end. */
  #hash(sealed: string, offset: number, segment: Uint8Array): void {
    let running = this.#hashers.get(sealed)
    if (offset === 0) {
      running = { hasher: createHash('sha256'), upTo: 0 }
      if (this.#hashers.size < HASHERS_MAX) this.#hashers.set(sealed, running)
    }
    if (running?.upTo !== offset) return
    running.hasher.update(segment)
    running.upTo += segment.length
  }

  #reserve(bytes: number): void {
    if (this.#usedBytes + bytes > this.#maxBytes) {
      throw new StoreError(
        'store-full',
        `exhibits may take ${this.#maxBytes} bytes on this node; no more fits`,
      )
    }
    this.#usedBytes += bytes
  }

  async #drop(path: string, bytes: number): Promise<void> {
    await rm(path, { force: true })
    await syncPath(this.#folder)
    this.#usedBytes -= bytes
  }

  #path(sealed: string): string {
    if (!SEALED_NAME.test(sealed)) {
      throw new StoreError('exhibit-name-invalid', 'the name of an exhibit is 64 lower-case hex digits')
    }
    return join(this.#folder, sealed)
  }

  async #inTurn<T>(sealed: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tail.get(sealed) ?? Promise.resolve()
    const turn = before.then(work, work)
    this.#tail.set(sealed, turn)
    try {
      return await turn
    } finally {
      if (this.#tail.get(sealed) === turn) this.#tail.delete(sealed)
    }
  }
}

async function writeAt(path: string, bytes: Uint8Array, position: number): Promise<void> {
  await using file = await open(path, position === 0 ? 'w' : 'r+', 0o600)
  await writeAll(file, bytes, position)
  await file.datasync()
}

async function hashFile(path: string): Promise<Hasher> {
  const hasher = createHash('sha256')
  for await (const chunk of fileBytes(path)) hasher.update(chunk)
  return hasher
}

/** Undefined when there is no such file. */
async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw storeErrorOf(error)
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
