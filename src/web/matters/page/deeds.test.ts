import { describe, expect, it } from 'vitest'
import {
  ACT_EXAMPLES,
  actNamed,
  type FoldContext,
  type MatterState,
  type RequestState,
} from '../../../acts/index.ts'
import type { JsonObject, Leaf } from '../../../record/index.ts'
import { deedsOf } from './deeds.ts'

const MATTER = 'a'.repeat(64)
const START_MS = Date.UTC(2030, 0, 7)
const HOUR_MS = 3_600_000
const CONTEXT: FoldContext = {
  channel: 'c'.repeat(64),
  parties: ['cn', 'us'],
  fold: 1,
  exhibitBytesMax: 1_000,
}

interface Step {
  readonly by: string
  readonly type: string
  readonly data?: JsonObject
  readonly afterMs?: number
}

const at = (ms: number): string => new Date(START_MS + ms).toISOString()
const idOf = (seq: number): string => seq.toString(16).padStart(64, '0')

function folded(state: MatterState | null, { afterMs = 0, by, data = {}, type }: Step, seq: number) {
  const definition = actNamed(type)
  if (definition === undefined) throw new TypeError(type)
  const opens = definition.about.how === 'opens'
  const bodyType = definition.body.types[0]
  const leaf: Leaf = {
    v: 1,
    type,
    party: by,
    seq,
    made: at(afterMs),
    deps: { [by === 'us' ? 'cn' : 'us']: seq },
    data,
    ...(opens ? {} : { about: MATTER }),
    ...(definition.body.rule === 'required' && bodyType !== undefined
      ? { body: { hmac: idOf(seq), size: 9, type: bodyType } }
      : {}),
  }
  return definition.fold(state, { id: opens ? MATTER : idOf(seq), leaf }, CONTEXT)
}

/** The state after some acts. Each must have had effect. */
function after(...steps: readonly Step[]): MatterState {
  let state: MatterState | null = null
  for (const [i, step] of steps.entries()) {
    const outcome = folded(state, { afterMs: (i + 1) * 1_000, ...step }, i + 1)
    if (typeof outcome === 'string') throw new TypeError(`${step.type}: ${outcome}`)
    state = outcome
  }
  if (state === null) throw new TypeError('no steps')
  return state
}

const OPEN: Step = {
  by: 'us',
  type: 'request.open',
  data: {
    ...ACT_EXAMPLES['request.open'],
    acknowledgeBy: at(24 * HOUR_MS),
    answerBy: at(72 * HOUR_MS),
    exhibits: [],
  },
}
const by = (party: string, type: string, data: JsonObject = {}): Step => ({ by: party, type, data })
const ASK = by('cn', 'request.ask', { what: ['period'], by: at(48 * HOUR_MS) })
const KEPT = by('cn', 'request.supply', { exhibits: [], final: true, keptUntil: at(90 * HOUR_MS) })
const CASE: Step = by('us', 'case.open', ACT_EXAMPLES['case.open'])
const LEAD: Step = by('us', 'lead.give', {
  exhibits: [],
  identifiers: [],
  marks: { handling: [], tlp: 'GREEN' },
  offences: [],
  to: 'cn',
})
const CHECK = by('us', 'directory.contact.check', { answerBy: at(HOUR_MS), to: 'cn', wants: 'person' })

/** Data with which an officer would make the act, in the state as it is. */
function dataFor(type: string, state: MatterState): JsonObject {
  const request = state as RequestState
  switch (type) {
    case 'request.clarify':
      return { exhibits: [], to: request.asks[0]?.act ?? '' }
    case 'request.supply':
      return { exhibits: [], final: false }
    case 'request.accept':
      return { conditions: [] }
    case 'request.consult':
      return { on: 'scope' }
    // Without a word before, this ground alone is open.
    case 'request.decline':
      return { grounds: ['not-available'] }
    case 'request.postpone':
      return { grounds: ['ongoing-investigation'], until: at(2_000 * HOUR_MS) }
    case 'request.extend':
      return {
        until: at(1_000 * HOUR_MS),
        what: request.keptUntilMs === null ? 'answer' : 'keeping',
      }
    case 'remark.translate':
      return { language: 'vi', of: MATTER, standing: 'official' }
    case 'case.link':
      return { matter: 'b'.repeat(64) }
    default:
      return ACT_EXAMPLES[type] ?? {}
  }
}

const STATES: readonly (readonly [string, readonly Step[]])[] = [
  ['a new request', [OPEN]],
  ['an urgent one in an emergency', [{ ...OPEN, data: { ...OPEN.data, urgency: 'emergency' } }]],
  ['an acknowledged one', [OPEN, by('cn', 'request.acknowledge')]],
  ['one with a question open', [OPEN, ASK]],
  ['an accepted one', [OPEN, by('cn', 'request.accept', { conditions: [] })]],
  ['one after consultation', [OPEN, by('cn', 'request.consult', { on: 'refusal' })]],
  ['a partly supplied one', [OPEN, by('cn', 'request.supply', { exhibits: [], final: false })]],
  ['a supplied one', [OPEN, KEPT]],
  ['a rated one', [OPEN, KEPT, by('us', 'request.rate', ACT_EXAMPLES['request.rate'])]],
  ['a declined one', [OPEN, by('cn', 'request.decline', { grounds: ['not-available'] })]],
  ['a withdrawn one', [OPEN, by('us', 'request.withdraw', { reason: 'not-needed' })]],
  ['a closed one', [OPEN, KEPT, by('us', 'request.close', { outcome: 'answered' })]],
  ['a case', [CASE]],
  ['a case with a proposal', [CASE, by('us', 'case.prioritise', { on: true })]],
  ['a closed case', [CASE, by('us', 'case.close', { outcome: 'resolved' })]],
  ['a lead', [LEAD]],
  ['a lead that was taken', [LEAD, by('cn', 'lead.take')]],
  ['a contact check', [CHECK]],
  ['an answered contact check', [CHECK, by('cn', 'directory.contact.answer', { how: 'person' })]],
]

describe('what a page offers to do', () => {
  const moments = [10_000, 50 * HOUR_MS, 80 * HOUR_MS, 100 * HOUR_MS]

  it.each(STATES)('about %s is given effect by the fold, on either side, at any time', (_name, steps) => {
    const state = after(...steps)
    let looked = 0
    for (const afterMs of moments)
      for (const party of ['us', 'cn'])
        for (const { type, whole } of deedsOf(state, party, START_MS + afterMs)) {
          const data = whole ?? dataFor(type, state)
          const outcome = folded(state, { by: party, type, data, afterMs }, steps.length + 1)
          expect(typeof outcome === 'string' ? outcome : 'effective', `${party} ${type} ${afterMs}`).toBe(
            'effective',
          )
          looked += 1
        }
    expect(looked).toBeGreaterThan(0)
  })

  it('begins with what the matter waits for', () => {
    const first = (party: string, ...steps: readonly Step[]): string | undefined =>
      deedsOf(after(...steps), party, START_MS + 10_000)[0]?.type
    expect(first('cn', OPEN)).toBe('request.acknowledge')
    expect(first('us', OPEN, ASK)).toBe('request.clarify')
    expect(first('us', OPEN, KEPT)).toBe('request.rate')
    expect(first('cn', LEAD)).toBe('lead.take')
    expect(first('cn', CASE, by('us', 'case.prioritise', { on: true }))).toBe('case.prioritise.accept')
  })
})
