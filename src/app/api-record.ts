import { matterOf } from '../acts/index.ts'
import type { Anchors, FeedReceipt, ForkInfo, RecordEntry, RecordPort, RecordView } from '../api/index.ts'
import { decodeMatter, namedSizes } from '../channel/index.ts'
import { type HeldFeed, feedOf } from '../exchange/index.ts'
import {
  type ActId,
  type ChannelId,
  GENESIS_TYPE,
  type PartyId,
  instantFromMs,
  keysOfNote,
  parseGenesis,
  parseLeaf,
  parseNote,
  policyFor,
  verifyForkProof,
} from '../record/index.ts'
import type { ReceiptRow } from '../store/index.ts'
import { AppError } from './errors.ts'
import { admittedOf } from './fold-keeper.ts'
import type { LiveChannel } from './live-channel.ts'
import { marksOf } from './marks.ts'
import type { EntenteNode } from './node.ts'
import { openChannel } from './open-channel.ts'
import { rowOf, viewFeed } from './views.ts'

/** Leaves in one page: as a rule a page of 200, of the largest ones fewer. */
const PAGE_BYTES = 2 * 1024 * 1024
const MS_PER_SECOND = 1_000

/** The record as the officers' door sees it. Whoever calls has been allowed to. */
export class ApiRecord implements RecordPort {
  readonly #node: EntenteNode

  constructor(node: EntenteNode) {
    this.#node = node
  }

  async view(id: ChannelId): Promise<RecordView> {
    const channel = openChannel(this.#node, id)
    const { held, mismatch } = channel
    const own = (await channel.folds.matter(id))?.now.state
    const claims = own?.kind === 'channel' ? own.claims : []
    return {
      self: held.self,
      feeds: await Promise.all(held.parties.map((party) => this.#feed(channel, party))),
      state: {
        claims: claims.map(({ act, by, hash, upTo }) => ({
          by,
          act,
          hash,
          upTo: namedSizes(upTo, held.parties),
        })),
        mismatch: mismatch === undefined ? null : { by: mismatch.by, act: mismatch.act },
      },
    }
  }

  async entries(
    id: ChannelId,
    party: PartyId,
    before: number | undefined,
    limit: number,
  ): Promise<{ items: readonly RecordEntry[]; next: number | null }> {
    const channel = openChannel(this.#node, id)
    const { size } = this.#feedOf(channel, party).tree
    await channel.folds.listed()
    const from = Math.min(before ?? size, size)
    const leaves = await this.#store.newest(id, party, from, limit, PAGE_BYTES)
    const entries = leaves.map(({ seq, bytes, hasBody }) =>
      seq === 0 ? genesisEntry(channel, bytes) : entryOf(channel, bytes, hasBody),
    )
    const items = await this.#withVoids(channel, party, entries)
    const last = items.at(-1)
    return { items, next: last === undefined || last.seq === 0 ? null : last.seq }
  }

  async forks(id: ChannelId): Promise<readonly ForkInfo[]> {
    const { held } = openChannel(this.#node, id)
    return held.parties.flatMap((party) => {
      const { frozen } = feedOf(held, party)
      if (frozen?.reason !== 'fork') return []
      const { documents, sizes } = verifyForkProof(frozen.proof)
      return [{ party, found: instantFromMs(frozen.at), sizes, documents }]
    })
  }

  async fork(id: ChannelId, party: PartyId): Promise<string> {
    const { frozen } = this.#feedOf(openChannel(this.#node, id), party)
    if (frozen?.reason !== 'fork') throw notHeld(`no proof that "${party}" has forked its feed`)
    // A damaged store must not make evidence.
    verifyForkProof(frozen.proof)
    return frozen.proof
  }

  async head(id: ChannelId, party: PartyId): Promise<{ size: number; note: string }> {
    const { head } = this.#feedOf(openChannel(this.#node, id), party)
    if (head === undefined) throw notHeld(`no signed head of "${party}"`)
    return { size: head.size, note: head.note }
  }

  async receipt(id: ChannelId, party: PartyId, by: PartyId): Promise<FeedReceipt> {
    this.#feedOf(openChannel(this.#node, id), party)
    const found = (await this.#store.receipts(id, party)).find((row) => row.by === by)
    if (found === undefined) throw notHeld(`no receipt by "${by}" for the feed of "${party}"`)
    return receiptOf(found)
  }

  async policy(id: ChannelId, party: PartyId): Promise<string> {
    const { note } = await this.head(id, party)
    return policyFor(party, keysOfNote(openChannel(this.#node, id).held.keys, parseNote(note)))
  }

  async anchors(id: ChannelId): Promise<Anchors> {
    const { held } = openChannel(this.#node, id)
    const { cards, charter, genesis } = await rowOf(this.#node, id)
    const rotations: Anchors['rotations'][number][] = []
    for (const party of held.parties) {
      for (const { seq } of (await this.#store.feed(id, party))?.keyActs ?? []) {
        const [leaf] = await this.#store.leaves(id, party, seq, seq + 1, 0)
        if (leaf !== undefined) rotations.push({ party, seq, leaf: base64(leaf.bytes) })
      }
    }
    return { genesis: base64(genesis), charter: base64(charter), cards, rotations }
  }

  get #store(): EntenteNode['needs']['store'] {
    return this.#node.needs.store
  }

  /** Throws AppError `feed-unknown`. */
  #feedOf({ held }: LiveChannel, party: PartyId): HeldFeed {
    const found = held.feeds.get(party)
    if (found === undefined)
      throw new AppError('feed-unknown', `party: "${party}" is not a party of this channel.`, {
        field: 'party',
      })
    return found
  }

  async #feed({ held }: LiveChannel, party: PartyId): Promise<RecordView['feeds'][number]> {
    const { deps, frozen, head, tree } = feedOf(held, party)
    const { root, settled, size } = viewFeed(held, party)
    const [newest] = await this.#store.newest(held.id, party, tree.size, 1, 0)
    const receipts = await this.#store.receipts(held.id, party)
    return {
      party,
      size,
      root,
      settled,
      head: head === undefined ? null : { size: head.size, note: head.note },
      receipts: receipts.map(receiptOf),
      frontier: { ...deps },
      frozen: frozen === undefined ? null : { reason: frozen.reason, at: instantFromMs(frozen.at) },
      newest:
        newest === undefined || newest.seq === 0
          ? null
          : { seq: newest.seq, made: parseLeaf(newest.bytes).made },
    }
  }

  /** What the fold says of the acts of one page, asked once per matter that has void acts at all. */
  async #withVoids(
    { id }: LiveChannel,
    party: PartyId,
    entries: readonly RecordEntry[],
  ): Promise<readonly RecordEntry[]> {
    const codes = new Map<number, string>()
    for (const [matter, acts] of Map.groupBy(entries, (entry) => entry.matter)) {
      const row = await this.#store.matter(id, matter)
      if (row === undefined || decodeMatter(row.state).now.voidCount === 0) continue
      const [last, first] = [acts[0]?.seq ?? 0, acts.at(-1)?.seq ?? 0]
      for (const { code, seq } of await this.#store.verdicts(id, matter, party, first, last + 1))
        if (code !== null) codes.set(seq, code)
    }
    return entries.map((entry) => ({ ...entry, void: codes.get(entry.seq) ?? null }))
  }
}

function entryOf({ held, id }: LiveChannel, bytes: Uint8Array, hasBody: boolean): RecordEntry {
  const { id: act, leaf } = admittedOf(bytes)
  const matter: ActId = matterOf(id, leaf, act)
  return {
    seq: leaf.seq,
    made: leaf.made,
    type: leaf.type,
    act,
    matter,
    opens: matter === act,
    void: null,
    body: leaf.body === undefined ? 'none' : hasBody ? 'held' : 'gone',
    marks: marksOf(held, leaf.party, leaf.seq),
  }
}

/** It stands in every feed, and nobody has to receipt what they were founded with. */
function genesisEntry({ held, id }: LiveChannel, bytes: Uint8Array): RecordEntry {
  return {
    seq: 0,
    made: parseGenesis(bytes).made,
    type: GENESIS_TYPE,
    act: id,
    matter: id,
    opens: true,
    void: null,
    body: 'none',
    marks: { received: true, settled: true, receivedBy: held.parties },
  }
}

function receiptOf({ at, by, note, size }: ReceiptRow): FeedReceipt {
  return { by, size, at: instantFromMs(at * MS_PER_SECOND), note }
}

function notHeld(what: string): AppError {
  return new AppError('not-held', `party: ${what} is held here.`, { field: 'party' })
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
