import { createHash, createHmac, randomUUID } from 'node:crypto'
import type { Hmac } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ageOpened, ageSealed, fileBytes } from './age-file.ts'
import { storeErrorOf } from './disk-errors.ts'
import { renameDurably, writeAll } from './durable-files.ts'
import { StoreError } from './errors.ts'

/** An exhibit as an act names it. */
export interface SealedExhibit {
  /** Hex SHA-256 of the sealed file: its name on disk. */
  readonly sealed: string
  readonly sealedBytes: number
  readonly plainBytes: number
  /** Hex HMAC-SHA-256(salt, plain bytes). */
  readonly hmac: string
}

/** Ends the name of a file that is being sealed; a crash may leave one, and opening the folder removes it. */
export const SEALING_SUFFIX: string = '.sealing'

/**
 * Seals a file, or bytes as they come, to all `recipients` (age, https://age-encryption.org/v1) into `folder`.
 * Streamed. Durable, and under its final name, when it resolves; on any error nothing is left behind.
 * `grown` is told of every so many sealed bytes before they are written, and may throw to stop.
 * Throws StoreError `exhibit-recipient-invalid`, `exhibit-unreadable` when the input fails, `store-full`, `store-io`.
 */
export async function sealExhibit(
  input: string | AsyncIterable<Uint8Array>,
  recipients: readonly string[],
  salt: Uint8Array,
  folder: string,
  grown: (bytes: number) => void = () => undefined,
): Promise<SealedExhibit> {
  const plain = new Metered(typeof input === 'string' ? fileBytes(input) : input, createHmac('sha256', salt))
  const sealedStream = await ageSealed(recipients, plain.bytes())
  const temporary = join(folder, `${randomUUID()}${SEALING_SUFFIX}`)
  const digest = createHash('sha256')
  try {
    const sealedBytes = await writeStream(sealedStream, temporary, (chunk) => {
      grown(chunk.length)
      digest.update(chunk)
    })
    const sealed = digest.digest('hex')
    await renameDurably(temporary, join(folder, sealed))
    return { sealed, sealedBytes, plainBytes: plain.count, hmac: plain.meter.digest('hex') }
  } catch (error) {
    await rm(temporary, { force: true })
    throw plain.failure ?? storeErrorOf(error)
  }
}

/**
 * Opens a sealed file into `outPath` and checks the plain bytes against the HMAC that the act names. Streamed.
 * Resolves with their number; on any error `outPath` is as it was before.
 * Throws StoreError `exhibit-unreadable` when it is not sealed to `identity` or is damaged, `exhibit-mismatch` when the
 * plain bytes are not those committed to, `store-full`, `store-io`.
 */
export async function openExhibit(
  sealedPath: string,
  identity: string,
  commitment: { readonly salt: Uint8Array; readonly hmac: string },
  outPath: string,
): Promise<number> {
  const meter = createHmac('sha256', commitment.salt)
  const temporary = `${outPath}.${randomUUID()}.opening`
  try {
    const plain = openedExhibit(sealedPath, identity)
    const plainBytes = await writeStream(plain, temporary, (chunk) => meter.update(chunk))
    if (meter.digest('hex') !== commitment.hmac) {
      throw new StoreError('exhibit-mismatch', 'the opened exhibit is not the one that the act commits to')
    }
    await renameDurably(temporary, outPath)
    return plainBytes
  } catch (error) {
    await rm(temporary, { force: true })
    throw storeErrorOf(error)
  }
}

/**
 * Whether a sealed file opens to the plain bytes that the act commits to. They pass through memory a piece at a time
 * and are written nowhere. False also when it is not sealed to `identity` or is damaged. Throws StoreError `store-io`.
 */
export async function checkExhibit(
  sealedPath: string,
  identity: string,
  commitment: { readonly salt: Uint8Array; readonly hmac: string },
): Promise<boolean> {
  const meter = createHmac('sha256', commitment.salt)
  try {
    for await (const chunk of openedExhibit(sealedPath, identity)) meter.update(chunk)
    return meter.digest('hex') === commitment.hmac
  } catch (error) {
    if (error instanceof StoreError && error.code === 'exhibit-unreadable') return false
    throw storeErrorOf(error)
  }
}

/** The plain bytes of a sealed file as they are read. Throws StoreError `exhibit-unreadable`. */
export async function* openedExhibit(sealedPath: string, identity: string): AsyncGenerator<Uint8Array> {
  try {
    yield* ageOpened(sealedPath, identity)
  } catch (cause) {
    if (cause instanceof StoreError) throw cause
    throw new StoreError('exhibit-unreadable', 'the exhibit is not sealed to this node, or is damaged', {
      cause,
    })
  }
}

/** Counts and hashes bytes as they pass, and keeps the error when their source fails. */
class Metered {
  readonly meter: Hmac
  readonly #source: AsyncIterable<Uint8Array>
  count = 0
  failure: StoreError | undefined

  constructor(source: AsyncIterable<Uint8Array>, meter: Hmac) {
    this.#source = source
    this.meter = meter
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.#source) {
        this.meter.update(chunk)
        this.count += chunk.length
        yield chunk
      }
    } catch (cause) {
      this.failure = new StoreError('exhibit-unreadable', 'the exhibit to be sealed cannot be read', {
        cause,
      })
      throw this.failure
    }
  }
}

/** Writes what comes to a new file and syncs it. `seen` gets each chunk before it is written, and may throw. */
async function writeStream(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  seen: (chunk: Uint8Array) => void,
): Promise<number> {
  await using file = await open(path, 'wx', 0o600)
  let total = 0
  for await (const chunk of chunks) {
    seen(chunk)
    await writeAll(file, chunk, total)
    total += chunk.length
  }
  await file.sync()
  return total
}
