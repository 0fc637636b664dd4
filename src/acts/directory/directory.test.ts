import { describe, expect, it } from 'vitest'

import type { JsonObject } from '../../record/index.ts'
import { at, codeAfter, DAY_MS, hexOf, HOUR_MS, MATTER, outcomeOf, START_MS } from '../acts.testkit.ts'
import type { Step } from '../acts.testkit.ts'
import { ACT_EXAMPLES } from '../examples.ts'
import { outlineOf } from '../outline.ts'
import { onDuty } from './matter.ts'
import type { AgencyState } from './matter.ts'

const act = (type: string, data: JsonObject = {}, by = 'us'): Step => ({
  type: `directory.${type}`,
  by,
  data,
})
const LIST = act('agency.list', { ...ACT_EXAMPLES['directory.agency.list'] })
const SEAT = act('seat.open', { function: 'cert', hours: 'always', languages: ['en'] })
const CREDENTIAL = '0'.repeat(31)
/** Acts are numbered from 1: the agency is listed by the first, its seat opened by the second. */
const SEAT_ID = hexOf(2)
const appoint = (n: number, seat: string = SEAT_ID): Step =>
  act('officer.appoint', {
    ...ACT_EXAMPLES['directory.officer.appoint'],
    credential: `${CREDENTIAL}${n.toString(16)}`,
    seat,
  })
const relieve = (n: number): Step => act('officer.relieve', { officer: hexOf(n), reason: 'term-ended' })
const shift = (from: number, to: number, officer: number, line = 'seat'): JsonObject => ({
  from: at(from * HOUR_MS),
  line,
  officer: hexOf(officer),
  to: at(to * HOUR_MS),
})
const rota = (...shifts: readonly JsonObject[]): Step => act('duty.set', { seat: SEAT_ID, shifts })

function after(...steps: readonly Step[]): AgencyState {
  const outcome = outcomeOf(steps)
  if (typeof outcome === 'string' || outcome.kind !== 'agency') throw new Error(JSON.stringify(outcome))
  return outcome
}

describe('an agency', () => {
  it('is listed by its party with what it demands, and updated whole', () => {
    const state = after(
      LIST,
      act('agency.update', { ...LIST.data, languages: ['vi'], requires: { kinds: ['preserve'] } }),
    )
    expect(state).toMatchObject({
      country: 'VN',
      languages: ['vi'],
      listed: hexOf(2),
      owner: 'us',
      requires: { kinds: ['preserve'] },
    })
    expect(outlineOf(state)).toMatchObject({ status: 'listed', onClock: null })
    expect(JSON.stringify(state)).toContain('"calendar":{"country":"VN","officeHours":')
  })

  it('belongs to its party alone', () => {
    const others = [
      act('agency.update', { ...LIST.data }, 'cn'),
      act('agency.retire', {}, 'cn'),
      { ...SEAT, by: 'cn' },
      { ...appoint(1), by: 'cn' },
      { ...relieve(3), by: 'cn' },
      { ...rota(), by: 'cn' },
      act('seat.close', { seat: SEAT_ID }, 'cn'),
    ]
    for (const step of others)
      expect(codeAfter(LIST, SEAT, appoint(1), step), step.type).toBe('not-the-owner')
  })

  it('takes nothing new once it is retired, but still relieves its officers', () => {
    const retired = [LIST, SEAT, appoint(1), rota(shift(0, 8, 3)), act('agency.retire')]
    expect(after(...retired)).toMatchObject({ retiredMs: START_MS + 5, rota: [] })
    expect(codeAfter(...retired, SEAT)).toBe('matter-closed')
    expect(codeAfter(...retired, act('agency.retire'))).toBe('matter-closed')
    expect(after(...retired, relieve(3)).officers).toEqual([])
  })
})

describe('a seat', () => {
  it('is closed only when nobody holds it', () => {
    const close = act('seat.close', { seat: SEAT_ID })
    expect(codeAfter(LIST, SEAT, appoint(1), close)).toBe('seat-held')
    expect(after(LIST, SEAT, appoint(1), relieve(3), close).seats).toEqual([])
    expect(codeAfter(LIST, close)).toBe('seat-unknown')
    expect(codeAfter(LIST, appoint(1))).toBe('seat-unknown')
  })

  it('is one of so many', () => {
    expect(codeAfter(LIST, ...Array.from({ length: 33 }, () => SEAT))).toBe('matter-full')
  })
})

describe('an officer', () => {
  it('is known by a random id, which no other in office has', () => {
    expect(after(LIST, SEAT, appoint(1)).officers).toEqual([
      { act: hexOf(3), credential: `${CREDENTIAL}1`, seat: SEAT_ID },
    ])
    expect(codeAfter(LIST, SEAT, appoint(1), appoint(1))).toBe('credential-used')
    expect(codeAfter(LIST, SEAT, appoint(1), relieve(3), relieve(3))).toBe('officer-unknown')
  })

  it('never has a name in the data', () => {
    const named = { ...appoint(1).data, name: 'A. Person' }
    expect(codeAfter(LIST, SEAT, act('officer.appoint', named))).toBe('data-invalid')
    expect(codeAfter(LIST, SEAT, act('officer.appoint', { ...appoint(1).data, rp: 'The Desk' }))).toBe(
      'data-invalid',
    )
    expect(codeAfter(LIST, SEAT, act('officer.appoint', { ...appoint(1).data, alg: -37 }))).toBe(
      'data-invalid',
    )
  })
})

describe('a rota', () => {
  const staffed = [LIST, SEAT, appoint(1), appoint(2)]

  it('says who is on duty at an instant, and who stands behind', () => {
    const state = after(...staffed, rota(shift(0, 8, 3), shift(8, 16, 4), shift(0, 16, 4, 'deputy')))
    const who = (hours: number, line: 'seat' | 'deputy' | 'principal'): readonly string[] =>
      onDuty(state, SEAT_ID, line, START_MS + hours * HOUR_MS)
    expect([who(0, 'seat'), who(7.99, 'seat'), who(8, 'seat')]).toEqual([[hexOf(3)], [hexOf(3)], [hexOf(4)]])
    expect([who(9, 'deputy'), who(9, 'principal'), who(16, 'seat')]).toEqual([[hexOf(4)], [], []])
    expect(onDuty(state, hexOf(9), 'seat', START_MS)).toEqual([])
  })

  it('is replaced whole, and loses whoever is relieved', () => {
    const set = [...staffed, rota(shift(0, 8, 3), shift(8, 16, 4))]
    expect(after(...set, rota(shift(0, 4, 4))).rota).toMatchObject([
      { act: hexOf(6), shifts: [{ officer: hexOf(4) }] },
    ])
    expect(after(...set, relieve(3)).rota[0]?.shifts).toMatchObject([{ officer: hexOf(4) }])
  })

  it.each<[string, string, Step[]]>([
    ['a shift that ends before it begins', 'data-invalid', [...staffed, rota(shift(8, 0, 3))]],
    ['somebody who is not appointed', 'officer-unknown', [...staffed, rota(shift(0, 8, 9))]],
    [
      'a seat that is not there',
      'seat-unknown',
      [...staffed, act('duty.set', { seat: hexOf(9), shifts: [] })],
    ],
    [
      'too many shifts',
      'data-invalid',
      [...staffed, rota(...Array.from({ length: 129 }, () => shift(0, 1, 3)))],
    ],
  ])('refuses %s → %s', (_what, code, steps) => {
    expect(codeAfter(...steps)).toBe(code)
  })
})

describe('a contact check', () => {
  const check = (wants: string): Step => act('contact.check', { answerBy: at(DAY_MS), to: 'cn', wants })
  const answer = (how: string, after_: number, by = 'cn'): Step => ({
    ...act('contact.answer', { how }, by),
    after: after_,
  })
  const outline = (...steps: readonly Step[]): ReturnType<typeof outlineOf> => {
    const state = outcomeOf(steps)
    if (typeof state === 'string') throw new Error(state)
    return outlineOf(state)
  }
  const dueMs = START_MS + DAY_MS

  it('is on the clock of the party that is asked until a person has answered', () => {
    expect(outline(check('person'))).toMatchObject({ status: 'asked', onClock: 'cn', dueMs })
    expect(outline(check('person'), answer('machine', 5))).toMatchObject({
      status: 'machine-answered',
      onClock: 'cn',
      dueMs,
    })
    expect(outline(check('person'), answer('machine', 5), answer('person', 9))).toMatchObject({
      status: 'answered',
      onClock: null,
      dueMs: null,
    })
  })

  it('may be for the machine alone', () => {
    expect(outline(check('machine'), answer('machine', 5))).toMatchObject({
      status: 'answered',
      onClock: null,
    })
    expect(outline(check('machine'), answer('person', 5))).toMatchObject({
      status: 'answered',
      onClock: null,
    })
  })

  it('may be missed and answered late, which shows', () => {
    expect(outline(check('person'), answer('person', 2 * DAY_MS))).toMatchObject({ status: 'answered-late' })
  })

  it.each<[string, string, Step[]]>([
    ['by another', 'not-the-requested', [check('person'), answer('person', 5, 'sg')]],
    ['by whoever asked', 'not-the-requested', [check('person'), answer('person', 5, 'us')]],
    ['twice', 'already-answered', [check('person'), answer('person', 5), answer('person', 6)]],
    ['of oneself', 'to-self', [{ ...check('person'), by: 'cn' }]],
    ['of a stranger', 'to-unknown-party', [act('contact.check', { ...check('person').data, to: 'fr' })]],
    ['due in the past', 'due-not-after-made', [{ ...check('person'), after: 2 * DAY_MS }]],
    [
      'of a seat without its agency',
      'data-invalid',
      [act('contact.check', { ...check('person').data, seat: hexOf(1) })],
    ],
    [
      'by a machine with a name',
      'data-invalid',
      [check('person'), act('contact.answer', { how: 'machine', officer: hexOf(1) }, 'cn')],
    ],
  ])('%s → %s', (_what, code, steps) => {
    expect(codeAfter(...steps)).toBe(code)
  })
})

describe('an officer’s signature', () => {
  const assertion = { authenticatorData: 'AAAA', clientDataJSON: 'AAAA', signature: 'AAAA' }
  const { credential, key, rp } = { ...appoint(1).data }
  const sign = (meaning: string, more: JsonObject = {}): Step => ({
    type: 'attest.sign',
    by: 'us',
    data: {
      act: MATTER,
      appointed: hexOf(3),
      assertion,
      credential: credential ?? '',
      key: key ?? '',
      meaning,
      rp: rp ?? '',
      ...more,
    },
  })

  it('is listed with any matter, once for each meaning', () => {
    const state = outcomeOf([LIST, sign('approve'), sign('witness')])
    expect(state).toMatchObject({
      attestations: [
        { act: MATTER, appointed: hexOf(3), by: 'us', meaning: 'approve' },
        { act: MATTER, appointed: hexOf(3), by: 'us', meaning: 'witness' },
      ],
    })
    expect(codeAfter(LIST, sign('approve'), sign('approve'))).toBe('already-attested')
  })

  it('has its form', () => {
    expect(codeAfter(LIST, sign('admire'))).toBe('data-invalid')
    expect(codeAfter(LIST, sign('sign', { assertion: { ...assertion, signature: 'AAAA=' } }))).toBe(
      'data-invalid',
    )
    expect(codeAfter(LIST, sign('sign', { credential: 'x' }))).toBe('data-invalid')
  })

  it('is one of so many', () => {
    const many = Array.from({ length: 257 }, (_, n) => sign('sign', { appointed: hexOf(n) }))
    expect(codeAfter(LIST, ...many)).toBe('matter-full')
  })
})
