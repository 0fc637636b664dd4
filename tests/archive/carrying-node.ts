import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { archiveBytes, found } from './made-record.ts'
import type { MadeRecord } from './made-record.ts'
import {
  exportChannel,
  importArchive,
  resumeChannel,
  systemClock,
  type CarriedFile,
  type ExchangeContext,
  type HeldChannel,
  type Imported,
  noSides,
  OwnSigners,
} from '../../src/exchange/index.ts'
import { leafHash, TreeEdge, type PartyId } from '../../src/record/index.ts'
import { ExhibitFolder, SqliteStore } from '../../src/store/index.ts'

/** A node as far as carried files need one: a store, exhibits, keys and one channel, and no network. */
export class CarryingNode {
  readonly context: ExchangeContext
  channel: HeldChannel
  /** What the exchange told the node, one line each. */
  readonly events: string[]
  readonly #folder: string

  private constructor(context: ExchangeContext, channel: HeldChannel, events: string[], folder: string) {
    this.context = context
    this.channel = channel
    this.events = events
    this.#folder = folder
  }

  /** A node of this party that holds the genesis of every feed. */
  static async open(made: MadeRecord, self: PartyId): Promise<CarryingNode> {
    const folder = await mkdtemp(join(tmpdir(), 'entente-carry-'))
    const store = await SqliteStore.open(':memory:')
    const { genesis, charter, source } = made
    await store.putChannel({ id: made.channel, genesis, charter, self, cards: source.cards, status: 'open' })
    const tree = TreeEdge.empty()
    tree.append(leafHash(genesis))
    const tiles = tree.takeTiles()
    for (const { id: party } of made.members) {
      const head = await made.headAt(party, 1)
      const leaves = [{ bytes: genesis, hash: leafHash(genesis), matter: undefined }]
      await store.append({ channel: made.channel, party, from: 0, leaves, tiles, root: tree.root(), head })
    }
    const events: string[] = []
    const channel = await resumeChannel(found((await store.channels())[0]), store)
    const context: ExchangeContext = {
      clock: systemClock,
      rng: { bytes: (count) => new Uint8Array(count) },
      net: { call: noNetwork, serve: noNetwork },
      store,
      vault: await ExhibitFolder.open(join(folder, 'exhibits'), { maxBytes: 1e9 }),
      signers: new OwnSigners(found(made.members.find(({ id }) => id === self)).signers),
      events: eventsInto(events),
      channels: new Map([[channel.id, channel]]),
      sides: noSides,
      pace: { idleMs: 1000, retryMs: 10, callTimeoutMs: 1000, batchBytes: 64 * 1024, segmentBytes: 7 },
    }
    return new CarryingNode(context, channel, events, folder)
  }

  import(bytes: Uint8Array): Promise<Imported> {
    return importArchive(this.context, this.channel, inMemory(bytes))
  }

  async export(exhibits = true): Promise<Buffer> {
    const chunks: Uint8Array[] = []
    for await (const chunk of exportChannel(this.context.store, this.context.vault, this.channel, {
      exhibits,
    }))
      chunks.push(chunk)
    return Buffer.concat(chunks)
  }

  /** Sizes and roots, receipts and exhibits: all that two ways must agree in. */
  async state(): Promise<Record<string, unknown>> {
    const state: Record<string, unknown> = {}
    for (const [party, feed] of this.channel.feeds) {
      const rows = await this.context.store.receipts(this.channel.id, party)
      const bodies = await this.context.store.leaves(this.channel.id, party, 0, feed.tree.size, 1e9)
      state[party] = {
        size: feed.tree.size,
        root: Buffer.from(feed.tree.root()).toString('hex'),
        bodies: bodies.filter(({ body }) => body !== undefined).length,
        receipts: rows.map(({ by, size }) => `${by} ${size}`).toSorted(),
        frozen: feed.frozen?.reason,
      }
    }
    state['exhibits'] = (await this.context.store.exhibits(this.channel.id)).map(
      ({ sealed, complete }) => `${sealed} ${complete}`,
    )
    return state
  }

  async close(): Promise<void> {
    await this.context.store.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

export function inMemory(bytes: Uint8Array): CarriedFile {
  return {
    read: (offset, length) => Promise.resolve(new Uint8Array(bytes.subarray(offset, offset + length))),
  }
}

/** The file that the record's own writer makes. */
export function fileOf(made: MadeRecord): Promise<Buffer> {
  return archiveBytes(made.source)
}

function eventsInto(events: string[]): ExchangeContext['events'] {
  return {
    admitted: (_, party, leaves) => events.push(`admitted ${party} ${leaves.length}`),
    receipted: (_, feed, by, size) => events.push(`receipted ${feed} ${by} ${size}`),
    frozen: (_, party) => events.push(`frozen ${party}`),
    told: (_, by, size) => events.push(`told ${by} ${size}`),
    toldByFile: (_, by, size) => events.push(`told ${by} ${size}`),
    exhibitComplete: (_, sealed) => events.push(`exhibit ${sealed}`),
    trouble: (_, party, code) => events.push(`trouble ${party} ${code}`),
  }
}

function noNetwork(): never {
  throw new Error('This node has no network.')
}
