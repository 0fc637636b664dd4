import { hash } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChannelId, Hash } from '../record/index.ts'
import { writeAll, writeFileDurably } from './durable-files.ts'
import { StoreError } from './errors.ts'

/** The largest size of one's own feed that was ever given to the signing key, and the root signed with it. */
export interface WaterMark {
  readonly size: number
  readonly root: Hash
}

/**
 * Remembers, outside the store and its backups, how far one's own feed was ever signed, so that a node restored
 * from an old backup does not sign a size twice.
 */
export interface HighWater {
  /** Undefined when nothing was ever signed here. Throws StoreError `highwater-damaged`. */
  read(channel: ChannelId): Promise<WaterMark | undefined>
  /**
   * To be awaited before a head is signed: resolves when a power cut can no longer take it back. The same size with
   * the same root may be raised again. Throws StoreError `highwater-backwards` for a smaller size, or for the same
   * size with another root: that would be a fork of one's own feed. Also `highwater-damaged` and `store-io`.
   */
  raise(channel: ChannelId, size: number, root: Hash): Promise<void>
  close(): Promise<void>
}

/** One slot per write in turn, each in a disk page of its own, so that a torn write never harms the other. */
const SLOT_BYTES = 4096
const SLOTS = 2
const TITLE = 'entente high-water mark, version 1'
const CHANNEL_ID = /^[0-9a-f]{64}$/

interface OpenMark {
  readonly handle: FileHandle
  mark: WaterMark | undefined
  nextSlot: number
}

/** One file of two slots per channel, named by the channel. One process at a time; the store's lock sees to that. */
export class HighWaterFolder implements HighWater {
  readonly #folder: string
  readonly #open = new Map<ChannelId, OpenMark>()
  /** The last raise of each channel: they are made one after another. */
  readonly #tail = new Map<ChannelId, Promise<void>>()

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** Makes the folder when it is missing. */
  static async open(folder: string): Promise<HighWaterFolder> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return new HighWaterFolder(folder)
  }

  async read(channel: ChannelId): Promise<WaterMark | undefined> {
    return (await this.#file(channel, false))?.mark
  }

  raise(channel: ChannelId, size: number, root: Hash): Promise<void> {
    const before = this.#tail.get(channel) ?? Promise.resolve()
    // A raise that failed has told its own caller; the next one is judged by what is on disk.
    const raised = before.catch(() => undefined).then(() => this.#raise(channel, size, root))
    this.#tail.set(channel, raised)
    return raised
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#tail.values())
    for (const { handle } of this.#open.values()) await handle.close()
    this.#open.clear()
  }

  async #raise(channel: ChannelId, size: number, root: Hash): Promise<void> {
    const file = await this.#file(channel, true)
    if (file === undefined) return
    const { mark } = file
    if (mark !== undefined && size === mark.size && Buffer.from(mark.root).equals(root)) return
    if (mark !== undefined && size <= mark.size) {
      const what = size === mark.size ? 'with another root' : 'above it'
      throw new StoreError(
        'highwater-backwards',
        `size ${size} must not be signed: ${mark.size} was signed ${what}`,
      )
    }
    const slot = Buffer.alloc(SLOT_BYTES, '\n')
    slot.write(slotText(channel, size, root))
    try {
      await writeAll(file.handle, slot, file.nextSlot * SLOT_BYTES)
      await file.handle.datasync()
    } catch (cause) {
      // What is on disk is unknown now; only opening the file again can tell.
      this.#open.delete(channel)
      await file.handle.close()
      throw new StoreError('store-io', 'the disk refused the high-water mark', { cause })
    }
    file.mark = { size, root: Uint8Array.from(root) }
    file.nextSlot = (file.nextSlot + 1) % SLOTS
  }

  async #file(channel: ChannelId, create: boolean): Promise<OpenMark | undefined> {
    if (!CHANNEL_ID.test(channel))
      throw new StoreError('channel-unknown', 'a channel id is 64 lower-case hex digits')
    const known = this.#open.get(channel)
    if (known !== undefined) return known
    const path = join(this.#folder, channel)
    const file = (await openMark(path, channel)) ?? (create ? await newMark(path) : undefined)
    // Another caller may have opened it meanwhile; there must be one view of what was raised.
    const first = this.#open.get(channel)
    if (first !== undefined) {
      await file?.handle.close()
      return first
    }
    if (file !== undefined) this.#open.set(channel, file)
    return file
  }
}

async function newMark(path: string): Promise<OpenMark> {
  await writeFileDurably(path, Buffer.alloc(SLOTS * SLOT_BYTES, '\n'), 0o600)
  return { handle: await open(path, 'r+'), mark: undefined, nextSlot: 0 }
}

/** Undefined when there is no file. Throws `highwater-damaged`. */
async function openMark(path: string, channel: ChannelId): Promise<OpenMark | undefined> {
  let handle: FileHandle
  try {
    handle = await open(path, 'r+')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new StoreError('store-io', 'the high-water file cannot be opened', { cause: error })
  }
  try {
    return { handle, ...newestOf(await readSlots(handle), channel) }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function readSlots(handle: FileHandle): Promise<string[]> {
  const bytes = await handle.readFile()
  if (bytes.length !== SLOTS * SLOT_BYTES) throw damaged()
  return Array.from({ length: SLOTS }, (_, i) =>
    bytes.toString('latin1', i * SLOT_BYTES, (i + 1) * SLOT_BYTES),
  )
}

/**
 * The newest sound slot. One unsound slot beside a sound one is what a power cut leaves in the middle of a write that
 * nobody was told had succeeded. Both unsound is damage, except for blank ones: nothing was ever raised.
 */
function newestOf(slots: readonly string[], channel: ChannelId): Pick<OpenMark, 'mark' | 'nextSlot'> {
  const marks = slots.map((text) => parseSlot(text, channel))
  const newest = marks.reduce<number>(
    (best, mark, i) => ((mark?.size ?? -1) > (marks[best]?.size ?? -1) ? i : best),
    0,
  )
  const mark = marks[newest]
  if (mark !== undefined) return { mark, nextSlot: (newest + 1) % SLOTS }
  // The first write of all may have been torn; any later one would have come to the second slot too.
  if (slots[1]?.trim() !== '') throw damaged()
  return { mark: undefined, nextSlot: 0 }
}

function parseSlot(text: string, channel: ChannelId): WaterMark | undefined {
  const [, , size = '', root = ''] = text.split('\n')
  if (!/^[0-9]{1,16}$/.test(size) || !/^[0-9a-f]{64}$/.test(root)) return undefined
  const mark = { size: Number(size), root: Uint8Array.from(Buffer.from(root, 'hex')) }
  return text.trimEnd() === slotText(channel, mark.size, mark.root).trimEnd() ? mark : undefined
}

function slotText(channel: ChannelId, size: number, root: Hash): string {
  const text = `${TITLE}\n${channel}\n${size}\n${Buffer.from(root).toString('hex')}\n`
  return `${text}${hash('sha256', text, 'hex')}\n`
}

function damaged(): StoreError {
  return new StoreError(
    'highwater-damaged',
    'the high-water file does not read; nothing may be signed before peers have told how far they saw this feed',
  )
}
