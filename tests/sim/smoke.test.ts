import { expect, it } from 'vitest'
import { EventQueue } from './event-queue.ts'
import { SeededRng } from './random.ts'
import { SimNet } from './sim-net.ts'
import { SimNode } from './sim-node.ts'

it('two simulated nodes found a channel, exchange acts and settle them', async () => {
  const queue = new EventQueue()
  const net = new SimNet(queue, new SeededRng(1, 'net'))
  const us = new SimNode('us', 1, queue, net)
  const cn = new SimNode('cn', 1, queue, net)
  const a = await us.start()
  const b = await cn.start()
  const proposal = await a.propose([b.card], Buffer.from('charter'))
  const agreed = await b.accept(proposal)
  await a.open(agreed)
  await queue.runUntil(1_000)
  const channel = a.channel(proposal.id)
  const opened = await channel.act({
    type: 'evidence.deposit',
    data: {
      exhibits: [
        {
          hmac: '0'.repeat(64),
          mediaType: 'text/plain',
          plainBytes: 1,
          sealed: '1'.repeat(64),
          sealedBytes: 2,
        },
      ],
    },
    body: { bytes: Buffer.from('{}'), type: 'application/json' },
  })
  let received = false
  let settled = false
  void channel.received(opened.seq).then(() => (received = true))
  void channel.settled(opened.seq).then(() => (settled = true))
  await queue.runUntil(10_000, () => received && settled)
  expect([us.logged, cn.logged]).toEqual([[], []])
  expect([received, settled]).toEqual([true, true])
})
