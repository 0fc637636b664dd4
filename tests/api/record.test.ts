import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { feedOf } from '../../src/exchange/index.ts'
import {
  channelIdOf,
  emptyRoot,
  feedKeys,
  makeForkProof,
  originOf,
  parseCard,
  parseLeaf,
  parsePolicy,
  signHead,
  signersFromSeeds,
  verifyFile,
  verifyForkProof,
  verifyHead,
  verifyProofFile,
  verifyReceiptNote,
} from '../../src/record/index.ts'
import { type Desk, type Desks, codeOf, newKey, openDesks, requestTo, type Seated, until } from './desks.ts'

const NONE = 'e'.repeat(64)

let desks: Desks
let officer: Seated
let coordinator: Seated
let theirs: Seated
let matter = ''

beforeAll(async () => {
  desks = await openDesks()
  officer = await desks.us.seated('desk')
  coordinator = await desks.us.seated('coordinator')
  theirs = await desks.cn.seated('auditor')
  const made = await officer.client.call('acts.make', {
    params: { channel: desks.channel },
    body: { ...(await requestTo('cn')), until: 'settled', waitMs: 20_000 },
    key: newKey(),
  })
  matter = made.id
})
afterAll(() => desks?.close())

const at = (party: string): { channel: string; party: string } => ({ channel: desks.channel, party })

async function textOf(person: Seated, path: string, origin: string = desks.us.origin): Promise<string> {
  const answer = await fetch(`${origin}/api/v1/channels/${desks.channel}/${path}`, {
    headers: { cookie: person.cookie },
  })
  expect([answer.status, answer.headers.get('content-disposition')?.slice(0, 10)]).toEqual([
    200,
    'attachment',
  ])
  return answer.text()
}

async function keysOf(person: Seated) {
  const { cards, genesis } = await person.client.call('record.anchors', {
    params: { channel: desks.channel },
  })
  expect(channelIdOf(Buffer.from(genesis, 'base64'))).toBe(desks.channel)
  const read = Object.values(cards).map((card) => parseCard(card))
  return {
    cards: read,
    keys: new Map(read.map((card) => [card.keys.party, feedKeys(desks.channel, card.keys)])),
  }
}

describe('the record on both sides', () => {
  it('has the same feeds, each under a head that its party signed and the other receipted', async () => {
    const params = { channel: desks.channel }
    const view = async ({ client }: Seated) => client.call('record.feeds', { params })
    await until('both hold the same', async () => {
      const [here, there] = [await view(officer), await view(theirs)]
      return (
        JSON.stringify(here.feeds) === JSON.stringify(there.feeds) &&
        here.feeds.every(({ receipts, size }) => receipts[0]?.size === size)
      )
    })
    const { feeds, self, state } = await view(officer)
    const { keys } = await keysOf(officer)
    expect([self, state.mismatch, feeds.map(({ party }) => party).toSorted()]).toEqual([
      'us',
      null,
      ['cn', 'us'],
    ])
    for (const { frontier, head, party, receipts, root, settled, size } of feeds) {
      const own = keys.get(party)
      if (own === undefined || head === null) throw new Error('no head')
      expect(Buffer.from(verifyHead(head.note, own).root).toString('hex')).toBe(root)
      const other = party === 'us' ? 'cn' : 'us'
      expect(Object.keys(frontier)).toEqual([other])
      expect(settled).toBeGreaterThan(0)
      const [given] = receipts
      const { head: receipted, receipt } = verifyReceiptNote(given?.note ?? '', desks.channel, party, keys)
      expect([receipt.by, receipted.size]).toEqual([other, size])
    }
  })

  it('can be looked through entry by entry, and says of a closed matter only that there is one', async () => {
    const list = (person: Seated) => person.client.call('record.entries', { params: at('us') })
    const before = (await list(officer)).items
    const opening = before.find((entry) => entry.act === matter)
    expect(opening).toMatchObject({ type: 'request.open', withheld: false, opens: true, body: 'held' })
    expect(before.at(-1)).toMatchObject({ seq: 0, matter: desks.channel })
    const { items: page, next } = await officer.client.call('record.entries', {
      params: at('us'),
      query: { before: 2, limit: 1 },
    })
    expect([page.map(({ seq }) => seq), next]).toEqual([[1], 1])

    const params = { channel: desks.channel, matter }
    const seats = (await coordinator.client.call('me.get')).grants.map(({ seat }) => seat)
    await coordinator.client.call('restrictions.set', { params, body: { seats } })
    const hidden = (await list(officer)).items.find(({ seq }) => seq === opening?.seq)
    expect(hidden).toEqual({
      seq: opening?.seq,
      made: opening?.made,
      marks: opening?.marks,
      withheld: true,
      type: null,
      act: null,
      matter: null,
      opens: false,
      void: null,
      body: null,
    })
    expect((await list(coordinator)).items.find(({ seq }) => seq === opening?.seq)).toEqual(opening)
    const limited = await desks.us.seated('desk', { matters: [NONE] })
    expect((await list(limited)).items.every(({ withheld }) => withheld)).toBe(true)
    await coordinator.client.call('restrictions.set', { params, body: { seats: [] } })
  })

  it('says of a body that was erased that it is gone, and of nobody else’s', async () => {
    const remark = await officer.client.call('acts.make', {
      params: { channel: desks.channel },
      body: { type: 'remark.post', about: matter, data: {}, body: { type: 'text/plain', text: 'In error.' } },
      key: newKey(),
    })
    await coordinator.client.call('acts.make', {
      params: { channel: desks.channel },
      body: { type: 'body.expunge', about: matter, data: { act: remark.id, ground: 'other', scope: 'body' } },
      key: newKey(),
    })
    const bodyOf = async (act: string): Promise<string | null | undefined> => {
      const { items } = await officer.client.call('record.entries', { params: at('us') })
      return items.find((entry) => entry.act === act)?.body
    }
    await until('it is erased', async () => (await bodyOf(remark.id)) === 'gone')
    expect(await bodyOf(matter)).toBe('held')
  })
})

describe('one act', () => {
  it('is checked with what the door gives and nothing else: by the cards, and by the policy', async () => {
    const given = await officer.client.call('acts.prove', {
      params: { channel: desks.channel, matter, act: matter },
    })
    expect(channelIdOf(Buffer.from(given.genesis, 'base64'))).toBe(desks.channel)
    const leaf = parseLeaf(Buffer.from(given.leaf, 'base64'))
    expect([leaf.type, leaf.party, leaf.seq]).toEqual(['request.open', 'us', given.seq])
    const { cards } = await keysOf(officer)
    for (const by of [{ cards }, { policy: given.policy }]) {
      const { findings, proof } = verifyProofFile(given.proof, by)
      expect([findings, proof?.id, proof?.receivedBy.map((one) => one.by)]).toEqual([[], matter, ['cn']])
    }
    const forged = given.proof.replace(/^index \d+$/m, `index ${given.seq + 1}`)
    expect(verifyProofFile(forged, { cards }).findings.length).toBeGreaterThan(0)
  })
})

describe('what is carried away', () => {
  it('is a head, a receipt and a policy as plain files, for who may carry out', async () => {
    const { keys } = await keysOf(officer)
    const [us] = [keys.get('us')]
    if (us === undefined) throw new Error('no keys')
    expect(verifyHead(await textOf(officer, 'feeds/us/head'), us).size).toBeGreaterThan(1)
    const receipt = await textOf(officer, 'feeds/us/receipts/cn')
    expect(verifyReceiptNote(receipt, desks.channel, 'us', keys).receipt.by).toBe('cn')
    expect(parsePolicy(await textOf(officer, 'feeds/cn/policy')).logs).toHaveLength(2)
    const principal = await desks.us.seated('principal')
    for (const path of ['feeds/us/head', 'feeds/us/policy', 'feeds/us/receipts/cn', 'feeds/us/fork'])
      expect(await statusOf(principal, path)).toBe(403)
    expect(await statusOf(principal, 'record')).toBe(200)
  })

  it('is the whole channel as a stream that a browser saves, and verifies', async () => {
    const { cards } = await keysOf(officer)
    const answer = await fetch(`${desks.us.origin}/api/v1/channels/${desks.channel}/export`, {
      headers: { cookie: officer.cookie },
    })
    expect(answer.headers.get('content-type')).toBe('application/x-tar')
    expect(answer.headers.get('content-disposition')).toContain(`us-${desks.channel.slice(0, 12)}.tar`)
    if (answer.body === null) throw new Error('no stream')
    const verified = await verifyFile(answer.body, { cards })
    expect([verified.kind, verified.findings]).toEqual(['record', []])
  })

  it('is refused by name when there is none', async () => {
    const { client } = officer
    const params = { channel: desks.channel, party: 'xx' }
    expect(await codeOf(client.call('record.entries', { params }))).toBe('404 feed-unknown')
    expect(await codeOf(client.send('record.head', { params }).then(refusal))).toBe('404 feed-unknown')
    const fork = client.send('record.fork', { params: at('cn') })
    expect(await codeOf(fork.then(refusal))).toBe('404 not-held')
    const own = client.send('record.receipt', { params: { ...at('us'), by: 'us' } })
    expect(await codeOf(own.then(refusal))).toBe('404 not-held')
    expect((await client.call('record.forks', { params: { channel: desks.channel } })).items).toEqual([])
  })
})

describe('a party that signs two histories', () => {
  it('is shown with a proof that stands by itself', async () => {
    const proof = forkOf(desks.us, desks.cn)
    const frozen = { reason: 'fork', proof, at: Date.UTC(2026, 0, 1) } as const
    const feed = feedOf(desks.us.node.channel(desks.channel).held, 'cn')
    feed.frozen = frozen
    try {
      const params = { channel: desks.channel }
      const { feeds } = await officer.client.call('record.feeds', { params })
      expect(feeds.map(({ frozen: shown, party }) => [party, shown])).toContainEqual([
        'cn',
        { reason: 'fork', at: '2026-01-01T00:00:00.000Z' },
      ])
      const { items } = await officer.client.call('record.forks', { params })
      const size = feed.head?.size ?? 0
      expect(items).toMatchObject([{ party: 'cn', found: '2026-01-01T00:00:00.000Z', sizes: [size, size] }])
      const carried = await textOf(officer, 'feeds/cn/fork')
      expect(verifyForkProof(carried)).toMatchObject({ channel: desks.channel, party: 'cn' })
    } finally {
      feed.frozen = undefined
    }
  })
})

async function statusOf({ cookie }: Seated, path: string): Promise<number> {
  const answer = await fetch(`${desks.us.origin}/api/v1/channels/${desks.channel}/${path}`, {
    headers: { cookie },
  })
  await answer.body?.cancel()
  return answer.status
}

/** A streaming route refuses as all others do. */
async function refusal(answer: Response): Promise<never> {
  const { code } = (await answer.json()) as { code: string }
  throw new Error(`${answer.status} ${code}`)
}

/** The other side's keys, turned against it: a second head of the size that it has signed before. */
function forkOf(by: Desk, of: Desk): string {
  const { held } = by.node.channel(desks.channel)
  const document = held.peers.find(({ party }) => party === 'cn')?.document
  const head = feedOf(held, 'cn').head
  if (document === undefined || head === undefined) throw new Error('no head')
  const { seeds } = of.node.needs.secrets
  const { head: keys } = signersFromSeeds(seeds)
  const other = signHead(originOf(desks.channel, 'cn'), head.size, emptyRoot(), 1, keys)
  return makeForkProof({
    genesis: held.genesisBytes,
    document,
    headA: head.note,
    headB: other,
    consistency: undefined,
  })
}
