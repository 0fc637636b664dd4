import { afterEach, describe, expect, it } from 'vitest'
import { ACT_EXAMPLES } from '../../src/acts/index.ts'
import { formatFounding, parseFounding } from '../../src/app/index.ts'
import type { SideOffer } from '../../src/exchange/index.ts'
import { encodeCard } from '../../src/record/index.ts'
import { endAll, mechanism, states } from './mechanism.ts'

/** More writes than an answer takes. */
const ANSWER_WRITES_MAX = 8

afterEach(endAll)

describe('a side channel between some members of a mechanism', () => {
  it('opens when each has agreed, and works, while the member left out holds no trace and hears nothing', async () => {
    const { id, net, node, queue, machines } = await mechanism(['us', 'cn', 'sg'])
    const toThird: Buffer[] = []
    net.onDelivered = (_from, to, request) => {
      if (to.startsWith('sg')) toThird.push(Buffer.from(request.path), Buffer.from(request.body))
    }
    net.onAnswered = (to, response) => {
      if (to.startsWith('sg')) toThird.push(Buffer.from(response.body))
    }
    const proposed = await node('us').sides.propose(id, ['cn'])
    await queue.runUntil(queue.nowMs + 10_000, () => states(node('cn')).includes('invited'))
    expect(node('cn').sides.list()).toMatchObject([{ id: proposed.id, mechanism: id, agreed: ['us'] }])
    await node('cn').sides.accept(proposed.id)
    const isOpen = (): boolean => states(node('us')).includes('open') && states(node('cn')).includes('open')
    await queue.runUntil(queue.nowMs + 20_000, isOpen)
    expect(node('us').sides.list()).toEqual(
      node('cn')
        .sides.list()
        .map((side) => ({ ...side })),
    )
    await queue.runUntil(queue.nowMs + 2_000)
    const side = node('us').channel(proposed.id)
    expect(side.held.parties).toEqual(['us', 'cn'])
    const said = await side.act({
      type: 'request.open',
      data: { ...ACT_EXAMPLES['request.open'], exhibits: [], to: 'cn' },
      body: { bytes: Buffer.from('{"words":"between two"}'), type: 'application/json' },
    })
    let settled = false
    void side.settled(said.seq).then(() => (settled = true))
    await queue.runUntil(queue.nowMs + 20_000, () => settled)
    expect(settled).toBe(true)
    expect(await node('cn').channel(proposed.id).readAct('us', said.seq)).toMatchObject({ id: said.id })
    await queue.runUntil(queue.nowMs + 30_000)

    const third = machines[2]
    if (third === undefined) throw new Error('no third')
    expect(node('sg').sides.list()).toEqual([])
    expect((await third.disk.channels()).map((row) => row.id)).toEqual([id])
    expect(toThird.length).toBeGreaterThan(10)
    for (const sent of toThird)
      for (const trace of [proposed.id, said.id, 'between two', 'side/1'])
        expect(sent.includes(trace)).toBe(false)
    // Whoever opens first may knock before the other has opened too.
    const troubles = machines.flatMap((machine) => machine.logged)
    expect(troubles.filter(({ facts }) => facts['channel'] !== proposed.id)).toEqual([])
  })

  it('opens between three of four, one of whom nobody can call', async () => {
    const { id, node, queue, machines } = await mechanism(['us', 'cn', 'sg', 'br'], 'sg')
    const proposed = await node('us').sides.propose(id, ['cn', 'sg'])
    for (const party of ['cn', 'sg']) {
      await queue.runUntil(queue.nowMs + 60_000, () => states(node(party)).includes('invited'))
      await node(party).sides.accept(proposed.id)
    }
    const members = ['us', 'cn', 'sg']
    await queue.runUntil(queue.nowMs + 120_000, () =>
      members.every((party) => states(node(party)).includes('open')),
    )
    expect(members.map((party) => states(node(party)))).toEqual([['open'], ['open'], ['open']])
    expect(states(node('br'))).toEqual([])
    expect(machines.flatMap((machine) => machine.logged)).toEqual([])
  })

  it('survives a crash of the invited node between invitation and answer', async () => {
    const { id, node, queue, machines } = await mechanism(['us', 'cn', 'sg'])
    const proposed = await node('us').sides.propose(id, ['cn'])
    await queue.runUntil(queue.nowMs + 10_000, () => states(node('cn')).includes('invited'))
    const machine = machines[1]
    machine?.crash()
    await machine?.start()
    await queue.runUntil(queue.nowMs + 5_000)
    await node('cn').sides.accept(proposed.id)
    await queue.runUntil(queue.nowMs + 30_000, () => states(node('us')).includes('open'))
    expect(states(node('us'))).toEqual(['open'])
  })

  it('opens with all when the invited node crashes at any write of its answer and answers again', async () => {
    const { id, node, queue, machines } = await mechanism(['us', 'cn', 'sg'])
    const [, machine] = machines
    let crashes = 0
    for (let left = 1; left <= ANSWER_WRITES_MAX; left++) {
      const proposed = await node('us').sides.propose(id, ['cn'])
      const at = (party: string): string | undefined =>
        node(party)
          .sides.list()
          .find((side) => side.id === proposed.id)?.state
      await queue.runUntil(queue.nowMs + 20_000, () => at('cn') === 'invited')
      if (machine !== undefined) machine.crashAtWrite = { left, after: true, power: false }
      void node('cn').sides.accept(proposed.id)
      await queue.runUntil(queue.nowMs + 100)
      if (machine?.alive === false) {
        crashes += 1
        await machine.start()
        if (at('cn') === 'invited') await node('cn').sides.accept(proposed.id)
      } else if (machine !== undefined) machine.crashAtWrite = undefined
      await queue.runUntil(queue.nowMs + 60_000, () => at('us') === 'open' && at('cn') === 'open')
      expect([left, at('us'), at('cn')]).toEqual([left, 'open', 'open'])
    }
    // Genesis, high-water mark, head; then what opening writes.
    expect(crashes).toBeGreaterThan(3)
  })

  it('tells the proposer that a member declines, and opens nothing', async () => {
    const { id, node, queue } = await mechanism(['us', 'cn', 'sg'])
    const proposed = await node('us').sides.propose(id, ['cn'])
    await queue.runUntil(queue.nowMs + 10_000, () => states(node('cn')).includes('invited'))
    await node('cn').sides.decline(proposed.id)
    const declined = (): boolean => node('us').sides.list()[0]?.declined.includes('cn') === true
    await queue.runUntil(queue.nowMs + 20_000, declined)
    expect(node('us').sides.list()).toMatchObject([{ state: 'agreed', declined: ['cn'] }])
    await expect(node('cn').sides.accept(proposed.id)).rejects.toMatchObject({ code: 'side-answered' })
    expect(node('us').channels).toHaveLength(1)
  })

  it('refuses to leave nobody out, to name strangers, and to stand under a side channel', async () => {
    const { id, node, queue } = await mechanism(['us', 'cn', 'sg'])
    for (const parties of [['cn', 'sg'], ['fr'], [], ['cn', 'cn'], ['us']])
      await expect(node('us').sides.propose(id, parties)).rejects.toMatchObject({ code: 'party-invalid' })
    const proposed = await node('us').sides.propose(id, ['cn'])
    await queue.runUntil(queue.nowMs + 10_000, () => states(node('cn')).includes('invited'))
    await node('cn').sides.accept(proposed.id)
    await queue.runUntil(queue.nowMs + 20_000, () => states(node('us')).includes('open'))
    await expect(node('us').sides.propose(proposed.id, ['cn'])).rejects.toMatchObject({
      code: 'channel-unknown',
    })
  })
})

describe('what a member may not do with an offer', () => {
  async function offered(): Promise<{
    refused: (change: (offer: SideOffer) => SideOffer, from?: string) => Promise<string>
  }> {
    const { id, node, machines } = await mechanism(['us', 'cn', 'sg'])
    const proposed = await node('us').sides.propose(id, ['cn'])
    const [honest] = node('us').sides.pending(node('us').channel(id).held, 'cn')
    if (honest === undefined || honest.id !== proposed.id) throw new Error('nothing is offered')
    return {
      refused: async (change, from = 'us') => {
        const answers = await node('cn').sides.take(node('cn').channel(id).held, from, [change(honest)])
        const [said] = machines[1]?.logged.splice(0) ?? []
        expect(node('cn').sides.list()).toEqual([])
        expect(answers.filter((answer) => answer.heads > 0)).toEqual([])
        return String(said?.facts['message'] ?? 'answered as unknown')
      },
    }
  }

  const rewritten =
    (change: (file: ReturnType<typeof parseFounding>) => ReturnType<typeof parseFounding>) =>
    (offer: SideOffer): SideOffer => {
      const file = change(parseFounding(offer.founding ?? ''))
      return { ...offer, id: file.id, founding: formatFounding(file) }
    }

  it('is refused with its reason, and nothing is kept', async () => {
    const { refused } = await offered()
    expect(await refused((offer) => ({ ...offer, id: 'f'.repeat(64) }))).toMatch(/not that of the channel/)
    expect(await refused((offer) => ({ ...offer, founding: '{' }))).toMatch(/founding file/)
    expect(await refused((offer) => ({ id: offer.id, heads: 1 }))).toBe('answered as unknown')
    expect(await refused((offer) => offer, 'sg')).toMatch(/not between the member/)
    const unsigned = rewritten((file) => ({ ...file, heads: new Map() }))
    expect(await refused(unsigned)).toMatch(/has not agreed/)
  })

  it('cannot found under another charter or with keys of another', async () => {
    const { refused } = await offered()
    const stranger = await mechanism(['us', 'cn', 'sg', 'fr'])
    const other = await stranger.node('us').sides.propose(stranger.id, ['cn'])
    const [foreign] = stranger.node('us').sides.pending(stranger.node('us').channel(stranger.id).held, 'cn')
    expect(foreign?.id).toBe(other.id)
    expect(await refused(() => foreign ?? { id: other.id, heads: 0 })).toMatch(/does not name this channel/)
    const swapped = rewritten((file) => {
      const [first, second] = [...file.cards.values()]
      if (first === undefined || second === undefined) throw new Error('no cards')
      expect(encodeCard(first)).not.toBe(encodeCard(second))
      return { ...file, cards: new Map([...file.cards].reverse()) }
    })
    expect(
      await refused((offer) => {
        try {
          return swapped(offer)
        } catch {
          return { ...offer, founding: (offer.founding ?? '').replace('"charter":', '"Charter":') }
        }
      }),
    ).toMatch(/not the one that the genesis names|founding file/)
  })
})
