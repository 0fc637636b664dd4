import { hash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { found, makeRecord, pieces } from './made-record.ts'
import type { MadeRecord, RecordPlan } from './made-record.ts'
import { channelInFile, exportChannel } from '../../src/exchange/index.ts'
import { type Leaf, verifyForkProof, verifyRecord } from '../../src/record/index.ts'
import { CarryingNode, fileOf, inMemory } from './carrying-node.ts'

const EXHIBIT = Buffer.from('a sealed exhibit in more than one segment')
const PLAN: RecordPlan = { parties: ['alpha', 'beta'], acts: 12, bodyBytes: 24, exhibit: EXHIBIT }
/** Acts that alternate between parties are admitted one by one: hundreds of signature checks. */
const LONG_MS = 120_000
const nodes: CarryingNode[] = []
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.close()
})

function makeOf(plan: Partial<RecordPlan> = {}): Promise<MadeRecord> {
  return makeRecord({ ...PLAN, ...plan })
}

async function nodeOf(made: MadeRecord, self = 'beta'): Promise<CarryingNode> {
  const node = await CarryingNode.open(made, self)
  nodes.push(node)
  return node
}

/** The same history up to an act, and another from there on. */
function otherwise(party: string, seq: number): (leaf: Leaf) => Leaf {
  return (leaf) => (leaf.party === party && leaf.seq >= seq ? { ...leaf, data: { otherwise: true } } : leaf)
}

describe('a carried file that is imported', () => {
  it('brings in every feed, body, receipt and exhibit, and the file made afterwards verifies', async () => {
    const made = await makeOf()
    const node = await nodeOf(made)
    const imported = await node.import(await fileOf(made))
    expect(imported.feeds).toMatchObject([
      { party: 'alpha', added: 12, size: 13, receipt: { by: 'beta', size: 13 }, refused: undefined },
      { party: 'beta', added: 12, size: 13, receipt: undefined, refused: undefined },
    ])
    const sealed = hash('sha256', EXHIBIT, 'hex')
    expect(imported.exhibits).toBe(1)
    expect(Buffer.from(await node.context.vault.read(sealed, 0, 1_000))).toEqual(EXHIBIT)
    expect(node.events.filter((event) => !event.startsWith('admitted'))).toEqual([
      'receipted beta alpha 13',
      'told alpha 13',
      `exhibit ${sealed}`,
    ])
    const reply = await verifyRecord(pieces(await node.export()))
    expect(reply.findings).toEqual([])
    expect(
      reply.feeds.map(({ party, size, receipts, bodies }) => [party, size, receipts.length, bodies.held]),
    ).toEqual([
      ['alpha', 13, 1, 12],
      ['beta', 13, 1, 12],
    ])
    expect(reply.exhibits.held).toBe(1)
  })

  it('ends in the same state when it is imported twice, and when an older one follows', async () => {
    const made = await makeOf()
    const node = await nodeOf(made)
    await node.import(await fileOf(made))
    const state = await node.state()
    const again = await node.import(await fileOf(made))
    expect(again.feeds.map(({ added, refused }) => [added, refused])).toEqual([
      [0, undefined],
      [0, undefined],
    ])
    expect(await node.state()).toEqual(state)
    await node.import(await fileOf(await makeOf({ acts: 5 })))
    expect(await node.state()).toEqual(state)
  })

  it(
    'ends in the same state by one file or by many, across bundles',
    async () => {
      const whole = await makeOf({ acts: 300 })
      const [once, often] = [await nodeOf(whole), await nodeOf(whole)]
      await once.import(await fileOf(whole))
      for (const acts of [3, 255, 256, 300]) {
        const { feeds } = await often.import(await fileOf(await makeOf({ acts })))
        expect(feeds.map(({ size, refused }) => [size, refused])).toEqual([
          [acts + 1, undefined],
          [acts + 1, undefined],
        ])
      }
      expect(await often.state()).toEqual(await once.state())
      expect((await verifyRecord(pieces(await often.export()))).findings).toEqual([])
    },
    LONG_MS,
  )

  it('gives a node that was restored from a backup its own acts back and tells it who had seen them', async () => {
    const made = await makeOf({ acts: 40 })
    const node = await nodeOf(made, 'alpha')
    await node.import(await fileOf(await makeOf({ acts: 10 })))
    const later = await node.import(await fileOf(made))
    expect(later.feeds[0]).toMatchObject({ party: 'alpha', added: 30, size: 41, receipt: undefined })
    expect(node.events.filter((event) => event.startsWith('told'))).toEqual(['told beta 11', 'told beta 41'])
  })

  it('tells from the deps of a peer’s acts how much of its own feed the peer has seen', async () => {
    const node = await nodeOf(await makeOf(), 'alpha')
    await node.import(await fileOf(await makeOf({ receipted: 0 })))
    expect(node.events.filter((event) => event.startsWith('told'))).toEqual(['told beta 13'])
  })

  it('takes a body that is not in the file for expunged, and the rest as it is', async () => {
    const made = await makeOf({ expunged: new Set(['alpha/2', 'beta/7']) })
    const node = await nodeOf(made)
    await node.import(await fileOf(made))
    expect(await node.state()).toMatchObject({
      alpha: { size: 13, bodies: 11 },
      beta: { size: 13, bodies: 11 },
    })
  })
})

describe('a carried file whose author signed two histories', () => {
  it('freezes the feed with a proof when it is longer than what is held, and takes what does not rest on it', async () => {
    const made = await makeOf({ acts: 3 })
    const node = await nodeOf(made, 'alpha')
    await node.import(await fileOf(made))
    const forked = await makeOf({ acts: 6, change: otherwise('beta', 2) })
    const { feeds } = await node.import(await fileOf(forked))
    expect(feeds.map(({ party, added, refused }) => [party, added, refused?.code])).toEqual([
      ['alpha', 1, 'deps-future'],
      ['beta', 0, 'feed-forked'],
    ])
    const proof = found(node.channel.feeds.get('beta')?.frozen).proof
    expect(verifyForkProof(proof)).toMatchObject({ channel: made.channel, party: 'beta', sizes: [4, 7] })
    const third = await node.import(await fileOf(forked))
    expect(third.feeds[1]?.refused?.code).toBe('feed-frozen')
  })

  it.each([6, 4])('freezes the feed when the file ends at act %i of 6 that are held', async (acts) => {
    const made = await makeOf({ acts: 6 })
    const node = await nodeOf(made, 'alpha')
    await node.import(await fileOf(made))
    const { feeds } = await node.import(await fileOf(await makeOf({ acts, change: otherwise('beta', 2) })))
    expect(feeds[1]?.refused?.code).toBe('feed-forked')
    expect(verifyForkProof(found(node.channel.feeds.get('beta')?.frozen).proof).party).toBe('beta')
  })
})

describe('a carried file that is refused', () => {
  it('changes nothing when a byte of it is wrong', async () => {
    const made = await makeOf()
    const node = await nodeOf(made)
    const before = await node.state()
    const bytes = await fileOf(made)
    for (const at of [600, 20_000, 40_000, bytes.length - 3_000, bytes.length - 1]) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 0x10
      await expect(node.import(changed), `byte ${at}`).rejects.toMatchObject({ code: 'archive-malformed' })
    }
    await expect(node.import(Buffer.from('no archive'))).rejects.toMatchObject({ code: 'archive-malformed' })
    await expect(node.import(bytes.subarray(0, bytes.length - 512))).rejects.toMatchObject({
      code: 'archive-malformed',
    })
    expect(await node.state()).toEqual(before)
    expect(node.events).toEqual([])
  })

  it('is told to be of another channel', async () => {
    const node = await nodeOf(await makeOf())
    const other = await makeRecord({ ...PLAN, parties: ['beta', 'alpha'] })
    const bytes = await fileOf(other)
    await expect(node.import(bytes)).rejects.toMatchObject({ code: 'archive-foreign' })
    expect(await channelInFile(inMemory(bytes))).toBe(other.channel)
  })
})

describe('a channel that is exported', () => {
  it(
    'stands as it was when the first byte was asked for, whatever is admitted meanwhile',
    async () => {
      const made = await makeOf({ acts: 300 })
      const node = await nodeOf(made)
      await node.import(await fileOf(await makeOf({ acts: 270 })))
      const writing = exportChannel(node.context.store, node.context.vault, node.channel, { exhibits: true })
      const chunks: Uint8Array[] = []
      for await (const chunk of writing) {
        if (chunks.length === 10) await node.import(await fileOf(made))
        chunks.push(chunk)
      }
      const record = await verifyRecord(pieces(Buffer.concat(chunks)))
      expect(record.findings).toEqual([])
      expect(record.feeds.map(({ size }) => size)).toEqual([271, 271])
      expect(node.channel.feeds.get('alpha')?.tree.size).toBe(301)
    },
    LONG_MS,
  )

  it('leaves exhibits out when asked, and says so when it is verified', async () => {
    const made = await makeOf()
    const node = await nodeOf(made)
    await node.import(await fileOf(made))
    const record = await verifyRecord(pieces(await node.export(false)))
    expect(record.findings).toEqual([])
    expect(record.exhibits).toMatchObject({ held: 0, absent: 1 })
  })

  it('steps back to a head that a receipt remembers while a feed is being caught up', async () => {
    const made = await makeOf({ acts: 20 })
    const node = await nodeOf(made)
    await node.import(await fileOf(await makeOf({ acts: 5 })))
    // As in the middle of a catch-up: the head is known, its leaves are not all here yet.
    const alpha = found(node.channel.feeds.get('alpha'))
    alpha.head = { ...found(alpha.head), size: 21, note: await made.headAt('alpha', 21) }
    const record = await verifyRecord(pieces(await node.export()))
    expect(record.findings).toEqual([])
    expect(record.feeds.map(({ size }) => size)).toEqual([6, 6])
    const bare = await nodeOf(made, 'alpha')
    const beta = found(bare.channel.feeds.get('beta'))
    beta.head = { ...found(beta.head), size: 21, note: await made.headAt('beta', 21) }
    await expect(bare.export()).rejects.toMatchObject({ code: 'head-behind' })
  })
})
