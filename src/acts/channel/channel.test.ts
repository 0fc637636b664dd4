import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { JsonObject } from '../../record/index.ts'
import { actOf, at, CONTEXT, DAY_MS, hexOf, outcomeOf, START_MS } from '../acts.testkit.ts'
import type { Step } from '../acts.testkit.ts'
import { outlineOf } from '../outline.ts'
import { actNamed } from '../registry.ts'
import { openingBarred, upgradeBarred } from './author-rules.ts'
import { foundedChannel } from './matter.ts'
import type { ChannelState } from './matter.ts'

const act = (type: string, by: string, data: JsonObject = {}, more: Partial<Step> = {}): Step => ({
  type: `channel.${type}`,
  by,
  data,
  ...more,
})
const SLOW = { contactChecks: { answerHours: 48, everyDays: 90 } }
const FAST = { contactChecks: { answerHours: 4, everyDays: 7 } }
/** The first step is act number 1, and so on. */
const accept = (by: string, n: number, kind = 'amend'): Step => act(`${kind}.accept`, by, { to: hexOf(n) })

function after(...steps: readonly Step[]): ChannelState {
  const outcome = outcomeOf(steps, CONTEXT, foundedChannel())
  if (typeof outcome === 'string' || outcome.kind !== 'channel') throw new Error(JSON.stringify(outcome))
  return outcome
}

function code(...steps: readonly Step[]): string {
  const outcome = outcomeOf(steps, CONTEXT, foundedChannel())
  return typeof outcome === 'string' ? outcome : 'effective'
}

describe('an amendment', () => {
  it('is in force with the acceptance of the last of the others, not before', () => {
    const proposed = [act('amend', 'us', { terms: FAST }), accept('cn', 1)]
    expect(after(...proposed)).toMatchObject({
      terms: null,
      proposals: [{ accepted: ['cn', 'us'], by: 'us' }],
    })
    expect(after(...proposed, accept('sg', 1))).toMatchObject({
      proposals: [],
      terms: { act: hexOf(1), amended: FAST, count: 1 },
    })
  })

  it('lays its fields over those of the amendments before it', () => {
    const state = after(
      act('amend', 'us', { terms: { sideChannels: false, ...SLOW } }),
      accept('cn', 1),
      accept('sg', 1),
      act('amend', 'sg', { terms: FAST }),
      accept('us', 4),
      accept('cn', 4),
    )
    expect(state.terms).toEqual({ act: hexOf(4), amended: { sideChannels: false, ...FAST }, count: 2 })
  })

  it('is replaced by the next one of the same party, and falls when another takes effect', () => {
    const first = [act('amend', 'us', { terms: SLOW }), act('amend', 'us', { terms: FAST })]
    expect(code(...first, accept('cn', 1))).toBe('proposal-unknown')
    const other = [act('amend', 'us', { terms: SLOW }), act('amend', 'cn', { terms: FAST })]
    const enacted = [...other, accept('sg', 2), accept('us', 2)]
    expect(after(...enacted)).toMatchObject({ proposals: [], terms: { amended: FAST } })
    expect(code(...enacted, accept('cn', 1))).toBe('proposal-unknown')
  })

  it.each<[string, string, Step[]]>([
    ['by its own author', 'own-proposal', [act('amend', 'us', { terms: FAST }), accept('us', 1)]],
    ['twice', 'already-accepted', [act('amend', 'us', { terms: FAST }), accept('cn', 1), accept('cn', 1)]],
    ['of nothing', 'proposal-unknown', [act('amend', 'us', { terms: FAST }), accept('cn', 7)]],
    ['as an upgrade', 'proposal-unknown', [act('amend', 'us', { terms: FAST }), accept('cn', 1, 'upgrade')]],
    [
      'that its author had not seen',
      'proposal-unknown',
      [act('amend', 'us', { terms: FAST }), { ...accept('cn', 1), deps: { us: 1, sg: 1 } }],
    ],
    [
      'after leaving',
      'has-left',
      [act('amend', 'us', { terms: FAST }), act('leave', 'cn', { reason: 'other' }), accept('cn', 1)],
    ],
  ])('cannot be accepted %s → %s', (_what, expected, steps) => {
    expect(code(...steps)).toBe(expected)
  })

  it('says no more than its form allows', () => {
    expect(code(act('amend', 'us', { terms: { contactChecks: { answerHours: 0, everyDays: 1 } } }))).toBe(
      'data-invalid',
    )
    expect(code(act('amend', 'us', { terms: { text: 'in words' } }))).toBe('data-invalid')
    expect(code(act('amend', 'us', { terms: FAST }, { body: null }))).toBe('body-missing')
  })

  it('waits for room when too many proposals are open', () => {
    const wide = { ...CONTEXT, parties: Array.from({ length: 10 }, (_, i) => `p${i}`) }
    const steps = wide.parties.map((by) => act('amend', by, { terms: FAST }))
    expect(outcomeOf(steps.slice(0, 9), wide, foundedChannel())).toBe('matter-full')
  })
})

describe('what all must accept', () => {
  it('gives the same in whatever order the acceptances arrive', () => {
    const parties = ['cn', 'us', 'sg', 'vn', 'fr']
    const wide = { ...CONTEXT, parties }
    fc.assert(
      fc.property(fc.shuffledSubarray(['cn', 'sg', 'vn', 'fr'], { minLength: 4 }), (order) => {
        const proposal = act('admit', 'us', { keys: hexOf(9), party: 'jp' })
        const state = outcomeOf(
          [proposal, ...order.map((by) => accept(by, 1, 'admit'))],
          wide,
          foundedChannel(),
        )
        expect(state).toMatchObject({
          admissions: [{ act: hexOf(1), keys: hexOf(9), party: 'jp' }],
          proposals: [],
        })
        const short = order.slice(0, -1).map((by) => accept(by, 1, 'admit'))
        const open = outcomeOf([proposal, ...short], wide, foundedChannel())
        const accepted = parties.filter((party) => party !== order.at(-1))
        expect(open).toMatchObject({ admissions: [], proposals: [{ accepted }] })
      }),
      { numRuns: 24 },
    )
  })

  it('no longer waits for a party that has left', () => {
    const steps = [
      act('upgrade', 'us', { fold: 2 }),
      accept('cn', 1, 'upgrade'),
      act('leave', 'sg', { reason: 'mandate-ended' }),
    ]
    expect(after(...steps)).toMatchObject({ fold: 2, left: [{ by: 'sg' }], proposals: [] })
  })

  it('falls when its author leaves', () => {
    const steps = [act('upgrade', 'us', { fold: 2 }), act('leave', 'us', { reason: 'other' })]
    expect(after(...steps)).toMatchObject({ fold: null, proposals: [] })
  })

  it('is not offered or accepted by a node that does not know the fold version', () => {
    const state = after(act('upgrade', 'us', { fold: 3 }))
    expect(upgradeBarred(state, { to: hexOf(1) }, 2)).toBe('fold-unknown')
    expect(upgradeBarred(state, { to: hexOf(1) }, 3)).toBeUndefined()
    expect(upgradeBarred(state, { fold: 4 }, 3)).toBe('fold-unknown')
    expect(upgradeBarred(state, { to: hexOf(9) }, 1)).toBeUndefined()
  })

  it('is a newer fold version, or a party that is none yet', () => {
    expect(code(act('upgrade', 'us', { fold: 1 }))).toBe('fold-not-newer')
    expect(code(act('admit', 'us', { keys: hexOf(9), party: 'cn' }))).toBe('already-a-party')
  })
})

describe('a suspension', () => {
  const suspend = act('suspend', 'us', { ground: 'security' })

  it('stands until its own party resumes', () => {
    expect(after(suspend)).toMatchObject({ suspensions: [{ by: 'us', ground: 'security', untilMs: null }] })
    expect(code(suspend, act('resume', 'cn'))).toBe('not-suspended')
    expect(code(suspend, suspend)).toBe('already-suspended')
    expect(after(suspend, act('resume', 'us')).suspensions).toEqual([])
  })

  it('may end by itself, and be followed by another', () => {
    const dated = act('suspend', 'us', { ground: 'legal', until: at(DAY_MS) })
    const state = after(dated)
    expect(openingBarred(state, 'cn', 'request', START_MS + DAY_MS - 1)).toBe('suspended')
    expect(openingBarred(state, 'cn', 'request', START_MS + DAY_MS)).toBeUndefined()
    expect(
      code(dated, { ...dated, data: { ground: 'legal', until: at(9 * DAY_MS) }, after: 2 * DAY_MS }),
    ).toBe('effective')
    expect(code(act('suspend', 'us', { ground: 'legal', until: at(0) }))).toBe('due-not-after-made')
  })

  it('leaves the hotline and the directory open', () => {
    expect(openingBarred(after(suspend), 'us', 'request', START_MS)).toBe('suspended')
    for (const kind of ['call', 'contact', 'agency'] as const)
      expect(openingBarred(after(suspend), 'us', kind, START_MS)).toBeUndefined()
  })

  it('shows in lists', () => {
    expect(outlineOf(after()).status).toBe('founded')
    expect(outlineOf(after(suspend)).status).toBe('suspended')
  })
})

describe('a successor', () => {
  const name = (by: string, n: number): Step => act('succeed', by, { channel: hexOf(n) })

  it('is agreed once all members name the same', () => {
    expect(after(name('us', 5), name('cn', 5)).succeededBy).toBeNull()
    const agreed = after(name('us', 5), name('cn', 5), name('sg', 5))
    expect(agreed.succeededBy).toBe(hexOf(5))
    expect(outlineOf(agreed).status).toBe('succeeded')
    expect(openingBarred(agreed, 'us', 'call', 0)).toBe('succeeded')
    expect(after(name('us', 5), name('cn', 6), name('sg', 5)).succeededBy).toBeNull()
    expect(after(name('us', 5), name('cn', 5), act('leave', 'sg', { reason: 'merged' })).succeededBy).toBe(
      hexOf(5),
    )
  })

  it('is another channel', () => {
    expect(code(act('succeed', 'us', { channel: CONTEXT.channel }))).toBe('successor-self')
  })
})

describe('leaving', () => {
  it('is a party’s own, once, and bars it from what members do', () => {
    const left = act('leave', 'sg', { reason: 'withdrawal' })
    expect(openingBarred(after(left), 'sg', 'request', 0)).toBe('has-left')
    for (const step of [
      left,
      act('rename', 'sg'),
      act('suspend', 'sg', { ground: 'other' }),
      act('succeed', 'sg', { channel: hexOf(5) }),
    ])
      expect(code(left, step), step.type).toBe('has-left')
  })
})

describe('a title', () => {
  it('is the body of the last act that gave one', () => {
    expect(after(act('rename', 'us'), act('rename', 'cn')).title).toEqual({ act: hexOf(2), by: 'cn' })
    expect(code(act('rename', 'us', {}, { body: null }))).toBe('body-missing')
  })
})

describe('a revocation of keys', () => {
  const revoke = act('key.revoke', 'us', { keys: hexOf(8), reason: 'compromised', since: at(0) })

  it('is listed once with the instant from which the keys are in doubt', () => {
    expect(after(revoke).revoked).toEqual([
      { act: hexOf(1), by: 'us', keys: hexOf(8), reason: 'compromised', sinceMs: START_MS },
    ])
    expect(code(revoke, revoke)).toBe('already-revoked')
  })
})

describe('every act about the channel', () => {
  it('leaves a state whose keys stand in canonical order', () => {
    const state = after(
      act('amend', 'us', { terms: { sideChannels: true, languages: ['en'], ...FAST } }),
      act('admit', 'cn', { keys: hexOf(9), party: 'jp' }),
      act('suspend', 'us', { ground: 'other' }),
      act('rename', 'us'),
      act('succeed', 'us', { channel: hexOf(5) }),
      act('key.revoke', 'us', { keys: hexOf(8), reason: 'lost' }),
      accept('us', 2, 'admit'),
      accept('sg', 2, 'admit'),
      accept('cn', 1),
      accept('sg', 1),
      act('leave', 'sg', { reason: 'other' }),
    )
    expect(isOrdered(state)).toBe(true)
  })

  it('is about no matter', () => {
    const { leaf, id } = actOf(1, { ...act('resume', 'us'), about: hexOf(7) })
    expect(actNamed('channel.resume')?.fold(foundedChannel(), { id, leaf }, CONTEXT)).toBe(
      'about-not-allowed',
    )
  })
})

function isOrdered(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isOrdered)
  if (typeof value !== 'object' || value === null) return true
  const keys = Object.keys(value)
  return (
    keys.every((key, place) => place === 0 || (keys[place - 1] ?? '') < key) &&
    Object.values(value).every(isOrdered)
  )
}
