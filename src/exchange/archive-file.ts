import { open } from 'node:fs/promises'
import {
  ArchiveReader,
  type ArchivePart,
  type ChannelId,
  type PartyId,
  RecordError,
  type RunChecker,
  type TilePlace,
  type VerifiedRecord,
  verifyRecord,
} from '../record/index.ts'
import { ExchangeError } from './errors.ts'

/**
 * A carried file that can be read at any place. Feeds stand one after another in it, and each has seen parts of the
 * others, so admission goes to and fro between them.
 */
export interface CarriedFile {
  /** Exactly `length` bytes from `offset`, in memory of their own, fewer only at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>
}

/** Where the parts of a feed stand. */
export interface CarriedFeed {
  readonly party: PartyId
  readonly size: number
  readonly head: string
  readonly receipts: { readonly by: PartyId; readonly note: string }[]
  /** Heads that end with a change of the party's keys, in order: nothing is admitted beyond one under another head. */
  readonly turns: readonly { readonly size: number; readonly head: string }[]
  readonly upper: Map<string, Uint8Array>
  /** By bundle: its tile of level 0 when full, its entries, its bodies. 40 bytes for 256 leaves. */
  readonly bundles: {
    tileAt: number
    entriesAt: number
    entriesBytes: number
    bodiesAt: number
    bodiesBytes: number
  }[]
}

export interface CarriedIndex {
  readonly verified: VerifiedRecord
  readonly feeds: readonly CarriedFeed[]
  readonly exhibits: readonly { readonly sealed: string; readonly at: number; readonly bytes: number }[]
}

/** Piece in which a file is read front to back. */
const PIECE_BYTES: number = 1024 * 1024

/** Opens a file on disk. Close it when done. */
export async function openCarriedFile(path: string): Promise<CarriedFile & { close(): Promise<void> }> {
  const file = await open(path, 'r')
  return {
    async read(offset, length) {
      const bytes = new Uint8Array(length)
      let done = 0
      while (done < length) {
        const { bytesRead } = await file.read(bytes, done, length - done, offset + done)
        if (bytesRead === 0) return bytes.slice(0, done)
        done += bytesRead
      }
      return bytes
    },
    close: () => file.close(),
  }
}

/** The file front to back. */
export async function* streamOf(file: CarriedFile): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; ;) {
    const piece = await file.read(at, PIECE_BYTES)
    if (piece.length === 0) return
    yield piece
    at += piece.length
  }
}

/** Of which channel a file says it is. Throws ExchangeError `archive-malformed` when it is no carried file. */
export async function channelInFile(file: CarriedFile): Promise<ChannelId> {
  try {
    for await (const part of new ArchiveReader(streamOf(file)).parts()) {
      if (part.kind === 'manifest') return part.manifest.channel
    }
  } catch (cause) {
    if (cause instanceof RecordError) throw malformed(cause.message, cause)
    throw cause
  }
  throw malformed('it has no members')
}

/**
 * Reads the whole file once, verifies it, and notes where everything stands. Nothing is taken in from a file with a
 * fault anywhere. Throws ExchangeError `archive-malformed`, `archive-foreign` when it is of another channel.
 */
export async function indexFile(
  file: CarriedFile,
  channel: ChannelId,
  checkRun: RunChecker | undefined,
): Promise<CarriedIndex> {
  const feeds: CarriedFeed[] = []
  const exhibits: { sealed: string; at: number; bytes: number }[] = []
  const turns = new Map<PartyId, { size: number; head: string }[]>()
  const watch = (part: ArchivePart): void => {
    const feed = feeds.at(-1)
    if (part.kind === 'manifest' && part.manifest.channel !== channel) throw foreign()
    if (part.kind === 'keys') turns.set(part.party, [...(turns.get(part.party) ?? []), part.turn])
    if (part.kind === 'head') {
      const { party, size, note } = part
      feeds.push({ ...newFeed(party, size, note), turns: turns.get(party) ?? [] })
    }
    if (part.kind === 'receipt') feed?.receipts.push({ by: part.by, note: textOf(part.note) })
    if (part.kind === 'tile') feed?.upper.set(placeKey(part), part.bytes)
    if (part.kind === 'exhibit')
      exhibits.push({ sealed: part.sealed, at: part.body.at, bytes: part.body.sizeBytes })
    if (part.kind === 'bundle') {
      const { tileAt, entriesAt, bodies } = part
      const places = { tileAt, entriesAt, entriesBytes: part.entries.length }
      feed?.bundles.push({ ...places, bodiesAt: bodies.at, bodiesBytes: bodies.sizeBytes })
    }
  }
  const verified = await verifyRecord(
    streamOf(file),
    checkRun === undefined ? { watch } : { watch, checkRun },
  )
  const [fault] = verified.findings
  if (fault !== undefined) throw malformed(`${fault.message} (${fault.code} in ${fault.where})`)
  return { verified, feeds, exhibits }
}

export function placeKey({ level, index }: Pick<TilePlace, 'level' | 'index'>): string {
  return `${level}/${index}`
}

function newFeed(party: PartyId, size: number, note: Uint8Array): CarriedFeed {
  return { party, size, head: textOf(note), receipts: [], turns: [], upper: new Map(), bundles: [] }
}

function textOf(note: Uint8Array): string {
  return new TextDecoder().decode(note)
}

function foreign(): ExchangeError {
  return new ExchangeError('archive-foreign', 'The carried file is of another channel.', { field: 'channel' })
}

function malformed(message: string, cause?: unknown): ExchangeError {
  return new ExchangeError('archive-malformed', `The carried file is refused: ${message}.`, { cause })
}
