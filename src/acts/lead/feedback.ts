import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { isReceiver, LEAD_USES } from './matter.ts'

/** Whoever took the lead says what came of it, and says so again when more has come of it. */
export const leadFeedback: ActDefinition = defineAct({
  name: 'lead.feedback',
  class: 'owned',
  by: 'receiver',
  since: 1,
  about: { how: 'about', kind: 'lead' },
  data: z.strictObject({
    /** 1 worthless to 5 decisive. */
    rating: z.int().min(1).max(5),
    use: z.enum(LEAD_USES),
  }),
  body: { rule: 'optional', types: ['text/plain', 'application/json'] },
  effect(state, act) {
    if (!isReceiver(state, act.by)) return 'not-a-receiver'
    const taken = state.takes.find(({ by }) => by === act.by)
    if (taken === undefined) return 'not-taken'
    const { rating, use } = act.data
    const told = { ...taken, feedback: { atMs: act.madeMs, rating, use } }
    return { ...state, takes: state.takes.map((take) => (take === taken ? told : take)) }
  },
})
