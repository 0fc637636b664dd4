import { afterEach, expect, it } from 'vitest'
import { ApiRecord } from '../../src/app/index.ts'
import type { SimNode } from '../sim/sim-node.ts'
import { TwoNodes } from './two-nodes.ts'

let two: TwoNodes | undefined
afterEach(() => two?.end())

function recordOf(machine: SimNode): ApiRecord {
  if (machine.node === undefined) throw new Error(`${machine.host} does not run`)
  return new ApiRecord(machine.node)
}

it('a feed is listed from its newest entry, with what became of each, on both nodes alike', async () => {
  two = await TwoNodes.found()
  const { us, cn, id } = two
  const opened = await two.during(
    two.channelOf(us).act({
      type: 'case.open',
      data: { marks: { handling: [], tlp: 'AMBER' }, offences: ['ransomware'] },
      body: { bytes: Buffer.from('{"title":"A case"}'), type: 'application/json' },
    }),
  )
  await two.pass(10_000)
  const close = (machine: SimNode) =>
    two?.channelOf(machine).act({ type: 'case.close', about: opened.id, data: { outcome: 'resolved' } })
  // At one and the same moment: whoever comes second in the order of the fold closes nothing.
  await two.during(Promise.all([close(us), close(cn)]))
  await two.pass(20_000)
  const entriesOf = async (machine: SimNode, party: string) =>
    (await recordOf(machine).entries(id, party, undefined, 100)).items
  const [ours, theirs] = [await entriesOf(us, 'us'), await entriesOf(us, 'cn')]
  expect(await entriesOf(cn, 'us')).toEqual(ours)
  expect(await entriesOf(cn, 'cn')).toEqual(theirs)
  const closings = [...ours, ...theirs].filter(({ type }) => type === 'case.close')
  expect(new Set(closings.map((entry) => entry.void))).toEqual(new Set(['matter-closed', null]))
  expect(closings).toHaveLength(2)
  const first = ours.find(({ type }) => type === 'case.open')
  expect(first).toMatchObject({ act: opened.id, matter: opened.id, opens: true, void: null, body: 'held' })
  expect(first?.marks).toEqual({ received: true, settled: true, receivedBy: ['cn'] })
  expect(ours.map(({ seq }) => seq)).toEqual(ours.map((_, i) => ours.length - 1 - i))
  expect(ours.at(-1)).toMatchObject({ seq: 0, type: 'channel.found', act: id, matter: id, body: 'none' })
})

it('pages of a feed follow each other without a gap, down to the genesis', async () => {
  two = await TwoNodes.found()
  const { us, id } = two
  const matter = await two.deposit(us, 'one')
  for (let i = 0; i < 7; i++) await two.remark(us, matter, `remark ${i}`)
  const record = recordOf(us)
  const whole = (await record.entries(id, 'us', undefined, 200)).items
  const seqs: number[] = []
  for (let before: number | undefined; ;) {
    const { items, next } = await record.entries(id, 'us', before, 3)
    seqs.push(...items.map(({ seq }) => seq))
    if (next === null) break
    before = next
  }
  expect(seqs).toEqual(whole.map(({ seq }) => seq))
  expect(seqs.at(-1)).toBe(0)
  expect((await record.entries(id, 'us', 1e15, 1)).items[0]?.seq).toBe(seqs[0])
})

it('each feed says what its author has seen of the others and what they have receipted of it', async () => {
  two = await TwoNodes.found()
  const { us, cn, id } = two
  await two.deposit(us, 'ours')
  await two.pass(20_000)
  const [here, there] = [await recordOf(us).view(id), await recordOf(cn).view(id)]
  expect(here.feeds).toEqual(there.feeds)
  expect([here.self, there.self]).toEqual(['us', 'cn'])
  const ours = here.feeds.find(({ party }) => party === 'us')
  const theirs = here.feeds.find(({ party }) => party === 'cn')
  expect(ours?.receipts).toMatchObject([{ by: 'cn', size: ours?.size }])
  expect(ours?.head?.size).toBe(ours?.size)
  expect(theirs?.frontier['us']).toBeGreaterThan(1)
  expect(ours?.newest?.seq).toBe((ours?.size ?? 0) - 1)
  expect(here.state.mismatch).toBeNull()
  expect(here.state.claims.length).toBeGreaterThan(0)
  expect(here.state.claims).toEqual(there.state.claims)
})
