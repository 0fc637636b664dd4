import type {
  ActDraft,
  ActInfo,
  ActMade,
  ActProof,
  Change,
  ChannelDetail,
  ChannelInfo,
  ExhibitPlace,
  ExhibitSlice,
  IncomingFile,
  MatterCounts,
  MatterDetail,
  MatterHeading,
  MatterSlice,
  NodeFigures,
  NodePort,
} from '../api/index.ts'
import { matterOf } from '../acts/index.ts'
import { exportChannel, feedOf, proveAct } from '../exchange/index.ts'
import { type ActId, type ChannelId, type PartyId, instantFromMs } from '../record/index.ts'
import type { ChannelRow, MatterCursor, MatterList } from '../store/index.ts'
import { termsOf } from './channel-terms.ts'
import { AppError } from './errors.ts'
import type { LiveChannel } from './live-channel.ts'
import { locateAct } from './locate.ts'
import { marksOf } from './marks.ts'
import { openChannel } from './open-channel.ts'
import type { StoredAct } from './record-readers.ts'
import type { OpenedNode } from './serve.ts'
import { viewNamedExhibits } from './view-exhibits.ts'
import { locateMatters, viewHeading } from './view-heading.ts'
import { viewCounts, viewList } from './view-lists.ts'
import { type ActPage, viewAct, viewActs, viewMatter } from './view-matter.ts'
import { rowOf, viewFeed, viewSummary } from './views.ts'
import { within } from './within.ts'

const THREAD_PAGE_ACTS = 200
/** Acts by which this node erases something as they are folded. */
const ERASING: readonly string[] = ['body.expunge', 'body.expunged', 'evidence.destroy']

/** The node as the officers' door sees it. Whoever calls has been allowed to. */
export class ApiNode implements NodePort {
  readonly #opened: OpenedNode
  /** Of open channels: asked before every list, and never another. */
  readonly #summaries = new Map<ChannelId, ChannelInfo>()

  constructor(opened: OpenedNode) {
    this.#opened = opened
  }

  get party(): PartyId {
    return this.#opened.config.party
  }

  get name(): string {
    return this.#opened.config.name
  }

  async channels(): Promise<readonly ChannelInfo[]> {
    const rows = await this.#needs.store.channels()
    return rows.map((row) => this.#summaryOf(row))
  }

  async channel(id: ChannelId): Promise<ChannelDetail> {
    const channel = this.#channel(id)
    const { held, links, mismatch, readiness } = channel
    const { waitingFor, missing } = readiness.reason
    return {
      ...viewSummary(await rowOf(this.#opened.node, id)),
      self: held.self,
      feeds: held.parties.map((party) => viewFeed(held, party)),
      links: links.all().map(({ party, up, heardMs, trouble }) => ({
        party,
        up,
        heard: heardMs === null ? null : instantFromMs(heardMs),
        trouble,
      })),
      writable: readiness.writable,
      waitingFor,
      missing: Math.max(0, missing),
      mismatch: mismatch === undefined ? null : { by: mismatch.by, act: mismatch.act },
    }
  }

  async matters(
    id: ChannelId,
    list: MatterList,
    after: MatterCursor | undefined,
    limit: number,
  ): Promise<MatterSlice> {
    const { matters, next, places } = await viewList(this.#opened.node, this.#channel(id), list, after, limit)
    return { items: matters, next, places }
  }

  async counts(id: ChannelId): Promise<MatterCounts> {
    const { tallies, overdue, expiringSoon } = await viewCounts(this.#opened.node, this.#channel(id))
    const told = tallies.map(({ kind, status, onClock, count }) => ({
      kind,
      status,
      onClock: onClock ?? null,
      count,
    }))
    return { tallies: told, overdue, expiringSoon }
  }

  async matter(id: ChannelId, matter: ActId): Promise<MatterDetail> {
    const { state, ...view } = await viewMatter(this.#opened.node, this.#channel(id), matter)
    // Through text: a state is plain data of closed kinds, and leaves as nothing else.
    return { ...view, state: state === null ? null : JSON.parse(JSON.stringify(state)) }
  }

  exhibits(
    id: ChannelId,
    by: PartyId,
    after: ExhibitPlace | undefined,
    limit: number,
  ): Promise<ExhibitSlice> {
    return viewNamedExhibits(this.#opened.node, this.#channel(id), by, after, limit)
  }

  heading(id: ChannelId, matter: ActId): Promise<MatterHeading | undefined> {
    return viewHeading(this.#opened.node, this.#channel(id), matter)
  }

  locate(id: ChannelId, prefix: string): Promise<readonly ActId[]> {
    return locateMatters(this.#opened.node, this.#channel(id), prefix)
  }

  async acts(
    id: ChannelId,
    matter: ActId,
    from: number,
    limit: number,
  ): Promise<{ items: readonly ActInfo[]; next: number | null }> {
    const channel = this.#channel(id)
    await this.#requireMatter(channel, matter)
    const { acts, next } = await viewActs(this.#opened.node, channel, matter, from, limit)
    return { items: acts, next }
  }

  async act(id: ChannelId, matter: ActId, act: ActId): Promise<ActInfo> {
    const channel = this.#channel(id)
    const { party, seq } = await locateAct(this.#opened, channel, act, 'act')
    const stored = await channel.readAct(party, seq)
    if (stored === undefined || stored.matter !== matter)
      throw new AppError('act-unknown', 'act: this matter has no such act.', { field: 'act' })
    return viewAct(channel, stored, await this.#verdictOn(channel, stored))
  }

  async make(
    id: ChannelId,
    { type, about, data, body }: ActDraft,
    files: readonly IncomingFile[],
    until: ActMade['mark'],
    waitMs: number,
  ): Promise<ActMade> {
    const channel = this.#channel(id)
    const { clock } = this.#needs
    const plain = {
      type,
      data,
      ...(about === undefined ? {} : { about }),
      ...(body === undefined ? {} : { body }),
    }
    const draft = await this.#opened.node.exhibits.attach(channel, plain, files)
    const { id: made, leaf, seq } = await channel.act(draft)
    // Whoever is told that something was erased may rely on it.
    if (ERASING.includes(type)) await channel.folds.idle()
    if (until === 'received') await within(clock, waitMs, channel.received(seq))
    if (until === 'settled') await within(clock, waitMs, channel.settled(seq))
    return madeOf(channel, {
      id: made,
      leaf,
      matter: matterOf(channel.id, leaf, made),
    })
  }

  async needsApproval(id: ChannelId, type: string): Promise<boolean> {
    const { approvals } = await termsOf(this.#opened.node, this.#channel(id).id)
    return approvals.includes(type)
  }

  async prove(id: ChannelId, act: ActId): Promise<ActProof> {
    const channel = this.#channel(id)
    const { party, seq } = await locateAct(this.#opened, channel, act, 'act')
    const { leaf, text, size, receivedBy, policy } = await proveAct(
      this.#needs.store,
      channel.held,
      party,
      seq,
    )
    const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
    return {
      act,
      party,
      seq,
      size,
      receivedBy,
      proof: text,
      policy,
      leaf: base64(leaf),
      genesis: base64(channel.held.genesisBytes),
    }
  }

  carry(id: ChannelId, exhibits: boolean): AsyncIterable<Uint8Array> {
    const { store, vault } = this.#needs
    return exportChannel(store, vault, this.#channel(id).held, { exhibits })
  }

  onChange(listener: (change: Change) => void): () => void {
    return this.#opened.node.onChange(listener)
  }

  async figures(): Promise<NodeFigures> {
    const channels = this.#opened.node.channels.map(({ held, id, links, readiness }) => ({
      id,
      writable: readiness.writable,
      feeds: held.parties.map((party) => {
        const { tree, frozen } = feedOf(held, party)
        return { party, size: tree.size, frozen: frozen !== undefined }
      }),
      links: links.all().map(({ party, up }) => ({ party, up: up === true })),
      exhibitsWanted: held.wanted.size,
    }))
    return { channels, storeBytes: await this.#needs.store.sizeBytes() }
  }

  async isReady(): Promise<boolean> {
    if (!this.#opened.isStarted()) return false
    return this.#needs.store.channels().then(
      () => true,
      () => false,
    )
  }

  #summaryOf(row: ChannelRow): ChannelInfo {
    if (row.status !== 'open') return viewSummary(row)
    const known = this.#summaries.get(row.id) ?? viewSummary(row)
    this.#summaries.set(row.id, known)
    return known
  }

  get #needs(): OpenedNode['node']['needs'] {
    return this.#opened.node.needs
  }

  #channel(id: ChannelId): LiveChannel {
    return openChannel(this.#opened.node, id)
  }

  async #requireMatter(channel: LiveChannel, matter: ActId): Promise<void> {
    if ((await channel.folds.matter(matter)) === undefined)
      throw new AppError('matter-unknown', 'matter: this channel has no such matter.', { field: 'matter' })
  }

  /** Why an act has no effect. A matter keeps its last void acts; only beyond those its whole thread is walked. */
  async #verdictOn(channel: LiveChannel, { id, matter }: StoredAct): Promise<string | null> {
    const now = (await channel.folds.matter(matter))?.now
    if (now === undefined) return null
    const kept = now.voids.find((each) => each.act === id)
    if (kept !== undefined || now.voidCount === now.voids.length) return kept?.code ?? null
    for (let from: number | null = 0; from !== null;) {
      const page: ActPage = await viewActs(this.#opened.node, channel, matter, from, THREAD_PAGE_ACTS)
      const found = page.acts.find((each) => each.id === id)
      if (found !== undefined) return found.void
      from = page.next
    }
    return null
  }
}

/** An act of this node as it is told to who made it, with the last mark that it has reached. */
export function madeOf(channel: LiveChannel, { id, leaf, matter }: Omit<StoredAct, 'body'>): ActMade {
  const { settled, received } = marksOf(channel.held, leaf.party, leaf.seq)
  return {
    id,
    channel: channel.id,
    type: leaf.type,
    party: leaf.party,
    seq: leaf.seq,
    matter,
    made: leaf.made,
    mark: settled ? 'settled' : received ? 'received' : 'recorded',
  }
}
