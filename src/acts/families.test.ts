import { existsSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import {
  actOf,
  CHANNEL,
  codeAfter,
  CONTEXT,
  exhibitOf,
  hexOf,
  MATTER,
  OPEN,
  outcomeOf,
} from './acts.testkit.ts'
import type { Step } from './acts.testkit.ts'
import { foundedChannel } from './channel/matter.ts'
import { actNamed, matterOf, VOCABULARY } from './registry.ts'
import { VOID_CODES } from './voids.ts'

const DEPOSIT: Step = {
  type: 'evidence.deposit',
  by: 'us',
  data: { exhibits: [exhibitOf(1), exhibitOf(2), exhibitOf(1)], relatesTo: hexOf(9) },
}
const receive = (by: string, sealed: number, result: string): Step => ({
  type: 'evidence.receive',
  by,
  data: { result, sealed: hexOf(sealed) },
})
const REMARK: Step = { type: 'remark.post', by: 'sg' }

describe('evidence', () => {
  it('is deposited once per file and receipted by whoever checked the hash', () => {
    const state = outcomeOf([DEPOSIT, receive('cn', 1, 'match'), receive('sg', 1, 'mismatch')])
    expect(state).toMatchObject({
      kind: 'evidence',
      relatesTo: hexOf(9),
      exhibits: [
        { by: 'us', sealed: hexOf(1), received: ['cn'], refused: ['sg'] },
        { by: 'us', sealed: hexOf(2), received: [], refused: [] },
      ],
    })
  })

  it('may match at a second try', () => {
    const state = outcomeOf([DEPOSIT, receive('cn', 1, 'mismatch'), receive('cn', 1, 'match')])
    expect(state).toMatchObject({ exhibits: [{ received: ['cn'], refused: [] }, {}] })
  })

  it('is receipted on a request too', () => {
    expect(outcomeOf([OPEN, receive('cn', 1, 'match')])).toMatchObject({ exhibits: [{ received: ['cn'] }] })
  })

  it.each<[string, string, Step[]]>([
    ['an exhibit nobody listed', 'exhibit-unknown', [DEPOSIT, receive('cn', 3, 'match')]],
    ['one’s own exhibit', 'own-exhibit', [DEPOSIT, receive('us', 1, 'match')]],
    [
      'a second receipt',
      'already-received',
      [DEPOSIT, receive('cn', 1, 'match'), receive('cn', 1, 'mismatch')],
    ],
    ['a deposit of nothing', 'data-invalid', [{ ...DEPOSIT, data: { exhibits: [] } }]],
    [
      'a deposit above the limit',
      'exhibit-too-large',
      [{ ...DEPOSIT, data: { exhibits: [{ ...exhibitOf(1), sealedBytes: 2_000_000 }] } }],
    ],
    ['a request act about evidence', 'wrong-kind', [DEPOSIT, { type: 'request.acknowledge', by: 'cn' }]],
  ])('%s → %s', (_what, code, steps) => {
    expect(codeAfter(...steps)).toBe(code)
  })
})

describe('remarks', () => {
  it('are counted on any matter, by any party, also when it is closed', () => {
    const steps: Step[] = [
      OPEN,
      { type: 'request.withdraw', by: 'us', data: { reason: 'other' } },
      REMARK,
      REMARK,
    ]
    expect(outcomeOf(steps)).toMatchObject({ remarks: 2, stage: 'withdrawn' })
    const onChannel = outcomeOf([{ ...REMARK, about: CHANNEL }], CONTEXT, foundedChannel())
    expect(onChannel).toMatchObject({ kind: 'channel', remarks: 1 })
  })

  it('need words', () => {
    expect(codeAfter(OPEN, { ...REMARK, body: null })).toBe('body-missing')
  })
})

describe('erasure', () => {
  const EXPUNGE: Step = {
    type: 'body.expunge',
    by: 'us',
    data: { act: MATTER, ground: 'court-order', scope: 'body' },
  }
  const done = (by: string, to: number): Step => ({ type: 'body.expunged', by, data: { to: hexOf(to) } })

  it('lists who has stated that the body is gone', () => {
    expect(outcomeOf([OPEN, EXPUNGE, done('cn', 2)])).toMatchObject({
      expunges: [{ act: MATTER, done: ['us', 'cn'], id: hexOf(2) }],
    })
  })

  it.each<[string, string, Step[]]>([
    ['an answer to nothing', 'expunge-unknown', [OPEN, EXPUNGE, done('cn', 3)]],
    ['a second statement', 'already-expunged', [OPEN, EXPUNGE, done('cn', 2), done('cn', 2)]],
    ['the asker’s own statement', 'already-expunged', [OPEN, EXPUNGE, done('us', 2)]],
    ['words where none belong', 'body-not-allowed', [OPEN, { ...EXPUNGE, body: 'text/plain' }]],
    ['a list without end', 'matter-full', [OPEN, ...Array.from({ length: 257 }, () => EXPUNGE)]],
  ])('%s → %s', (_what, code, steps) => {
    expect(codeAfter(...steps)).toBe(code)
  })
})

describe('statements of the folded state', () => {
  const state = (by: string, since: object, upTo: object, seq?: number): Step => ({
    type: 'channel.state',
    by,
    data: { hash: hexOf(seq ?? 1), since: { ...since }, upTo: { ...upTo } },
  })
  const zero = { cn: 0, us: 0, sg: 0 }
  const one = { cn: 1, us: 1, sg: 1 }
  const two = { cn: 2, us: 1, sg: 1 }
  const run = (...steps: Step[]): unknown => outcomeOf(steps, CONTEXT, foundedChannel())

  it('are kept per party in genesis order, each chained to the one before', () => {
    const steps = [state('us', zero, one, 7), state('cn', zero, one, 8), state('us', one, two, 9)]
    expect(run(...steps)).toMatchObject({
      claims: [
        { by: 'cn', hash: hexOf(8), previous: null, upTo: [1, 1, 1] },
        { by: 'us', hash: hexOf(9), previous: hexOf(7), since: [1, 1, 1], upTo: [2, 1, 1] },
      ],
    })
  })

  it.each<[string, string, Step[]]>([
    ['a party missing', 'parties-mismatch', [state('us', { cn: 0, us: 0 }, one)]],
    ['a party too many', 'parties-mismatch', [state('us', zero, { ...one, fr: 1 })]],
    ['more than the author had seen', 'state-unseen', [state('us', zero, { ...one, cn: 5 })]],
    ['more than the author had written', 'state-unseen', [state('us', zero, { ...one, us: 2 })]],
    ['a first one that does not begin at the beginning', 'state-gap', [state('us', one, one)]],
    ['a stretch left out', 'state-gap', [state('us', zero, one), state('us', two, two)]],
    ['a step back', 'state-gap', [state('us', zero, one), state('us', one, zero)]],
    ['words', 'body-not-allowed', [{ ...state('us', zero, one), body: 'text/plain' }]],
    ['a matter', 'about-not-allowed', [{ ...state('us', zero, one), about: MATTER }]],
  ])('%s → %s', (_what, code, steps) => {
    expect(run(...steps)).toBe(code)
  })
})

describe('the vocabulary', () => {
  it('has one definition per name, each of a family in lower case', () => {
    const names = VOCABULARY.map((act) => act.name)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[a-z]+(?:\.[a-z]+(?:-[a-z]+)*){1,2}$/)
  })

  it('has each act in a file of its own, named after it', () => {
    for (const { name } of VOCABULARY) {
      const [family, ...act] = name.split('.')
      expect(existsSync(new URL(`./${family}/${act.join('-')}.ts`, import.meta.url)), name).toBe(true)
    }
  })

  it('never finds what a peer could smuggle in as a name', () => {
    for (const name of ['', '__proto__', 'constructor', 'request', 'request.open ', 'toString']) {
      expect(actNamed(name)).toBeUndefined()
    }
  })

  it('allows a body type exactly where it allows a body', () => {
    for (const act of VOCABULARY) expect(act.body.types.length > 0).toBe(act.body.rule !== 'none')
  })

  it('finds the matter of every leaf, known type or not', () => {
    const { leaf, id } = actOf(1, OPEN)
    expect(matterOf(CHANNEL, leaf, id)).toBe(id)
    expect(matterOf(CHANNEL, { type: 'channel.state' }, hexOf(3))).toBe(CHANNEL)
    expect(matterOf(CHANNEL, { type: 'remark.post', about: hexOf(4) }, hexOf(3))).toBe(hexOf(4))
    expect(matterOf(CHANNEL, { type: 'round.propose' }, hexOf(3))).toBe(hexOf(3))
    expect(matterOf(CHANNEL, { type: 'channel.nonsense' }, hexOf(3))).toBe(CHANNEL)
    for (const { about, name } of VOCABULARY)
      expect(about.how === 'channel', name).toBe(name.startsWith('channel.'))
  })

  it('refuses to grow a void code twice', () => {
    expect(new Set(VOID_CODES).size).toBe(VOID_CODES.length)
  })
})
