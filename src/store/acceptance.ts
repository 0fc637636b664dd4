import { hash, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commitBody, leafHash, TreeEdge } from '../record/index.ts'
import type { Hash } from '../record/index.ts'
import { droppingPromises } from './acceptance-dropping.testkit.ts'
import { exhibitPromises } from './acceptance-exhibits.testkit.ts'
import { changePromises, listPromises, matterPromises, threadPromises } from './acceptance-matters.testkit.ts'
import type { AppendBatch, ChannelRow, NewLeaf, Store } from './port.ts'

/** How an implementation is opened for the suite. */
export interface StoreUnderTest {
  /** A new, empty store. */
  open(): Promise<Store>
  /** The same store again, after it was closed. Absent when nothing outlives `close`. */
  reopen?(): Promise<Store>
  /** Removes what was made for the test; called after the store was closed. */
  cleanUp?(): Promise<void>
}

const CHANNEL = 'c'.repeat(64)
const OTHER = 'd'.repeat(64)
const PLENTY_BYTES = 1e9

/** The promises of the port `Store`, to be run by the test of each implementation. */
export function storeAcceptance(name: string, under: StoreUnderTest): void {
  describe(`${name} keeps the promises of a store`, () => {
    let store: Store
    beforeEach(async () => {
      store = await under.open()
      await store.putChannel(channelRow(CHANNEL))
    })
    afterEach(async () => {
      await store.close()
      await under.cleanUp?.()
    })
    const reopen = async (): Promise<void> => {
      if (under.reopen === undefined) return
      await store.close()
      store = await under.reopen()
    }
    const current = (): Store => store
    channelPromises(current, reopen)
    droppingPromises(current, reopen, [channelRow(CHANNEL), channelRow(OTHER)], (of) => new Feed('alpha', of))
    feedPromises(current, reopen)
    locatingPromises(current)
    matterPromises(current, reopen, CHANNEL, channelRow(OTHER))
    listPromises(current, reopen, CHANNEL, channelRow(OTHER))
    changePromises(current, reopen, CHANNEL)
    threadPromises(current, reopen, CHANNEL, (party) => new Feed(party))
    exhibitPromises(current, reopen)
    closingPromises(current)
  })
}

function channelPromises(store: () => Store, reopen: () => Promise<void>): void {
  it('gives channels back as they were put, in order of founding', async () => {
    await store().putChannel({ ...channelRow(OTHER), id: 'a'.repeat(64) })
    await reopen()
    expect(await store().channels()).toEqual([
      channelRow(CHANNEL),
      { ...channelRow(OTHER), id: 'a'.repeat(64) },
    ])
  })

  it('replaces a channel row and keeps its feeds', async () => {
    const feed = new Feed('alpha')
    await store().append(feed.batch(3))
    await store().putChannel({ ...channelRow(CHANNEL), status: 'open', cards: { alpha: '{}' } })
    await reopen()
    expect(await store().channels()).toEqual([
      { ...channelRow(CHANNEL), status: 'open', cards: { alpha: '{}' } },
    ])
    expect((await store().feed(CHANNEL, 'alpha'))?.size).toBe(3)
  })

  it('refuses to write to a channel that was never put', async () => {
    const batch = { ...new Feed('alpha').batch(1), channel: OTHER }
    await expect(store().append(batch)).rejects.toMatchObject({ code: 'channel-unknown' })
    await expect(store().noteMatters(OTHER, {}, [])).rejects.toMatchObject({ code: 'channel-unknown' })
    expect(await store().feed(OTHER, 'alpha')).toBeUndefined()
    expect(await store().leaves(OTHER, 'alpha', 0, 9, PLENTY_BYTES)).toEqual([])
    expect(await store().matters(OTHER, 0, 10)).toEqual([])
  })
}

function feedPromises(store: () => Store, reopen: () => Promise<void>): void {
  it('gives leaves, bodies, root, head and edge back', async () => {
    const feed = new Feed('alpha')
    const first = feed.batch(300, 'first head')
    await store().append(first)
    await store().append(feed.batch(7))
    await reopen()
    expect(await store().feed(CHANNEL, 'alpha')).toEqual({
      size: 307,
      root: plain(feed.tree.root()),
      head: 'first head',
      frozen: undefined,
      keyActs: [],
    })
    const leaves = await store().leaves(CHANNEL, 'alpha', 0, 1000, PLENTY_BYTES)
    expect(leaves.map(({ seq }) => seq)).toEqual(Array.from({ length: 307 }, (_, seq) => seq))
    expect(leaves[42]).toEqual({ seq: 42, bytes: plain(feed.leaf(42).bytes), body: plainBody(feed.leaf(42)) })
    expect(leaves[43]?.body).toBeUndefined()
    const resumed = TreeEdge.resume(307, await store().edge(CHANNEL, 'alpha'))
    expect(plain(resumed.root())).toEqual(plain(feed.tree.root()))
    expect(await store().check()).toEqual([])
  })

  it('has no partial tile on an edge that is exactly full', async () => {
    const feed = new Feed('alpha')
    await store().append(feed.batch(512))
    const edge = await store().edge(CHANNEL, 'alpha')
    expect(edge.map(({ level, index, width }) => ({ level, index, width }))).toEqual([
      { level: 1, index: 0, width: 2 },
    ])
  })

  it('keeps the feeds of several parties and channels apart', async () => {
    await store().putChannel(channelRow(OTHER))
    const feeds = [new Feed('alpha'), new Feed('beta'), new Feed('alpha', OTHER)]
    for (let round = 1; round <= 4; round++)
      for (const feed of feeds) await store().append(feed.batch(round * 20))
    await reopen()
    for (const { party, channel, tree } of feeds) {
      expect(await store().feed(channel, party)).toMatchObject({ size: 200, root: plain(tree.root()) })
    }
    expect(await store().feed(OTHER, 'beta')).toBeUndefined()
    expect(await store().check()).toEqual([])
  })

  it('stops reading leaves after the bytes allowed, but gives at least one', async () => {
    const feed = new Feed('alpha')
    await store().append(feed.batch(10))
    expect((await store().leaves(CHANNEL, 'alpha', 2, 9, 1)).map(({ seq }) => seq)).toEqual([2])
    const twoBytes = feed.bytesOf(2) + feed.bytesOf(3)
    expect((await store().leaves(CHANNEL, 'alpha', 2, 9, twoBytes)).map(({ seq }) => seq)).toEqual([2, 3])
    expect(await store().leaves(CHANNEL, 'alpha', 10, 20, PLENTY_BYTES)).toEqual([])
    expect(await store().leaves(CHANNEL, 'alpha', 5, 5, PLENTY_BYTES)).toEqual([])
  })

  it('lists the newest leaves of a feed and says which bodies are held', async () => {
    const [feed, other] = [new Feed('alpha'), new Feed('beta')]
    await store().append(feed.batch(10))
    await store().append(other.batch(10))
    await store().expunge(CHANNEL, 'alpha', 8)
    const list = await store().newest(CHANNEL, 'alpha', 10, 4, PLENTY_BYTES)
    expect(list.map(({ seq, hasBody }) => [seq, hasBody])).toEqual(
      [9, 8, 7, 6].map((seq) => [seq, seq !== 8 && feed.leaf(seq).body !== undefined]),
    )
    expect(list[0]?.bytes).toEqual(plain(feed.leaf(9).bytes))
    const rest = await store().newest(CHANNEL, 'alpha', 2, 9, PLENTY_BYTES)
    expect(rest.map(({ seq }) => seq)).toEqual([1, 0])
    expect(await store().newest(CHANNEL, 'alpha', 9, 9, 1)).toHaveLength(1)
    expect(await store().newest(CHANNEL, 'gamma', 9, 9, PLENTY_BYTES)).toEqual([])
  })

  it('refuses a batch that does not begin at the size, and writes nothing of it', async () => {
    const feed = new Feed('alpha')
    await store().append(feed.batch(5))
    const root = plain(feed.tree.root())
    const ahead = { ...feed.batch(5), from: 6 }
    await expect(store().append(ahead)).rejects.toMatchObject({ code: 'append-gap' })
    await expect(store().append({ ...ahead, from: 4 })).rejects.toMatchObject({ code: 'append-gap' })
    expect(await store().feed(CHANNEL, 'alpha')).toMatchObject({ size: 5, root })
    expect(await store().check()).toEqual([])
  })

  it('takes appends that are not awaited one by one', async () => {
    const feed = new Feed('alpha')
    await Promise.all(Array.from({ length: 50 }, () => store().append(feed.batch(3))))
    await reopen()
    expect((await store().feed(CHANNEL, 'alpha'))?.size).toBe(150)
    expect(await store().check()).toEqual([])
  })

  it('cuts a tile to the width asked, and has none where it is narrower', async () => {
    const feed = new Feed('alpha')
    await store().append(feed.batch(300))
    const full = await store().tile(CHANNEL, 'alpha', 0, 0, 256)
    expect(full?.length).toBe(256 * 32)
    expect(await store().tile(CHANNEL, 'alpha', 0, 0, 3)).toEqual(full?.subarray(0, 96))
    expect((await store().tile(CHANNEL, 'alpha', 0, 1, 44))?.length).toBe(44 * 32)
    expect(await store().tile(CHANNEL, 'alpha', 0, 1, 45)).toBeUndefined()
    expect(await store().tile(CHANNEL, 'alpha', 2, 0, 1)).toBeUndefined()
    expect(await store().tile(CHANNEL, 'beta', 0, 0, 1)).toBeUndefined()
  })

  it('keeps the newest head, also before any leaf is held', async () => {
    await store().noteHead(CHANNEL, 'beta', 'ahead')
    await reopen()
    expect(await store().feed(CHANNEL, 'beta')).toMatchObject({ size: 0, head: 'ahead' })
    await store().append(new Feed('beta').batch(1, 'with leaves'))
    await store().noteHead(CHANNEL, 'beta', 'later')
    expect(await store().feed(CHANNEL, 'beta')).toMatchObject({ size: 1, head: 'later' })
  })

  it('freezes a feed with its proof, and thaws it', async () => {
    await store().append(new Feed('beta').batch(1))
    await store().freeze(CHANNEL, 'beta', { reason: 'fork', proof: 'two heads', at: 7 })
    await reopen()
    const frozen = await store().feed(CHANNEL, 'beta')
    expect(frozen?.frozen).toEqual({ reason: 'fork', proof: 'two heads', at: 7 })
    await store().freeze(CHANNEL, 'beta', undefined)
    expect((await store().feed(CHANNEL, 'beta'))?.frozen).toBeUndefined()
  })

  it('keeps only the newest receipt of each party', async () => {
    await store().append(new Feed('alpha').batch(9))
    const old = { by: 'beta', size: 4, at: 100, note: 'four' }
    const newer = { by: 'beta', size: 9, at: 101, note: 'nine' }
    const other = { by: 'gamma', size: 2, at: 99, note: 'two' }
    for (const receipt of [old, newer, other, old]) await store().noteReceipt(CHANNEL, 'alpha', receipt)
    await reopen()
    expect(await store().receipts(CHANNEL, 'alpha')).toEqual([newer, other])
    expect(await store().receipts(CHANNEL, 'beta')).toEqual([])
  })

  it('expunges a body once, and leaves the record as it was', async () => {
    const feed = new Feed('alpha')
    await store().append(feed.batch(10))
    expect(await store().expunge(CHANNEL, 'alpha', 4)).toBe(true)
    expect(await store().expunge(CHANNEL, 'alpha', 4)).toBe(false)
    expect(await store().expunge(CHANNEL, 'alpha', 5)).toBe(false)
    expect(await store().expunge(CHANNEL, 'alpha', 99)).toBe(false)
    await reopen()
    const [gone, , next] = await store().leaves(CHANNEL, 'alpha', 4, 7, PLENTY_BYTES)
    expect(gone).toEqual({ seq: 4, bytes: plain(feed.leaf(4).bytes), body: undefined })
    expect(next?.body).toEqual(plainBody(feed.leaf(6)))
    expect(await store().check()).toEqual([])
  })
}

function locatingPromises(store: () => Store): void {
  it('finds an act by its id and by the first digits of it', async () => {
    const [feed, other] = [new Feed('alpha'), new Feed('beta')]
    await store().append(feed.batch(300))
    await store().append(other.batch(20))
    const id = hex(feed.leaf(299).hash)
    expect(await store().locate(CHANNEL, id)).toEqual([{ party: 'alpha', seq: 299, id }])
    expect(await store().locate(CHANNEL, id.slice(0, 15))).toEqual([{ party: 'alpha', seq: 299, id }])
    const other7 = hex(other.leaf(7).hash)
    expect(await store().locate(CHANNEL, other7.slice(0, 16))).toEqual([
      { party: 'beta', seq: 7, id: other7 },
    ])
  })

  it('gives several acts for a prefix that is ambiguous, and none for what is no prefix', async () => {
    const feed = new Feed('alpha')
    await store().append(feed.batch(300))
    const found = await store().locate(CHANNEL, hex(feed.leaf(0).hash).slice(0, 1))
    expect(found.length).toBeGreaterThan(1)
    expect(found.length).toBeLessThanOrEqual(16)
    for (const prefix of ['', 'xyz', 'ABCDEF', '0'.repeat(65), '%']) {
      expect(await store().locate(CHANNEL, prefix)).toEqual([])
    }
  })

  it('lists the acts of a matter over all feeds', async () => {
    const [feed, other] = [new Feed('alpha'), new Feed('beta')]
    const matter = hash('sha256', 'a matter', 'buffer')
    await store().append(feed.batch(2, undefined, matter))
    await store().append(other.batch(1))
    await store().append(other.batch(1, undefined, matter))
    const acts = await store().actsOfMatter(CHANNEL, hex(matter))
    expect(acts.toSorted((a, b) => a.party.localeCompare(b.party) || a.seq - b.seq)).toEqual([
      { party: 'alpha', seq: 0, bytes: plain(feed.leaf(0).bytes) },
      { party: 'alpha', seq: 1, bytes: plain(feed.leaf(1).bytes) },
      { party: 'beta', seq: 1, bytes: plain(other.leaf(1).bytes) },
    ])
    expect(await store().actsOfMatter(CHANNEL, 'e'.repeat(64))).toEqual([])
  })
}

function closingPromises(store: () => Store): void {
  it('refuses to work once closed, and can be closed twice', async () => {
    const closed = store()
    expect(await closed.sizeBytes()).toBeGreaterThan(0)
    await closed.flush()
    await closed.close()
    await closed.close()
    await expect(closed.channels()).rejects.toMatchObject({ code: 'store-closed' })
    await expect(closed.append(new Feed('alpha').batch(1))).rejects.toMatchObject({ code: 'store-closed' })
  })
}

/** A feed made for tests: real leaves in a real tree, every even leaf with a body. */
export class Feed {
  readonly party: string
  readonly channel: string
  readonly tree: TreeEdge = TreeEdge.empty()
  readonly #leaves: NewLeaf[] = []

  constructor(party: string, channel: string = CHANNEL) {
    this.party = party
    this.channel = channel
  }

  /** The next `count` leaves as a batch. */
  batch(count: number, head?: string, matter?: Hash): AppendBatch {
    const from = this.tree.size
    const leaves = Array.from({ length: count }, (_, i) =>
      newLeaf(this.channel, this.party, from + i, matter),
    )
    for (const { hash: leaf } of leaves) this.tree.append(leaf)
    this.#leaves.push(...leaves)
    const { channel, party } = this
    const batch = { channel, party, from, leaves, tiles: this.tree.takeTiles(), root: this.tree.root() }
    return head === undefined ? batch : { ...batch, head }
  }

  leaf(seq: number): NewLeaf {
    const leaf = this.#leaves[seq]
    if (leaf === undefined) throw new RangeError(`no leaf ${seq} was made`)
    return leaf
  }

  /** Bytes of leaf and body. */
  bytesOf(seq: number): number {
    return this.leaf(seq).bytes.length + (this.leaf(seq).body?.bytes.length ?? 0)
  }
}

function newLeaf(channel: string, party: string, seq: number, matter: Hash | undefined): NewLeaf {
  const body =
    seq % 2 === 0 ? { salt: randomBytes(32), bytes: Buffer.from(`text of ${party} ${seq}`) } : undefined
  const commitment = body === undefined ? {} : { body: commitBody(body.salt, body.bytes, 'text/plain') }
  const bytes = Buffer.from(JSON.stringify({ channel, party, seq, ...commitment }))
  const leaf = { bytes, hash: leafHash(bytes), matter }
  return body === undefined ? leaf : { ...leaf, body }
}

/** A channel of alpha and beta as it is put for tests. */
export function channelRow(id: string): ChannelRow {
  return {
    id,
    genesis: plain(Buffer.from(`genesis of ${id}`)),
    charter: plain(Buffer.from('charter')),
    self: 'alpha',
    cards: { alpha: '{"name":"A"}', beta: '{"name":"B"}' },
    status: 'proposed',
  }
}

/** Comparisons look at the type too, and a store may give any kind of Uint8Array. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}

function plainBody({ body }: NewLeaf): NewLeaf['body'] {
  return body === undefined ? undefined : { salt: plain(body.salt), bytes: plain(body.bytes) }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
