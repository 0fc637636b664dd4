import { TreeEdge, type ChannelId, type PartyId, leafHash } from '../../src/record/index.ts'
import { filedUnder } from '../../src/exchange/index.ts'
import { parseLeaf } from '../../src/record/index.ts'
import { type NewLeaf, SqliteStore, type Store } from '../../src/store/index.ts'

/**
 * A copy of a disk as a backup would hold it: channels, feeds, bodies, receipts, heads. What is derived is left out, so
 * the copy also shows that a node makes it again.
 */
export async function copyOfDisk(from: Store): Promise<SqliteStore> {
  const to = await SqliteStore.open(':memory:')
  for (const row of await from.channels()) {
    await to.putChannel(row)
    for (const party of Object.keys(row.cards)) await copyFeed(from, to, row.id, party)
  }
  return to
}

async function copyFeed(from: Store, to: Store, channel: ChannelId, party: PartyId): Promise<void> {
  const feed = await from.feed(channel, party)
  if (feed === undefined) return
  const leaves: NewLeaf[] = []
  for (const { bytes, body, seq } of await from.leaves(
    channel,
    party,
    0,
    feed.size,
    Number.MAX_SAFE_INTEGER,
  )) {
    const hash = leafHash(bytes)
    const matter = seq === 0 ? undefined : filedUnder(channel, parseLeaf(bytes), hash)
    leaves.push(body === undefined ? { bytes, hash, matter } : { bytes, hash, matter, body })
  }
  // In stretches that end at changes of keys, as it grew: the head of each is kept beside the newest.
  const turns = feed.keyActs.map(({ head, seq }) => ({ head, size: seq + 1, keyActs: [seq] }))
  const tree = TreeEdge.empty()
  for (const { head, keyActs, size } of [...turns, { head: feed.head, size: feed.size, keyActs: [] }]) {
    const from = tree.size
    const stretch = leaves.slice(from, size)
    for (const { hash } of stretch) tree.append(hash)
    const grown = { from, leaves: stretch, tiles: tree.takeTiles(), root: tree.root(), keyActs }
    if (stretch.length > 0) await to.append({ channel, party, ...grown })
    if (head !== undefined) await to.noteHead(channel, party, head)
  }
  for (const receipt of await from.receipts(channel, party)) await to.noteReceipt(channel, party, receipt)
  if (feed.frozen !== undefined) await to.freeze(channel, party, feed.frozen)
}
