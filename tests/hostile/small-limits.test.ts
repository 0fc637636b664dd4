import { hash } from 'node:crypto'
import { expect, it } from 'vitest'
import { DEFAULT_LIMITS, propose, type LiveChannel } from '../../src/app/index.ts'
import { signersFromSeeds } from '../../src/record/index.ts'
import { EventQueue } from '../sim/event-queue.ts'
import { SeededRng } from '../sim/random.ts'
import { SimNet } from '../sim/sim-net.ts'
import { SimNode } from '../sim/sim-node.ts'

type Draft = Parameters<LiveChannel['act']>[0]

/** The least that a genesis may fix. */
const SMALLEST_LEAF_LIMIT_BYTES = 1_024

/** So many exhibits take about 300 bytes each in the leaf. */
function deposit(exhibits: number): Draft {
  const listed = Array.from({ length: exhibits }, (_, i) => {
    const sealed = hash('sha256', String(i))
    return { hmac: sealed, mediaType: 'text/plain', plainBytes: 1, sealed, sealedBytes: 2 }
  })
  const body = { bytes: Buffer.from('{}'), type: 'application/json' }
  return { type: 'evidence.deposit', data: { exhibits: listed }, body }
}

it('an act too large for the leaves that a proposer has fixed is refused alone and never stands in the feed', async () => {
  const queue = new EventQueue()
  const net = new SimNet(queue, new SeededRng(3, 'net'))
  const machines = [new SimNode('us', 3, queue, net), new SimNode('cn', 3, queue, net)] as const
  const [us, cn] = [await machines[0].start(), await machines[1].start()]
  const { clock, highWater, secrets, store } = cn.needs
  const needs = { clock, highWater, store, signers: signersFromSeeds(secrets.seeds), card: cn.card }
  const limits = { ...DEFAULT_LIMITS, leafBytes: SMALLEST_LEAF_LIMIT_BYTES }
  const founding = await us.accept(await propose(needs, [us.card], Buffer.from('charter'), limits))
  await cn.open(founding)
  await queue.runUntil(queue.nowMs + 2_000)
  const channel = us.channel(founding.id)
  const codes: unknown[] = []
  const seqs: number[] = []
  for (const exhibits of [1, 8, 1])
    channel.act(deposit(exhibits)).then(
      ({ seq }) => seqs.push(seq),
      (cause: unknown) => codes.push(cause instanceof Error && 'code' in cause ? cause.code : cause),
    )
  await queue.runUntil(queue.nowMs + 2_000)
  expect({ codes, seqs }).toEqual({ codes: ['leaf-too-large'], seqs: [1, 2] })
  expect(channel.held.feeds.get('us')?.receipts.get('cn')?.size).toBe(3)
  for (const machine of machines) {
    machine.crash()
    await machine.disk.close()
  }
})
