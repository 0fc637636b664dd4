import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId, exhibits } from '../fields.ts'
import { withExhibits } from '../matter.ts'
import { barred, LIVE_STAGES, onClock, resumed } from './matter.ts'

/** The requester answers a question; with the last one answered, the clock goes on. */
export const requestClarify: ActDefinition = defineAct({
  name: 'request.clarify',
  class: 'owned',
  by: 'requester',
  since: 1,
  about: { how: 'about', kind: 'request' },
  data: z.strictObject({ exhibits, to: actId }),
  body: { rule: 'required', types: ['application/json', 'text/plain'] },
  effect(state, act, context) {
    const fault = barred(state, act.by, 'requester', LIVE_STAGES)
    if (fault !== undefined) return fault
    const asks = state.asks.filter((ask) => ask.act !== act.data.to)
    if (asks.length === state.asks.length) return 'nothing-asked'
    const listed = withExhibits(state.exhibits, act.data.exhibits, act.by, context)
    if (typeof listed === 'string') return listed
    const answered = { ...state, asks, exhibits: listed }
    return onClock(asks.length > 0 ? answered : resumed(answered, act.madeMs))
  },
})
