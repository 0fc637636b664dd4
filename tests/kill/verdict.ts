import { join } from 'node:path'
import { contextOf, decodeMatter, foldMatter } from '../../src/channel/index.ts'
import type { AdmittedAct, FoldContext } from '../../src/acts/index.ts'
import {
  TreeEdge,
  actIdOf,
  leafHash,
  parseGenesis,
  parseLeaf,
  verifyHead,
  type FeedKeys,
} from '../../src/record/index.ts'
import { keysOf, resumeChannel, type HeldChannel } from '../../src/exchange/index.ts'
import { HighWaterFolder, SqliteStore, type Store, type StoredLeaf } from '../../src/store/index.ts'
import { type ExhibitTally, checkExhibits } from './exhibits.ts'
import type { Journal, SentHead } from './journal.ts'
import type { Victim } from './victim.ts'

/** What was found to be as promised. */
export interface Tally extends ExhibitTally {
  /** Acts that their author was told are recorded, and of those the ones it was told are received. */
  readonly acknowledged: number
  readonly received: number
  /** Acts of both feeds at the end: those in flight at a kill may stand without having been acknowledged. */
  readonly acts: number
  readonly heads: number
  readonly matters: number
}

const PAGE = 500
const PLENTY_BYTES = 64 * 1024 * 1024

/** A dead node's folder must hold what it acknowledged: to its officers, and by receipts to its peer. */
export async function lookAtDead(dead: Victim, nodes: readonly Victim[], channel: string): Promise<void> {
  const store = await SqliteStore.open(join(dead.dir, 'store.sqlite'))
  try {
    for (const { journal, party } of nodes) {
      journal.refresh()
      const size = (await store.feed(channel, party))?.size ?? 0
      const promised =
        party === dead.party ? Math.max(0, ...journal.recorded.keys()) + 1 : journal.receivedSize
      if (size < promised)
        throw new Error(`"${dead.party}" holds ${size} acts of "${party}", but vouched for ${promised}`)
    }
  } finally {
    await store.close()
  }
}

/** Holds two folders against each other, and both against what their nodes were told. Throws an Error in words. */
export async function verdict(nodes: readonly Victim[], channel: string): Promise<Tally> {
  for (const { journal, party } of nodes) {
    journal.refresh()
    must(journal.faults.length === 0, `"${party}" met ${journal.faults.length} faults: ${journal.faults[0]}`)
  }
  const stores = await Promise.all(nodes.map((node) => SqliteStore.open(join(node.dir, 'store.sqlite'))))
  try {
    for (const [i, store] of stores.entries()) {
      const findings = await store.check()
      must(findings.length === 0, `the store of "${nodes[i]?.party}" is damaged: ${findings[0]}`)
    }
    const trees = await Promise.all(nodes.map((node) => readFeed(stores, channel, node)))
    for (const [i, node] of nodes.entries()) await checkMark(node, channel, trees[i])
    const heads = checkHeads(
      nodes.map(({ journal }) => journal),
      trees,
    )
    for (const store of stores) await checkStoredHeads(store, channel, trees)
    const acts = new Map(
      trees.flatMap(({ acts }) => acts).map((act) => [`${act.leaf.party}/${act.leaf.seq}`, act]),
    )
    return {
      acknowledged: sum(nodes.map(({ journal }) => journal.recorded.size)),
      received: sum(nodes.map(({ journal }) => journal.receivedCount)),
      acts: acts.size,
      heads,
      matters: await checkMatters(stores, channel, acts),
      ...(await checkExhibits(nodes, stores, channel, acts.values())),
    }
  } finally {
    for (const store of stores) await store.close()
  }
}

/** One feed as it stands on both sides, with the root of each of its sizes. */
interface FeedRead {
  readonly party: string
  readonly roots: readonly string[]
  readonly acts: readonly AdmittedAct[]
}

async function readFeed(stores: readonly Store[], channel: string, author: Victim): Promise<FeedRead> {
  const { journal, party } = author
  const rows = await Promise.all(stores.map((store) => store.feed(channel, party)))
  const [first] = rows
  must(first !== undefined, `the feed of "${party}" is not held`)
  for (const row of rows)
    must(row?.size === first?.size && hex(row?.root) === hex(first?.root), `the feeds of "${party}" differ`)
  const tree = TreeEdge.empty()
  const [roots, acts, ids]: [string[], AdmittedAct[], Set<string>] = [[hex(tree.root())], [], new Set()]
  for await (const [own, theirs] of leavesOfBoth(stores, channel, party)) {
    must(own.bytes.equals(theirs.bytes), `leaf ${tree.size} of "${party}" differs`)
    const hash = leafHash(own.bytes)
    tree.append(hash)
    roots.push(hex(tree.root()))
    if (tree.size === 1) continue
    const act = { id: actIdOf(hash), leaf: parseLeaf(own.bytes) }
    must(!ids.has(act.id), `act ${act.id} stands twice in the feed of "${party}"`)
    must(act.leaf.body === undefined || (own.held && theirs.held), `the body of act ${act.id} is lost`)
    ids.add(act.id)
    acts.push(act)
  }
  must(hex(tree.root()) === hex(first?.root), `the root of "${party}" is not that of its leaves`)
  for (const [seq, id] of journal.recorded)
    must(acts[seq - 1]?.id === id, `act ${seq} of "${party}" was recorded as ${id} and is not there`)
  must(journal.receivedSize <= tree.size, `more of "${party}" was received than there is`)
  return { party, roots, acts }
}

interface BothLeaf {
  readonly bytes: Buffer
  readonly held: boolean
}

async function* leavesOfBoth(
  stores: readonly Store[],
  channel: string,
  party: string,
): AsyncGenerator<[BothLeaf, BothLeaf]> {
  for (let from = 0; ;) {
    const runs = await Promise.all(
      stores.map((store) => store.leaves(channel, party, from, from + PAGE, PLENTY_BYTES)),
    )
    const [ours, theirs] = runs
    if (ours === undefined || ours.length === 0) return
    for (const [i, leaf] of ours.entries()) yield [seenLeaf(leaf), seenLeaf(theirs?.[i])]
    from += ours.length
  }
}

function seenLeaf(leaf: StoredLeaf | undefined): BothLeaf {
  return { bytes: Buffer.from(leaf?.bytes ?? []), held: leaf?.body !== undefined }
}

/** The mark that stands outside the store: what was signed last is what is there. */
async function checkMark(node: Victim, channel: string, feed: FeedRead | undefined): Promise<void> {
  const folder = await HighWaterFolder.open(join(node.dir, 'high-water'))
  const mark = await folder.read(channel)
  await folder.close()
  const size = (feed?.roots.length ?? 0) - 1
  must(mark?.size === size, `the mark of "${node.party}" says ${mark?.size}; its feed has ${size}`)
  must(hex(mark?.root) === feed?.roots[size], `the mark of "${node.party}" names another root`)
}

/** Every head that ever left a node must be one of the roots of the one history there is. */
function checkHeads(journals: readonly Journal[], feeds: readonly FeedRead[]): number {
  const heads = journals.flatMap((journal): readonly SentHead[] => journal.heads)
  for (const { party, root, size } of heads) {
    const feed = feeds.find((each) => each.party === party)
    must(feed?.roots[size] === root, `"${party}" signed size ${size} with another root than it has`)
  }
  return new Set(heads.map(({ party, size }) => `${party} ${size}`)).size
}

async function checkStoredHeads(store: Store, channel: string, feeds: readonly FeedRead[]): Promise<void> {
  const held = await heldOf(store, channel)
  for (const { party, roots } of feeds) {
    const note = (await store.feed(channel, party))?.head
    must(note !== undefined, `no head of "${party}" is held`)
    const keys: FeedKeys = keysOf(held.keys, party)
    const head = verifyHead(note ?? '', keys)
    must(
      head.size === roots.length - 1 && hex(head.root) === roots[head.size],
      `the head of "${party}" is old`,
    )
    for (const receipt of await store.receipts(channel, party))
      must(receipt.size === head.size, `the receipt of "${receipt.by}" for "${party}" is old`)
  }
}

/** Each matter as both have it folded, and as it folds from nothing. */
async function checkMatters(
  stores: readonly Store[],
  channel: string,
  acts: ReadonlyMap<string, AdmittedAct>,
): Promise<number> {
  const context = await contextIn(stores[0], channel)
  const states = await Promise.all(stores.map((store) => statesOf(store, channel)))
  const [first, second] = states
  must(first?.size === second?.size, `one node has ${first?.size} matters, the other ${second?.size}`)
  for (const [id, state] of first ?? []) {
    must(second?.get(id) === state, `the state of matter ${id} differs`)
    const places = (await stores[0]?.actsOfMatter(channel, id)) ?? []
    const of = places.map(({ party, seq }) => acts.get(`${party}/${seq}`)).filter((act) => act !== undefined)
    must(of.length === places.length, `matter ${id} lists acts that are not there`)
    const folded = foldMatter(id, of, context)
    must(
      folded.kind === 'folded' && JSON.stringify(folded.matter.now) === state,
      `matter ${id} folds to another state from nothing`,
    )
  }
  return first?.size ?? 0
}

async function statesOf(store: Store, channel: string): Promise<Map<string, string>> {
  const states = new Map<string, string>()
  for (let after = 0; ;) {
    const rows = await store.matters(channel, after, PAGE)
    for (const { id, state } of rows) states.set(id, JSON.stringify(decodeMatter(state).now))
    const last = rows.at(-1)
    if (last === undefined) return states
    after = last.no
  }
}

async function contextIn(store: Store | undefined, channel: string): Promise<FoldContext> {
  const row = (await store?.channels())?.find(({ id }) => id === channel)
  if (row === undefined) throw new Error('the channel is gone')
  return contextOf(channel, parseGenesis(row.genesis))
}

async function heldOf(store: Store, channel: string): Promise<HeldChannel> {
  const row = (await store.channels()).find(({ id }) => id === channel)
  if (row === undefined) throw new Error('the channel is gone')
  return resumeChannel(row, store)
}

function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise)
}

function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('hex')
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
