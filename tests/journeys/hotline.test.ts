import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { SqliteStore } from '../../src/store/index.ts'
import { type Appointed, appoint, list, putOnDuty } from './directory.ts'
import { endsWell } from './ends.ts'
import { undatedTo } from './forms.ts'
import { found, type Mechanism } from './mechanism.ts'
import { type Json, type Officer, refused } from './officer.ts'
import { HOUR_MS, MINUTE_MS, until, JOURNEY_LIMIT_MS } from './times.ts'
import { Pager } from './pager.ts'
import type { Party } from './party.ts'

const BUSY_DISK_MS = 1_000

let mechanism: Mechanism
let us: Officer
let coordinator: Officer
let atSeat: Appointed
let deputy: Appointed
let pager: Pager

beforeAll(async () => {
  pager = await Pager.open()
  mechanism = await found(['us', 'cn'])
  us = await mechanism.party('us').officer('desk', mechanism.channel)
  const cn = mechanism.party('cn')
  coordinator = await cn.officer('coordinator', mechanism.channel)
  const listed = await list(coordinator)
  atSeat = await appoint(await cn.officer('desk', mechanism.channel), coordinator, listed)
  deputy = await appoint(await cn.officer('desk', mechanism.channel), coordinator, listed)
  await putOnDuty(coordinator, listed, { seat: atSeat, deputy })
  await pager.carriedBy(deputy.officer)
})
afterAll(async () => {
  await mechanism?.close()
  await pager?.close()
})

const later = (ms: number): Promise<void> =>
  mechanism.later(ms, [us, coordinator, atSeat.officer, deputy.officer])

const place = (over: Json = {}): Promise<{ readonly id: string }> => {
  const wish = {
    confirm: 'call',
    drill: false,
    to: 'cn',
    reason: 'incident',
    severity: 'critical',
    note: 'Quillwort',
  }
  const params = { channel: us.channel }
  return us.client.call('hotline.place', { params, body: { ...wish, ...over } as never, key: randomUUID() })
}
const callAs = ({ channel, client }: Officer, matter: string) =>
  client.call('hotline.call', { params: { channel, matter } })
/** What the pager was told about one call. */
const paged = (call: string): Json[] =>
  pager.pages.map(({ content }) => content['data'] as Json).filter(({ matter }) => matter === call)

describe('a stuck request', { timeout: JOURNEY_LIMIT_MS }, () => {
  it('becomes a call that rings the deputy when the seat is silent, until a person answers and says how it ended', async () => {
    const request = await us.submits(
      'request.open',
      undatedTo(us, 'cn', { kind: 'emergency-disclosure', urgency: 'emergency' }),
    )
    await coordinator.sees(request, 'it was asked', ({ state }) => state !== null)
    await later(9 * HOUR_MS)
    expect(await us.overdue('cn')).toEqual([request])

    expect(await refused(place({ drill: true }))).toBe('request-invalid')
    expect(await refused(place({ reason: 'stuck' }))).toBe('request-invalid')
    const { id: call } = await place({ reason: 'stuck', matter: request })
    await coordinator.sees(
      call,
      'it is called',
      ({ onClock, status }) => status === 'ringing' && onClock === 'cn',
    )
    const ringing = await callAs(us, call)
    expect(ringing).toMatchObject({ matter: request, status: 'ringing', rings: { line: 'seat' } })
    expect(ringing.steps.map(({ line }) => line)).toEqual(['seat', 'deputy', 'principal'])
    expect(
      (await callAs(atSeat.officer, call)).duty.filter(({ officers }) => officers.length > 0),
    ).toMatchObject([
      { line: 'seat', officers: [{ id: atSeat.appointed, user: { id: atSeat.officer.user } }] },
      { line: 'deputy', officers: [{ id: deputy.appointed, user: { id: deputy.officer.user } }] },
    ])
    // Nobody but the seat is rung in the first quarter of an hour.
    await later(14 * MINUTE_MS)
    expect(paged(call)).toEqual([])

    await later(MINUTE_MS + 1_000)
    await until('the deputy is paged', () => Promise.resolve(paged(call).length > 0))
    expect(paged(call)).toMatchObject([{ urgency: 'flash', line: 'deputy', step: 2, drill: false }])
    expect(pager.pages.every(({ genuine }) => genuine)).toBe(true)
    // A page passes through other people's networks: it names no facts.
    expect(JSON.stringify(pager.pages)).not.toContain('Quillwort')
    expect(await callAs(us, call)).toMatchObject({ rings: { line: 'deputy' }, status: 'ringing' })

    const params = { channel: us.channel, matter: call }
    const answerBy = ({ client }: Officer) =>
      client.call('hotline.answer', { params, body: { note: 'Speaking.' }, key: randomUUID() })
    expect(await refused(answerBy(us))).toBe('act-not-allowed')
    const endBy = ({ client }: Officer, note: string) =>
      client.call('hotline.stand-down', { params, body: { outcome: 'resolved', note }, key: randomUUID() })
    // Who is called cannot make it silent without having answered.
    expect(await refused(endBy(deputy.officer, 'Nothing to see.'))).toBe('act-not-allowed')
    await later(MINUTE_MS)
    await answerBy(deputy.officer)
    await us.sees(call, 'a person has answered', ({ status }) => status === 'answered')
    expect(await callAs(us, call)).toMatchObject({
      answerMinutes: 16,
      calledSpeaker: { officer: deputy.appointed },
      nextStep: null,
      rings: null,
    })
    await later(2 * HOUR_MS)
    // Nobody is rung for what was answered; the caller has heard how it went.
    expect(paged(call)).toHaveLength(1)
    await until('the caller has heard', async () => (await us.noticesOf(call)).includes('call-answered'))
    expect(await us.noticesOf(call)).toEqual(['call-unanswered', 'call-answered'])
    expect(await atSeat.officer.noticesOf(call)).toEqual(['call-ringing'])
    expect(await deputy.officer.noticesOf(call)).toEqual(['call-ringing'])

    await deputy.officer.act('request.acknowledge', { about: request })
    expect(await refused(endBy(us, ''))).toBe('request-invalid')
    await endBy(us, 'The request has a number and an officer now.')
    await coordinator.sees(call, 'it is over', ({ status }) => status === 'stood-down')

    const { id: drill } = await place({ confirm: 'drill', drill: true, severity: 'moderate' })
    await until(
      'it rings there',
      async () => (await callAs(atSeat.officer, drill).catch(() => undefined)) !== undefined,
    )
    const drilled = { channel: us.channel, matter: drill }
    await atSeat.officer.client.call('hotline.answer', { params: drilled, body: {}, key: randomUUID() })
    await us.sees(drill, 'the drill was answered', ({ status }) => status === 'answered')
    await us.client.call('hotline.stand-down', {
      params: drilled,
      body: { outcome: 'drill-done', note: 'Within a minute.' },
      key: randomUUID(),
    })
    await coordinator.sees(drill, 'the drill is over', ({ status }) => status === 'stood-down')

    const usage = async ({ channel, client }: Officer) => {
      const { calls, drills } = await client.call('figures.get', { params: { channel } })
      return { calls, drills }
    }
    const once = { called: { count: 1 }, 'picked-up-in-time': { count: 1 }, 'not-picked-up': { count: 0 } }
    const { calls, drills } = await usage(us)
    // The drill was answered at once, and makes the call no quicker.
    expect(calls).toMatchObject([{ party: 'cn', counts: { ...once, 'ended-drill-done': { count: 0 } } }])
    expect(drills).toMatchObject([{ party: 'cn', counts: { ...once, 'ended-drill-done': { count: 1 } } }])
    const minutes = (ms: number | null = null): number => Math.floor((ms ?? 0) / 60_000)
    expect(minutes(calls[0]?.timings['picked-up'].medianMs)).toBe(16)
    expect(minutes(drills[0]?.timings['picked-up'].medianMs)).toBe(0)
    expect(await usage(coordinator)).toEqual({ calls, drills })
    await endsWell(mechanism, [us, coordinator])
  })

  it('rings nobody hours later when a crash came between the answer and the plan', async () => {
    const { party } = coordinator
    const { id: call } = await place()
    await coordinator.sees(call, 'it is called', ({ status }) => status === 'ringing')
    await party.planned(us.channel)
    const asItRang = await planOf(party, us.channel)
    await atSeat.officer.client.call('hotline.answer', {
      params: { channel: us.channel, matter: call },
      body: {},
      key: randomUUID(),
    })
    await us.sees(call, 'a person has answered', ({ status }) => status === 'answered')
    await party.planned(us.channel)
    await asItRang.putBack()
    await party.stop()
    await mechanism.later(2 * HOUR_MS, [])
    // As on a busy disk: what was planned long ago is at hand before the record has been read.
    const { listMatters } = SqliteStore.prototype
    const slow = vi.spyOn(SqliteStore.prototype, 'listMatters')
    slow.mockImplementation(async function (this: SqliteStore, ...asked) {
      await pause(BUSY_DISK_MS)
      return listMatters.apply(this, asked)
    })
    await party.start()
    slow.mockRestore()
    await Promise.all([us, coordinator, atSeat.officer, deputy.officer].map((one) => one.comeBack()))
    await party.opened.door()?.office.desk.timers.tick()
    expect(paged(call)).toEqual([])
    expect(await deputy.officer.noticesOf(call)).toEqual([])
    expect(await atSeat.officer.noticesOf(call)).toEqual(['call-ringing'])
    await endsWell(mechanism, [us, coordinator])
  })
})

/** What a node means to do and how far it has planned, which can be put back: that is what a crash leaves of the plan. */
async function planOf(
  { opened: { privateFile: file } }: Party,
  channel: string,
): Promise<{ putBack: () => Promise<void> }> {
  const [timers, cursor] = await file.read(() => [
    file.prepare('select key, at, wake, kind, payload, paced, tries from desk_timer').all(),
    file.prepare('select changed from desk_cursor where channel = ?').get(channel),
  ])
  const putBack = (): void => {
    const put = file.prepare('insert or ignore into desk_timer values(?, ?, ?, ?, ?, ?, ?)')
    for (const { key, at, wake, kind, payload, paced, tries } of timers)
      put.run(
        key ?? null,
        at ?? null,
        wake ?? null,
        kind ?? null,
        payload ?? null,
        paced ?? null,
        tries ?? null,
      )
    file
      .prepare('update desk_cursor set changed = ? where channel = ?')
      .run(cursor?.['changed'] ?? 0, channel)
  }
  return { putBack: () => file.write(putBack) }
}
