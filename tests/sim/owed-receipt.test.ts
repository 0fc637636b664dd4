import { afterEach, describe, expect, it } from 'vitest'
import { ACT_EXAMPLES } from '../../src/acts/index.ts'
import type { EntenteNode } from '../../src/app/index.ts'
import { type HeldFeed, feedOf, keysOf } from '../../src/exchange/index.ts'
import { verifyHead } from '../../src/record/index.ts'
import { EventQueue } from './event-queue.ts'
import { SeededRng } from './random.ts'
import { SimNet } from './sim-net.ts'
import { SimNode } from './sim-node.ts'

interface Pair {
  readonly queue: EventQueue
  readonly net: SimNet
  readonly channel: string
  readonly peer: SimNode
  readonly author: SimNode
}

const open: SimNode[] = []
afterEach(async () => {
  for (const machine of open.splice(0)) {
    if (machine.alive) machine.crash()
    await machine.disk.close()
  }
})

/** A channel of "us" and "cn", the author, in which all is receipted; one of them cannot be called by the other. */
async function pair(silent: string): Promise<Pair> {
  const queue = new EventQueue()
  const net = new SimNet(queue, new SeededRng(1, 'net'))
  const [peer, author] = ['us', 'cn'].map(
    (party) => new SimNode(party, 1, queue, net, { reachable: party !== silent }),
  )
  if (peer === undefined || author === undefined) throw new Error('no machines')
  open.push(peer, author)
  const [us, cn] = [await peer.start(), await author.start()]
  const founding = await cn.accept(await us.propose([cn.card], Buffer.from('charter')))
  await us.open(founding)
  await queue.runUntil(60_000)
  return { queue, net, channel: founding.id, peer, author }
}

function running(machine: SimNode): EntenteNode {
  if (machine.node === undefined) throw new Error(`${machine.host} does not run`)
  return machine.node
}

/** The author's feed as one of the two holds it. */
function held(machine: SimNode, channel: string): HeldFeed {
  return feedOf(running(machine).channel(channel).held, 'cn')
}

describe.each([
  ['an author whom nobody can call', 'cn'],
  ['a peer whom nobody can call', 'us'],
  ['two who can call each other', ''],
])('between %s and the other, a receipt', (_who, silent) => {
  it('that a crash kept from being given is given', async () => {
    const { author, channel, peer, queue } = await pair(silent)
    const theirs = held(author, channel)
    const { size } = theirs.tree
    expect(theirs.receipts.get('us')?.size).toBe(size)

    // As after a crash between keeping the leaves and cosigning their head.
    for (const feed of [held(peer, channel), theirs]) feed.receipts.delete('us')
    await queue.runUntil(180_000, () => theirs.receipts.has('us'))
    expect(theirs.receipts.get('us')?.size).toBe(size)
  })

  it('for what is held is given to an author who lost with a disk what it had promised beyond', async () => {
    const { author, channel, net, peer, queue } = await pair(silent)
    const backup = await author.takeDisk()
    const { size } = held(author, channel).tree
    net.cut(author.host, peer.host)
    const live = running(author).channel(channel)
    const body = { bytes: Buffer.from('{}'), type: 'application/json' }
    await live.act({
      type: 'directory.agency.list',
      data: { ...ACT_EXAMPLES['directory.agency.list'] },
      body,
    })
    const promised = held(author, channel).head
    expect(promised?.size).toBe(size + 1)

    // As when the peer was shown the new head, and its leaf had seen acts that had not come yet.
    const ours = held(peer, channel)
    const { keys } = running(peer).channel(channel).held
    ours.head = verifyHead(promised?.note ?? '', keysOf(keys, 'cn'))
    ours.unreached = ours.head
    author.crash()
    await author.putDisk(backup)
    await backup.close()
    const rows = await author.disk.receipts(channel, 'cn')
    expect(rows).toMatchObject([{ by: 'us', size }])
    await author.start()
    for (const feed of [ours, held(author, channel)]) feed.receipts.delete('us')
    net.mend(author.host, peer.host)

    const theirs = held(author, channel)
    await queue.runUntil(queue.nowMs + 120_000, () => theirs.receipts.has('us'))
    expect(theirs.receipts.get('us')?.size).toBe(size)
    expect(ours.head.size).toBe(size + 1)
    expect(running(author).channel(channel).readiness).toMatchObject({
      writable: false,
      reason: { missing: 1 },
    })
  })
})
