import { z } from 'zod'

import { CONDITIONS, GROUNDS, strictestMarks } from '../../instruments/index.ts'
import { msFromInstant } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { codes, exhibits, instant, marks, marksOf } from '../fields.ts'
import { withExhibits } from '../matter.ts'
import { barred, keepingFault, LIVE_STAGES, onClock, resumed, seenAt } from './matter.ts'

/** The requested party gives what was asked for, in part or to the end, under its own marks and conditions. */
export const requestSupply: ActDefinition = defineAct({
  name: 'request.supply',
  class: 'owned',
  by: 'requested',
  since: 1,
  about: { how: 'about', kind: 'request' },
  data: z.strictObject({
    /** In place of those of the acceptance. */
    conditions: codes(CONDITIONS, 0).optional(),
    exhibits,
    final: z.boolean(),
    /** Why a part is left out. */
    grounds: codes(GROUNDS, 1).optional(),
    keptUntil: instant.optional(),
    marks: marks.optional(),
  }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act, context) {
    const fault = barred(state, act.by, 'requested', LIVE_STAGES)
    if (fault !== undefined) return fault
    const { conditions, exhibits: added, final, grounds, keptUntil, marks: given } = act.data
    const keptMs = keptUntil === undefined ? null : msFromInstant(keptUntil)
    const unkept = keptMs === null ? undefined : keepingFault(state, keptMs, act.madeMs)
    if (unkept !== undefined) return unkept
    const listed = withExhibits(state.exhibits, added, act.by, context)
    if (typeof listed === 'string') return listed
    const settled = final ? resumed(state, act.madeMs) : state
    return onClock({
      ...settled,
      acknowledgedMs: seenAt(state, act.madeMs),
      // Parts may be marked differently; together they are handled as the strictest says.
      answerMarks: strictestMarks(state.answerMarks, given === undefined ? null : marksOf(given)),
      conditions: conditions ?? state.conditions,
      exhibits: listed,
      firstAnswerMs: state.firstAnswerMs ?? act.madeMs,
      grounds: grounds ?? state.grounds,
      keptUntilMs: keptMs ?? state.keptUntilMs,
      stage: final ? 'supplied' : 'partly-supplied',
      suppliedMs: final ? act.madeMs : null,
    })
  },
})
