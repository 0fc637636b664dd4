import { expect, it } from 'vitest'
import { feedOf } from '../../src/exchange/index.ts'
import { EventQueue } from './event-queue.ts'
import { SeededRng } from './random.ts'
import { SimNet } from './sim-net.ts'
import { SimNode } from './sim-node.ts'

it('a receipt that a crash kept from being given is given to an author whom nobody can call', async () => {
  const queue = new EventQueue()
  const net = new SimNet(queue, new SeededRng(1, 'net'))
  const us = new SimNode('us', 1, queue, net)
  const cn = new SimNode('cn', 1, queue, net, { reachable: false })
  const [a, b] = [await us.start(), await cn.start()]
  const founding = await b.accept(await a.propose([b.card], Buffer.from('charter')))
  await a.open(founding)
  await queue.runUntil(60_000)
  const ours = feedOf(a.channel(founding.id).held, 'cn')
  const theirs = feedOf(b.channel(founding.id).held, 'cn')
  const { size } = theirs.tree
  expect(theirs.receipts.get('us')?.size).toBe(size)

  // As after a crash between keeping the leaves and cosigning their head.
  for (const feed of [ours, theirs]) feed.receipts.delete('us')
  await queue.runUntil(180_000, () => theirs.receipts.has('us'))
  expect(theirs.receipts.get('us')?.size).toBe(size)
  await us.disk.close()
  await cn.disk.close()
})
