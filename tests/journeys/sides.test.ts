import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endsWell } from './ends.ts'
import { requestTo } from './forms.ts'
import { found, type Mechanism } from './mechanism.ts'
import { type Officer, refused, sha256 } from './officer.ts'
import { until, JOURNEY_LIMIT_MS } from './times.ts'
import { bytesSecret, filesIn, idSecret, namedIn, tracesIn, wordSecret } from './traces.ts'

let mechanism: Mechanism
const officers = new Map<string, Officer>()

beforeAll(async () => {
  mechanism = await found(['us', 'cn', 'sg'])
  for (const { id } of mechanism.parties)
    officers.set(id, await mechanism.party(id).officer('coordinator', mechanism.channel))
})
afterAll(() => mechanism?.close())

function officer(id: string): Officer {
  const one = officers.get(id)
  if (one === undefined) throw new Error(`no officer of ${id}`)
  return one
}

describe('two of three parties', { timeout: JOURNEY_LIMIT_MS }, () => {
  it('work in a side channel of which the third holds no leaf, no head and no hint', async () => {
    const [us, cn, sg] = [officer('us'), officer('cn'), officer('sg')]
    const plenary = await us.act('request.open', requestTo(us, 'cn'))
    await sg.sees(plenary, 'what all may see', ({ state }) => state !== null)

    const side = await foundSide(us, cn)
    const [ours, theirs] = [us.in(side), cn.in(side)]
    const title = 'Quokkaberg ledger of Zylvanthrope'
    const facts = 'Wexelblat kept the Dromedaryx key.'
    const { body, data } = requestTo(us, 'cn', { kind: 'content' })
    const request = await ours.act('request.open', { data, body: { ...body, title, facts } })
    await theirs.sees(request, 'it was asked', ({ openedBy }) => openedBy === 'us')
    await theirs.act('request.acknowledge', { about: request })
    const file = randomBytes(300_000)
    await theirs.act('request.supply', {
      about: request,
      data: { final: true, exhibits: [] },
      body: { text: 'Vorpalquill' },
      uploads: [await theirs.upload('snickerdoodlez.bin', file)],
    })
    const supplied = await ours.holds(request, 1)
    const sealed = supplied.exhibits[0]?.sealed ?? ''
    expect(await ours.hashOf(request, sealed)).toBe(sha256(file))
    await ours.act('request.close', { about: request, data: { outcome: 'answered' } })
    await theirs.sees(request, 'it is closed', ({ status }) => status === 'closed')
    // What all share goes on beside it, so that the third hears from both for as long as they work.
    await cn.act('request.acknowledge', { about: plenary })
    await us.sees(plenary, 'it was acknowledged', ({ notice }) => notice === 'acknowledged')
    await sg.act('remark.post', { about: plenary, body: { text: 'Noted.' } })
    await us.sees(plenary, 'there is a remark', ({ state }) => state?.['remarks'] === 1)

    await endsWell(mechanism, [us, cn, sg])
    await endsWell(mechanism, [ours, theirs])

    const { items } = await sg.client.call('channels.list')
    expect(items.map(({ id }) => id)).toEqual([mechanism.channel])
    const told = await sg.client.call('sides.list', { params: { channel: mechanism.channel } })
    expect(told).toMatchObject({ allowed: true, sides: [] })
    const { items: hits } = await sg.client.call('search.find', { query: { q: 'Quokkaberg' } })
    expect(hits).toEqual([])
    const own = await us.client.call('search.find', { query: { q: 'quokkaberg' } })
    expect(own.items.map(({ channel, matter }) => [channel, matter])).toEqual([[side, request]])
    const secrets = [
      idSecret('channel', side),
      idSecret('matter', request),
      idSecret('exhibit', sealed),
      ...['Quokkaberg', 'Zylvanthrope', 'Wexelblat', 'Dromedaryx', 'Vorpalquill', 'snickerdoodlez'].map(
        (word) => wordSecret(word, word),
      ),
      bytesSecret('file', file.subarray(1_000, 1_064)),
    ]
    // In the folders of those who take part the same search finds nearly all of it: it would find it here too.
    const present = await tracesIn(join(mechanism.dir, 'us'), secrets)
    const named = new Set(present.map((trace) => trace.split(' in ')[0]))
    expect([...named]).toEqual(
      expect.arrayContaining(['channel', 'matter', 'exhibit', 'Quokkaberg', 'Vorpalquill']),
    )
    const third = join(mechanism.dir, 'sg')
    expect((await filesIn(third)).length).toBeGreaterThan(5)
    expect(await tracesIn(third, secrets)).toEqual([])
    // Nor once all that it has in memory is written down.
    await sg.party.stop()
    expect(await tracesIn(third, secrets)).toEqual([])
    await sg.party.start()
    await sg.comeBack()
    expect(namedIn(Buffer.from(sg.party.logged.join('\n')), secrets)).toEqual([])
    // Nothing of it was ever sent there, whatever a node may have made of it.
    const [toCn, toSg] = [cn, sg].map(({ party }) => namedIn(Buffer.concat(party.heard), secrets))
    expect(toCn).toEqual(expect.arrayContaining(['channel', 'Quokkaberg']))
    expect(sg.party.heard.length).toBeGreaterThan(20)
    expect(toSg).toEqual([])
    // Asked last: what its own people ask for stands in the third's own access log.
    expect(await refused(sg.in(side).matter(request))).toBe('channel-unknown')
  })
})

/** One proposes, the other is invited and agrees, both over HTTP; then it is open on both sides. */
async function foundSide(first: Officer, second: Officer): Promise<string> {
  const params = { channel: first.channel }
  const body = { parties: [second.party.id] }
  const { id } = await first.client.call('sides.propose', { params, body, key: randomUUID() })
  const stateAt = async ({ client }: Officer): Promise<string | undefined> =>
    (await client.call('sides.list', { params })).sides.find((side) => side.id === id)?.state
  await until('the other is invited', async () => (await stateAt(second)) === 'invited')
  await second.client.call('sides.accept', { params: { ...params, id }, key: randomUUID() })
  await until(
    'it is open on both sides',
    async () => (await stateAt(first)) === 'open' && (await stateAt(second)) === 'open',
  )
  for (const { client } of [first, second])
    await until('it can be written to', async () => {
      const { writable } = await client.call('channels.get', { params: { channel: id } })
      return writable
    })
  return id
}
