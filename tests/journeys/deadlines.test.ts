import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endsWell } from './ends.ts'
import { requestTo, undatedTo } from './forms.ts'
import { charter, found, type Mechanism } from './mechanism.ts'
import { type Officer, refused } from './officer.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, until, JOURNEY_LIMIT_MS } from './times.ts'

/** What the parties have agreed on beside the eight hours in which a person acknowledges an emergency. */
const EMERGENCY = {
  id: 'emergency-answer',
  instruments: ['charter'],
  kinds: 'any',
  urgency: ['emergency'],
  aim: 'answer',
  starts: 'request-received',
  pauses: 'clarification',
  length: { count: 24, unit: 'hours' },
  extension: null,
  onExpiry: 'overdue',
}

let mechanism: Mechanism
let us: Officer
let cn: Officer

beforeAll(async () => {
  mechanism = await found(['us', 'cn'], charter({ rules: [EMERGENCY] }))
  us = await mechanism.party('us').officer('desk', mechanism.channel)
  cn = await mechanism.party('cn').officer('desk', mechanism.channel)
})
afterAll(() => mechanism?.close())

/** Days go by for both; everybody signs in again. */
const later = (ms: number, present: readonly Officer[] = [us, cn]): Promise<void> =>
  mechanism.later(ms, present)

/** After that time, the officer who has to act has been told so much, and no more. */
async function reminded(afterMs: number, matter: string, kinds: readonly string[]): Promise<void> {
  await later(afterMs)
  await until(
    `notices are ${kinds.join(', ')}`,
    async () => (await cn.noticesOf(matter)).length >= kinds.length,
  )
  expect(await cn.noticesOf(matter)).toEqual(kinds)
}

/** The instants that stand in the act that opened a request. */
async function openedBy(
  { channel, client }: Officer,
  matter: string,
): Promise<{ readonly acknowledgeBy: string; readonly answerBy: string }> {
  const { data } = await client.call('acts.get', { params: { channel, matter, act: matter } })
  const { acknowledgeBy, answerBy } = data
  if (typeof acknowledgeBy !== 'string' || typeof answerBy !== 'string')
    throw new Error('it has no deadlines')
  return { acknowledgeBy, answerBy }
}

describe('an emergency', { timeout: JOURNEY_LIMIT_MS }, () => {
  it('is due in hours, is overdue on both sides in the same instant, and is off the list once it is answered', async () => {
    const form = undatedTo(us, 'cn', { kind: 'emergency-disclosure', urgency: 'emergency' })
    const request = await us.submits('request.open', form)
    const asked = await cn.sees(request, 'it is on its clock', ({ onClock }) => onClock === 'cn')
    const { acknowledgeBy, answerBy } = await openedBy(cn, request)
    expect(asked.due).toBe(acknowledgeBy)
    const openedMs = Date.parse(asked.opened ?? '')
    const hours = (at: string): number => Math.round((Date.parse(at) - openedMs) / MINUTE_MS) / 60
    expect([hours(acknowledgeBy), hours(answerBy)]).toEqual([8, 24])
    expect([await us.overdue('cn'), await cn.overdue('cn')]).toEqual([[], []])

    // Whoever works there is reminded when half of the time is left, when a tenth is, and when none is.
    await reminded(4 * HOUR_MS + MINUTE_MS, request, ['due-soon'])
    await reminded(3 * HOUR_MS + 12 * MINUTE_MS, request, ['due-soon', 'due-soon'])
    mechanism.clock.moveTo(new Date(Date.parse(acknowledgeBy) - 60_000).toISOString())
    expect([await us.overdue('cn'), await cn.overdue('cn')]).toEqual([[], []])
    await reminded(2 * MINUTE_MS, request, ['due-soon', 'due-soon', 'overdue'])
    expect(await us.noticesOf(request)).toEqual([])
    expect([await us.overdue('cn'), await cn.overdue('cn')]).toEqual([[request], [request]])
    expect([await us.overdue('us'), await cn.overdue('us')]).toEqual([[], []])
    expect((await us.matter(request)).overdue).toBe(true)
    expect((await cn.matter(request)).overdue).toBe(true)
    const { overdue } = await us.client.call('matters.counts', { params: { channel: us.channel } })
    expect(overdue).toMatchObject({ cn: { count: 1 }, us: { count: 0 } })

    await cn.act('request.acknowledge', { about: request })
    await us.sees(request, 'the answer is due now', ({ due, overdue: late }) => due === answerBy && !late)
    expect([await us.overdue('cn'), await cn.overdue('cn')]).toEqual([[], []])
    await later(17 * HOUR_MS)
    expect([await us.overdue('cn'), await cn.overdue('cn')]).toEqual([[request], [request]])
    // An emergency is refused at once: an early no is worth more than a late one.
    await cn.act('request.decline', { about: request, data: { grounds: ['safety-of-person'] } })
    await us.sees(request, 'it is refused', ({ status }) => status === 'declined')
    expect([await us.overdue('cn'), await cn.overdue('cn')]).toEqual([[], []])
    await us.act('request.close', { about: request, data: { outcome: 'not-answered' } })
    await endsWell(mechanism, [us, cn])
  })
})

describe('a deadline that passes while a node is down', { timeout: JOURNEY_LIMIT_MS }, () => {
  it('is overdue on the other side at once, and told once when the node is back', async () => {
    const form = undatedTo(us, 'cn', { kind: 'emergency-disclosure', urgency: 'emergency' })
    const request = await us.submits('request.open', form)
    await cn.sees(request, 'it was asked', ({ state }) => state !== null)
    await cn.party.planned(cn.channel)
    await cn.party.stop()
    await later(9 * HOUR_MS, [us])
    expect(await us.overdue('cn')).toEqual([request])
    await us.act(
      'request.extend',
      { about: request, data: { what: 'answer', until: mechanism.clock.in(DAY_MS) } },
      'recorded',
    )
    await cn.party.start()
    await cn.comeBack()
    await until('it is told of', async () => (await cn.noticesOf(request)).includes('overdue'))
    // The reminders that fell into the time in which nobody could be told are stale when the record comes first.
    const told = await cn.noticesOf(request)
    expect(told.filter((kind) => kind === 'overdue')).toHaveLength(1)
    expect([['overdue'], ['due-soon', 'due-soon', 'overdue']]).toContainEqual(told)
    await cn.sees(
      request,
      'there is more time',
      ({ state }) => Number(state?.['answerByMs']) > mechanism.clock.now() + HOUR_MS,
    )
    await cn.act('request.acknowledge', { about: request })
    await cn.act('request.supply', {
      about: request,
      data: { final: true, exhibits: [] },
      body: { text: 'Late, but whole.' },
    })
    await us.sees(request, 'it was answered', ({ status }) => status === 'supplied')
    await us.act('request.close', { about: request, data: { outcome: 'answered' } })
    await cn.sees(request, 'it is closed', ({ status }) => status === 'closed')
    await endsWell(mechanism, [us, cn])
  })
})

describe('what is kept for the other side', { timeout: JOURNEY_LIMIT_MS }, () => {
  async function preserved(days: number): Promise<{ request: string; keptUntil: string }> {
    const request = await us.act('request.open', requestTo(us, 'cn', { kind: 'preserve' }))
    await cn.sees(request, 'it was asked', ({ state }) => state !== null)
    const keptUntil = mechanism.clock.in(days * DAY_MS)
    await cn.act('request.accept', { about: request, data: { conditions: [], keptUntil } })
    await cn.act('request.supply', { about: request, data: { final: true, exhibits: [], keptUntil } })
    await us.sees(
      request,
      'it is kept',
      ({ lapses, status }) => status === 'supplied' && lapses === keptUntil,
    )
    return { request, keptUntil }
  }

  async function lapsing(officer: Officer): Promise<string[]> {
    const { channel, client } = officer
    const query = { order: 'lapses', before: mechanism.clock.in(7 * DAY_MS) } as const
    const { items } = await client.call('matters.list', { params: { channel }, query })
    return items.map(({ id }) => id)
  }

  it('lapses when nobody has it extended, and then no word brings it back', async () => {
    const { request, keptUntil } = await preserved(60)
    const lapseTold = async (kinds: readonly string[]): Promise<void> => {
      const told = async (): Promise<string[]> =>
        (await us.noticesOf(request)).filter((kind) => kind.startsWith('lapse'))
      await until(`it is told of ${kinds.length} times`, async () => (await told()).length >= kinds.length)
      expect(await told()).toEqual(kinds)
    }
    expect([await lapsing(us), await lapsing(cn)]).toEqual([[], []])
    await later(54 * DAY_MS)
    await lapseTold(['lapse-soon'])
    expect([await lapsing(us), await lapsing(cn)]).toEqual([[request], [request]])
    expect(await us.matter(request)).toMatchObject({ expiringSoon: true, lapsed: false, onClock: 'us' })
    const early = await refused(cn.act('request.expire', { about: request }))
    expect(early).toBe('act-not-allowed')

    await later(7 * DAY_MS)
    // Each of the warnings that the jump passed over, and the loss itself once.
    await lapseTold(['lapse-soon', 'lapse-soon', 'lapse-soon', 'lapsed'])
    expect(await us.matter(request)).toMatchObject({ expiringSoon: false, lapsed: true, lapses: keptUntil })
    expect([await lapsing(us), await lapsing(cn)]).toEqual([[], []])
    expect([await us.overdue('us'), await cn.overdue('us')]).toEqual([[request], [request]])
    const data = { what: 'keeping', until: mechanism.clock.in(30 * DAY_MS) }
    expect(await refused(us.act('request.extend', { about: request, data }))).toBe('act-not-allowed')
    await cn.act('request.expire', { about: request })
    const expired = await us.sees(request, 'it has run out', ({ status }) => status === 'expired')
    expect(expired.state).toMatchObject({ outcome: 'lapsed' })
    await endsWell(mechanism, [us, cn])
  })

  it('stays kept when it is extended in time, to the later instant on both sides', async () => {
    const { request } = await preserved(60)
    await later(58 * DAY_MS)
    expect(await lapsing(us)).toEqual([request])
    const until = mechanism.clock.in(32 * DAY_MS)
    await us.act('request.extend', { about: request, data: { what: 'keeping', until } })
    const extended = await cn.sees(request, 'it is kept for longer', ({ lapses }) => lapses === until)
    expect(extended).toMatchObject({ extended: true, expiringSoon: false, lapsed: false })
    await later(10 * DAY_MS)
    // The first instant has passed, and nothing has lapsed with it.
    expect(await us.matter(request)).toMatchObject({ lapsed: false, overdue: false, due: until })
    expect(await refused(cn.act('request.expire', { about: request }))).toBe('act-not-allowed')
    await us.act('request.close', { about: request, data: { outcome: 'answered' } })
    await cn.sees(request, 'it is closed', ({ lapses, status }) => status === 'closed' && lapses === null)
    await endsWell(mechanism, [us, cn])
  })
})
