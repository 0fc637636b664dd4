import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endsWell } from './ends.ts'
import { requestTo } from './forms.ts'
import { found, type Mechanism } from './mechanism.ts'
import { type Officer, refused, sha256 } from './officer.ts'
import { DAY_MS, HOUR_MS, JOURNEY_LIMIT_MS } from './times.ts'

const MiB = 1024 * 1024

let mechanism: Mechanism
let us: Officer
let cn: Officer

beforeAll(async () => {
  mechanism = await found(['us', 'cn'])
  us = await mechanism.party('us').officer('desk', mechanism.channel)
  cn = await mechanism.party('cn').officer('desk', mechanism.channel)
})
afterAll(() => mechanism?.close())

const instant = (ms: unknown): string => new Date(Number(ms)).toISOString()

describe('a request', { timeout: JOURNEY_LIMIT_MS }, () => {
  it('goes from the first word to closing, with a question, more time, two supplies and a rating', async () => {
    const { clock } = mechanism
    const form = requestTo(us, 'cn', { kind: 'information' })
    const request = await us.act('request.open', form)
    const asked = await cn.sees(request, 'it was asked', ({ state }) => state !== null)
    expect(asked).toMatchObject({ openedBy: 'us', onClock: 'cn', due: form.data['acknowledgeBy'] })
    expect((await us.matter(request)).notice).toBe('seen')

    await cn.act('request.acknowledge', { about: request })
    const acknowledged = await us.sees(request, 'a person has it', ({ notice }) => notice === 'acknowledged')
    expect(acknowledged).toMatchObject({ onClock: 'cn', due: form.data['answerBy'] })

    const ask = await cn.act('request.ask', {
      about: request,
      data: { what: ['period'], by: clock.in(2 * DAY_MS) },
    })
    const stopped = await us.sees(request, 'a question is open', ({ onClock }) => onClock === 'us')
    expect(stopped.status).toBe('clarifying')
    await mechanism.later(20 * HOUR_MS, [us, cn])
    const body = { text: 'From 1 to 6 December 2016, UTC.' }
    await us.act('request.clarify', { about: request, data: { to: ask, exhibits: [] }, body })
    const resumed = await cn.sees(request, 'the clock goes on', ({ onClock }) => onClock === 'cn')
    const { items } = await cn.client.call('matters.acts', {
      params: { channel: cn.channel, matter: request },
    })
    const madeOf = (type: string): number => Date.parse(items.find((act) => act.type === type)?.made ?? '')
    const pausedMs = madeOf('request.clarify') - madeOf('request.ask')
    expect(pausedMs).toBeGreaterThanOrEqual(20 * HOUR_MS)
    // Not a millisecond more or less than the clock stood still.
    expect(Date.parse(resumed.due ?? '')).toBe(Date.parse(String(form.data['answerBy'])) + pausedMs)
    expect(resumed.state).toMatchObject({ pausedMs, loops: 1, asks: [] })

    await cn.act('request.accept', { about: request, data: { conditions: ['purpose-only'] } })
    const first = randomBytes(3 * MiB + 17)
    const upload = await cn.upload('connections 1.csv', first)
    const part = { final: false, exhibits: [] }
    await cn.act('request.supply', {
      about: request,
      data: part,
      body: { text: 'A part.' },
      uploads: [upload],
    })
    const partly = await us.holds(request, 1)
    expect(partly).toMatchObject({ status: 'partly-supplied', onClock: 'cn', due: resumed.due })
    expect(partly.exhibits).toMatchObject([{ name: 'connections 1.csv', by: 'cn' }])
    expect(await us.hashOf(request, partly.exhibits[0]?.sealed ?? '')).toBe(sha256(first))

    const until = instant(Date.parse(resumed.due ?? '') + 5 * DAY_MS)
    expect(await refused(cn.act('request.extend', { about: request, data: { what: 'answer', until } }))).toBe(
      'act-not-allowed',
    )
    await us.act('request.extend', { about: request, data: { what: 'answer', until } })
    await cn.sees(request, 'there is more time', ({ due }) => due === until)

    const last = randomBytes(64_000)
    const rest = { final: true, exhibits: [] }
    await cn.act('request.supply', {
      about: request,
      data: rest,
      body: { text: 'The rest.' },
      uploads: [await cn.upload('connections 2.csv', last)],
    })
    const supplied = await us.holds(request, 2)
    expect(supplied).toMatchObject({ status: 'supplied', onClock: 'us' })
    const hashes = supplied.exhibits.map(({ sealed }) => us.hashOf(request, sealed))
    expect(await Promise.all(hashes)).toEqual([sha256(first), sha256(last)])
    // The node has opened each, held it against the act's commitment, and said so on the record.
    await cn.sees(request, 'both were received', ({ exhibits }) =>
      exhibits.every(({ received }) => received.includes('us')),
    )

    const rating = { completeness: 5, timeliness: 4, usefulness: 5 }
    await us.act('request.rate', { about: request, data: rating })
    await us.act('request.close', { about: request, data: { outcome: 'answered' } })
    const closed = await cn.sees(request, 'it is closed', ({ status }) => status === 'closed')
    expect(closed).toMatchObject({ onClock: null, due: null, overdue: false })
    expect(closed.state).toMatchObject({ rating, outcome: 'answered' })
    expect(
      await refused(cn.act('request.consult', { about: request, data: { on: 'scope' }, body: {} })),
    ).toBe('act-not-allowed')
    const story = await cn.story(request)
    // Whoever gave a file is told that it came whole, and each time that somebody looked into it.
    const kept = (what: string): number => story.filter((line) => line === `us evidence.${what}`).length
    expect([kept('receive'), kept('view')]).toEqual([2, 3])
    expect(story.filter((line) => !line.includes(' evidence.'))).toEqual([
      'us request.open',
      'cn request.acknowledge',
      'cn request.ask',
      'us request.clarify',
      'cn request.accept',
      'cn request.supply',
      'us request.extend',
      'cn request.supply',
      'us request.rate',
      'us request.close',
    ])
    await endsWell(mechanism, [us, cn])
  })

  it('is refused only after the sides have talked, with grounds, and may be put off before that', async () => {
    const { clock } = mechanism
    const request = await us.act('request.open', requestTo(us, 'cn', { kind: 'content' }))
    await cn.sees(request, 'it was asked', ({ state }) => state !== null)
    const grounds = { grounds: ['ongoing-investigation'] }
    const until = clock.in(30 * DAY_MS)
    expect(await refused(cn.act('request.decline', { about: request, data: grounds }))).toBe(
      'act-not-allowed',
    )
    expect(await refused(cn.act('request.postpone', { about: request, data: { ...grounds, until } }))).toBe(
      'act-not-allowed',
    )
    expect(await cn.story(request)).toEqual(['us request.open'])

    // What the other side says about it counts for nothing: whoever refuses must have spoken.
    await us.act('request.consult', {
      about: request,
      data: { on: 'refusal' },
      body: { text: 'Is it the scope?' },
    })
    expect(await refused(cn.act('request.decline', { about: request, data: grounds }))).toBe(
      'act-not-allowed',
    )
    const talk = { text: 'Our own case would be at risk until the trial.' }
    await cn.act('request.consult', { about: request, data: { on: 'postponement' }, body: talk })
    await cn.act('request.postpone', { about: request, data: { ...grounds, until } })
    const postponed = await us.sees(request, 'it is put off', ({ status }) => status === 'postponed')
    expect(postponed).toMatchObject({ onClock: 'cn', due: until })
    expect(postponed.state).toMatchObject({ grounds: ['ongoing-investigation'] })

    expect(await refused(cn.act('request.decline', { about: request, data: { grounds: [] } }))).toBe(
      'data-invalid',
    )
    const final = { grounds: ['dual-criminality-missing', 'essential-security'] }
    await cn.act('request.decline', {
      about: request,
      data: final,
      body: { text: 'Our law knows no such act.' },
    })
    const declined = await us.sees(request, 'it is refused', ({ status }) => status === 'declined')
    expect(declined).toMatchObject({ onClock: 'us', due: null })
    expect(declined.state).toMatchObject(final)
    await us.act('request.close', { about: request, data: { outcome: 'not-answered' } })
    await cn.sees(request, 'it is closed', ({ status }) => status === 'closed')
    await endsWell(mechanism, [us, cn])
  })
})
