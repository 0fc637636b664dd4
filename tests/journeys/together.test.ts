import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endsWell } from './ends.ts'
import { requestTo } from './forms.ts'
import { found, type Mechanism } from './mechanism.ts'
import { type Officer, refused, sha256 } from './officer.ts'
import { DAY_MS, JOURNEY_LIMIT_MS } from './times.ts'

let mechanism: Mechanism
let us: Officer
let cn: Officer

beforeAll(async () => {
  mechanism = await found(['us', 'cn'])
  us = await mechanism.party('us').officer('desk', mechanism.channel)
  cn = await mechanism.party('cn').officer('desk', mechanism.channel)
})
afterAll(() => mechanism?.close())

const MARKS = { handling: [], tlp: 'AMBER' }

describe('a case', { timeout: JOURNEY_LIMIT_MS }, () => {
  it('comes first when both want it to, with both sides’ numbers and everything that belongs to it', async () => {
    const request = await us.act('request.open', requestTo(us, 'cn'))
    const data = { marks: MARKS, offences: ['ransomware'] }
    const opened = await us.act('case.open', { data, body: { title: 'Hospitals, May 2030' } })
    await cn.sees(opened, 'the case is open', ({ state }) => state !== null)
    await us.act('case.number', { about: opened, body: { number: 'US-2030-77' } })
    await cn.act('case.number', { about: opened, body: { number: '公网安〔2030〕12号' } })
    await us.act('case.link', { about: opened, data: { matter: request } })
    await cn.sees(opened, 'the request belongs to it', ({ state }) => JSON.stringify(state).includes(request))

    const proposed = await us.act('case.prioritise', { about: opened, data: { on: true } })
    const waiting = await cn.sees(opened, 'priority is proposed', ({ state }) =>
      JSON.stringify(state).includes(proposed),
    )
    expect(waiting.state).toMatchObject({ prioritySinceMs: null })
    // Nobody agrees with themselves.
    const own = us.act('case.prioritise.accept', { about: opened, data: { to: proposed } })
    expect(await refused(own)).toBe('act-not-allowed')
    await cn.act('case.prioritise.accept', { about: opened, data: { to: proposed } })
    await us.sees(opened, 'it comes first', ({ status }) => status === 'priority')

    for (const officer of [us, cn]) {
      const { channel, client } = officer
      const { items } = await client.call('matters.acts', { params: { channel, matter: opened } })
      const numbers = items
        .filter(({ type }) => type === 'case.number')
        .map(({ by, body }) => [by, body?.content])
      expect(numbers).toEqual([
        ['us', { number: 'US-2030-77' }],
        ['cn', { number: '公网安〔2030〕12号' }],
      ])
    }
    await cn.act('case.close', { about: opened, data: { outcome: 'resolved' } })
    await us.sees(opened, 'it is closed', ({ status }) => status === 'closed')
    await us.act('case.reopen', { about: opened, data: { reason: 'new-victims' } })
    await cn.sees(opened, 'it is open again', ({ status }) => status !== 'closed')
    await endsWell(mechanism, [us, cn])
  })
})

describe('a lead', { timeout: JOURNEY_LIMIT_MS }, () => {
  it('is given with a file, taken up, and rated by those who had the use of it', async () => {
    const { clock } = mechanism
    const sample = randomBytes(200_000)
    const feedbackBy = clock.in(14 * DAY_MS)
    const lead = await cn.act('lead.give', {
      data: {
        exhibits: [],
        feedbackBy,
        identifiers: [{ count: 2, type: 'domain' }],
        marks: { handling: ['H0'], pap: 'GREEN', tlp: 'GREEN' },
        offences: ['fraud-phishing'],
        to: 'us',
      },
      body: { title: 'Two names of one kit', text: 'payments.example and invoices.example' },
      uploads: [await cn.upload('kit.zip', sample)],
    })
    const given = await us.holds(lead, 1)
    expect(given).toMatchObject({ openedBy: 'cn', notice: 'seen' })
    expect(await us.hashOf(lead, given.exhibits[0]?.sealed ?? '')).toBe(sha256(sample))
    expect(await refused(cn.act('lead.take', { about: lead }))).toBe('act-not-allowed')
    const early = us.act('lead.feedback', { about: lead, data: { rating: 4, use: 'opened-case' } })
    expect(await refused(early)).toBe('act-not-allowed')

    await us.act('lead.take', { about: lead })
    const taken = await cn.sees(lead, 'it was taken up', ({ notice }) => notice === 'acknowledged')
    expect(taken).toMatchObject({ onClock: 'us', due: feedbackBy })
    await us.act('lead.feedback', {
      about: lead,
      data: { rating: 4, use: 'opened-case' },
      body: { text: 'Both were in use.' },
    })
    const rated = await cn.sees(lead, 'it was rated', ({ onClock }) => onClock === null)
    expect(JSON.stringify(rated.state)).toContain('"rating":4')
    await endsWell(mechanism, [us, cn])
  })
})
