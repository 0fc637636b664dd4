import { z } from 'zod'

import { msFromInstant } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { exhibits, instant } from '../fields.ts'
import { withExhibits } from '../matter.ts'
import { barred, LIVE_STAGES, onClock, resumed, seenAt } from './matter.ts'

/** The requested party gives what was asked for, in part or to the end. */
export const requestSupply: ActDefinition = defineAct({
  name: 'request.supply',
  class: 'owned',
  by: 'requested',
  since: 1,
  about: { how: 'about', kind: 'request' },
  data: z.strictObject({ exhibits, final: z.boolean(), keptUntil: instant.optional() }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act, context) {
    const fault = barred(state, act.by, 'requested', LIVE_STAGES)
    if (fault !== undefined) return fault
    const { exhibits: added, final, keptUntil } = act.data
    const listed = withExhibits(state.exhibits, added, act.by, context)
    if (typeof listed === 'string') return listed
    const settled = final ? resumed(state, act.madeMs) : state
    return onClock({
      ...settled,
      acknowledgedMs: seenAt(state, act.madeMs),
      exhibits: listed,
      firstAnswerMs: state.firstAnswerMs ?? act.madeMs,
      keptUntilMs: keptUntil === undefined ? state.keptUntilMs : msFromInstant(keptUntil),
      stage: final ? 'supplied' : 'partly-supplied',
      suppliedMs: final ? act.madeMs : null,
    })
  },
})
