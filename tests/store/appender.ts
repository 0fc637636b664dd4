/**
 * A process to be killed: appends to the store named by its argument for ever, and prints each acknowledged size.
 * Leaves are made from their number alone, so that the killer can make the same tree.
 */
import { hash } from 'node:crypto'
import { commitBody, leafHash, TreeEdge } from '../../src/record/index.ts'
import { SqliteStore, StoreError } from '../../src/store/index.ts'
import type { NewLeaf } from '../../src/store/index.ts'

export const CHANNEL: string = 'c'.repeat(64)
export const PARTY: string = 'alpha'
/** Large enough that checkpoints happen many times in the life of one process. */
const BODY_BYTES = 1024
const GROUP_LEAVES_MAX = 60

export function leafNumber(seq: number): NewLeaf {
  const salt = hash('sha256', `salt ${seq}`, 'buffer')
  const body = { salt, bytes: Buffer.alloc(BODY_BYTES, `body ${seq} `) }
  const bytes = Buffer.from(JSON.stringify({ seq, body: commitBody(salt, body.bytes, 'text/plain') }))
  return {
    bytes,
    hash: leafHash(bytes),
    matter: hash('sha256', `matter ${Math.floor(seq / 7)}`, 'buffer'),
    body,
  }
}

async function appendForEver(path: string): Promise<void> {
  const store = await SqliteStore.open(path)
  if ((await store.channels()).length === 0) {
    const none = new Uint8Array(0)
    await store.putChannel({
      id: CHANNEL,
      genesis: none,
      charter: none,
      self: PARTY,
      cards: {},
      status: 'open',
    })
  }
  const size = (await store.feed(CHANNEL, PARTY))?.size ?? 0
  const tree = TreeEdge.resume(size, await store.edge(CHANNEL, PARTY))
  for (let round = 0; ; round++) {
    const from = tree.size
    const leaves = Array.from({ length: 1 + ((round * 37) % GROUP_LEAVES_MAX) }, (_, i) =>
      leafNumber(from + i),
    )
    for (const leaf of leaves) tree.append(leaf.hash)
    await store.append({
      channel: CHANNEL,
      party: PARTY,
      from,
      leaves,
      tiles: tree.takeTiles(),
      root: tree.root(),
    })
    process.stdout.write(`${tree.size}\n`)
    await store.noteMatters(CHANNEL, { [PARTY]: tree.size }, [
      {
        no: 0,
        id: hash('sha256', `matter ${round % 50}`, 'hex'),
        kind: 'request',
        status: 'open',
        state: '{}',
        onClock: PARTY,
        dueMs: round,
        lapsesMs: undefined,
        openedMs: undefined,
      },
    ])
  }
}

const path = process.argv[2]
if (import.meta.main && path !== undefined) {
  await appendForEver(path).catch((error: unknown) => {
    process.stdout.write(`refused ${error instanceof StoreError ? error.code : String(error)}\n`)
  })
}
