import { afterEach, describe, expect, it } from 'vitest'
import { ACT_EXAMPLES } from '../../src/acts/index.ts'
import type { SideView } from '../../src/app/index.ts'
import { exportChannel, feedOf, keysOf } from '../../src/exchange/index.ts'
import { encodeCard, keyDocumentHash, keysInForce, verifyRecord } from '../../src/record/index.ts'
import { type Mechanism, endAll, mechanism, states } from './mechanism.ts'

afterEach(endAll)

const SOON_MS = 20_000

async function change({ node, queue }: Mechanism, ...parties: readonly string[]): Promise<void> {
  for (const party of parties) {
    let codes: unknown
    void node(party)
      .changeKeys()
      .then(({ channels }) => (codes = channels.map(({ refused }) => refused?.code)))
    await queue.runUntil(queue.nowMs + SOON_MS, () => codes !== undefined)
    expect(codes).toEqual(node(party).channels.map(() => undefined))
  }
}

async function pass({ queue }: Mechanism, until?: () => boolean): Promise<void> {
  await queue.runUntil(queue.nowMs + SOON_MS, until)
}

function at({ node }: Mechanism, party: string, id: string): SideView | undefined {
  return node(party)
    .sides.list()
    .find((side) => side.id === id)
}

/** `us` proposes to `cn`, which agrees; both have it open. */
async function openBetween(three: Mechanism): Promise<SideView> {
  const proposed = await three.node('us').sides.propose(three.id, ['cn'])
  await pass(three, () => at(three, 'cn', proposed.id)?.state === 'invited')
  await three.node('cn').sides.accept(proposed.id)
  await pass(three, () => at(three, 'us', proposed.id)?.state === 'open')
  expect([at(three, 'us', proposed.id)?.state, at(three, 'cn', proposed.id)?.state]).toEqual(['open', 'open'])
  // Until each has heard from the other, neither may write.
  await pass(three)
  return proposed
}

/** An act of each member reaches the other, and what is carried out verifies with these cards. */
async function expectWorking(three: Mechanism, id: string): Promise<void> {
  for (const [by, to] of [['us', 'cn'] as const, ['cn', 'us'] as const]) {
    const live = three.node(by).channel(id)
    let seq: number | undefined
    void live
      .act({
        type: 'request.open',
        data: { ...ACT_EXAMPLES['request.open'], exhibits: [], to },
        body: { bytes: Buffer.from('{}'), type: 'application/json' },
      })
      .then((made) => (seq = made.seq))
    await pass(three, () => seq !== undefined)
    await pass(three, () => feedOf(three.node(to).channel(id).held, by).tree.size > (seq ?? Infinity))
    expect(
      await three
        .node(to)
        .channel(id)
        .readAct(by, seq ?? -1),
    ).toBeDefined()
  }
  await pass(three)
  const { exchange } = three.node('cn')
  const cards = ['us', 'cn'].map((party) => three.node(party).card)
  const verified = await verifyRecord(
    exportChannel(exchange.store, exchange.vault, three.node('cn').channel(id).held, { exhibits: false }),
    { cards },
  )
  expect(verified.findings).toEqual([])
  expect(verified.parties.map(({ anchored }) => anchored)).toEqual([true, true])
}

function keysNamed(three: Mechanism, by: string, party: string, id: string): string {
  const { document } = keysOf(three.node(by).channel(id).held.keys, party)
  return document === undefined ? '' : keyDocumentHash(document)
}

describe('a side channel of members that have changed their keys', () => {
  it.each([
    ['the proposer', ['us']],
    ['the invited member', ['cn']],
    ['both, one of them twice', ['us', 'cn', 'us']],
  ])('is founded under the newest keys when %s has changed them', async (_who, changed) => {
    const three = await mechanism(['us', 'cn', 'sg'])
    await change(three, ...changed)
    await pass(three)
    const { id } = await openBetween(three)
    for (const by of ['us', 'cn'])
      for (const party of ['us', 'cn'])
        expect(keysNamed(three, by, party, id)).toBe(keyDocumentHash(three.node(party).card.keys))
    await expectWorking(three, id)
    expect(states(three.node('sg'))).toEqual([])
    // Whoever opens first may knock before the other has opened too.
    const troubles = three.machines.flatMap(({ logged }) => logged)
    expect(troubles.filter(({ facts }) => facts['channel'] !== id)).toEqual([])
    await change(three, 'us')
    await expectWorking(three, id)
  })

  it('is refused under keys that are not known here yet, and opens once their change has come', async () => {
    const three = await mechanism(['us', 'cn', 'sg'])
    const before = three.node('us').card
    await change(three, 'us')
    const proposed = await three.node('us').sides.propose(three.id, ['cn'])
    const [offer] = three.node('us').sides.pending(three.node('us').channel(three.id).held, 'cn')
    const { held } = three.node('cn').channel(three.id)
    expect(keysInForce(keysOf(held.keys, 'us')).document).toEqual(before.keys)
    expect(offer === undefined ? [] : await three.node('cn').sides.take(held, 'us', [offer])).toEqual([])
    expect(states(three.node('cn'))).toEqual([])
    expect(three.machines[1]?.logged.at(-1)?.facts['message']).toMatch(/keys that are not known here/)
    await pass(three, () => at(three, 'cn', proposed.id)?.state === 'invited')
    await three.node('cn').sides.accept(proposed.id)
    await pass(three, () => at(three, 'us', proposed.id)?.state === 'open')
    expect(at(three, 'us', proposed.id)?.state).toBe('open')
  })

  it.each(['', 'cn', 'us'])(
    'is declined by the node of a member whose named keys were changed, and proposed anew (cannot be called: "%s")',
    async (silent) => {
      const three = await mechanism(['us', 'cn', 'sg'], silent)
      const [us, cn] = three.machines
      if (us === undefined || cn === undefined) throw new Error('no machines')
      await pass(three)
      three.net.cut('us.example', 'cn.example')
      three.net.cut('us.example', 'sg.example')
      await change(three, 'cn')
      const stale = await three.node('us').sides.propose(three.id, ['cn'])
      three.net.mend('us.example', 'cn.example')
      three.net.mend('us.example', 'sg.example')
      await pass(three, () => at(three, 'us', stale.id)?.declined.includes('cn') === true)
      await pass(three)
      expect(at(three, 'us', stale.id)).toMatchObject({ state: 'agreed', declined: ['cn'] })
      expect(states(three.node('cn'))).toEqual([])
      const { id } = await openBetween(three)
      await expectWorking(three, id)
    },
  )

  it.each(['us', 'cn', 'sg'])(
    'cannot be agreed to once %s has changed them, and can be declined',
    async (who) => {
      const three = await mechanism(['us', 'cn', 'sg', 'br'])
      const proposed = await three.node('us').sides.propose(three.id, ['cn', 'sg'])
      await pass(three, () => at(three, 'cn', proposed.id)?.state === 'invited')
      await change(three, who)
      await pass(three)
      await expect(three.node('cn').sides.accept(proposed.id)).rejects.toMatchObject({
        code: 'side-keys-changed',
        field: 'id',
        message: expect.stringContaining(`"${who}" has changed its keys`),
      })
      expect(at(three, 'cn', proposed.id)?.state).toBe('invited')
      await three.node('cn').sides.decline(proposed.id)
      await pass(three, () => at(three, 'us', proposed.id)?.declined.includes('cn') === true)
      expect(at(three, 'us', proposed.id)?.declined).toContain('cn')
    },
  )

  it('opens under the keys agreed to when one changes them in between, and takes the new ones then', async () => {
    const three = await mechanism(['us', 'cn', 'sg'])
    const proposed = await three.node('us').sides.propose(three.id, ['cn'])
    await pass(three, () => at(three, 'cn', proposed.id)?.state === 'invited')
    three.net.cut('us.example', 'cn.example')
    three.net.cut('us.example', 'sg.example')
    const agreedTo = keyDocumentHash(three.node('us').card.keys)
    await three.node('cn').sides.accept(proposed.id)
    await change(three, 'us')
    three.net.mend('us.example', 'cn.example')
    three.net.mend('us.example', 'sg.example')
    await pass(three, () => at(three, 'us', proposed.id)?.state === 'open')
    expect([...states(three.node('us')), ...states(three.node('cn'))]).toEqual(['open', 'open'])
    expect(keysNamed(three, 'cn', 'us', proposed.id)).toBe(agreedTo)
    await pass(three)
    let drawn: boolean | undefined
    void three
      .node('us')
      .changeKeys()
      .then((changed) => (drawn = changed.drawn))
    await pass(three, () => drawn !== undefined)
    // Only what was behind is brought up.
    expect(drawn).toBe(false)
    await pass(three)
    const { document } = keysInForce(keysOf(three.node('cn').channel(proposed.id).held.keys, 'us'))
    expect(document).toEqual(three.node('us').card.keys)
    const live = three.node('us').channel(proposed.id)
    expect(keysInForce(keysOf(live.held.keys, 'us')).document).toEqual(three.node('us').card.keys)
  })

  it('is not proposed while the new card of a member is not here, and says why', async () => {
    const three = await mechanism(['us', 'cn', 'sg'])
    await change(three, 'cn')
    await pass(three)
    const live = three.node('us').channel(three.id)
    const seq = (keysOf(live.held.keys, 'cn').later.at(-1)?.from ?? 0) - 2
    const act = await live.readAct('cn', seq)
    expect(Buffer.from(act?.body?.bytes ?? []).toString()).toBe(encodeCard(three.node('cn').card))
    let made = false
    void live
      .act({
        type: 'body.expunge',
        about: three.id,
        data: { act: act?.id ?? '', ground: 'other', scope: 'body' },
      })
      .then(() => (made = true))
    await pass(three, () => made)
    await pass(three)
    await expect(three.node('us').sides.propose(three.id, ['cn'])).rejects.toMatchObject({
      code: 'side-keys-changed',
      field: 'parties',
      message: expect.stringContaining('"cn" has changed its keys, and its new card is not here'),
    })
    expect(await three.node('us').sides.propose(three.id, ['sg'])).toMatchObject({ parties: ['us', 'sg'] })
    await change(three, 'cn')
    await pass(three)
    await expectWorking(three, (await openBetween(three)).id)
  })
})
