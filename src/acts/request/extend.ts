import { z } from 'zod'

import { msFromInstant } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { instant } from '../fields.ts'
import { barred, LIVE_STAGES, onClock } from './matter.ts'
import type { RequestStage } from './matter.ts'

const KEEPING_STAGES: readonly RequestStage[] = [...LIVE_STAGES, 'supplied', 'rated']

/**
 * The requester grants more time to answer; or data are kept longer, because the requester asks for it again (18 USC
 * 2703(f), EU 2023/1543 Art. 11) or the requested party offers it. Only ever to a later instant, and before the data lapse.
 */
export const requestExtend: ActDefinition = defineAct({
  name: 'request.extend',
  class: 'owned',
  by: 'either',
  since: 1,
  about: { how: 'about', kind: 'request' },
  data: z.strictObject({ until: instant, what: z.enum(['answer', 'keeping']) }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const { until, what } = act.data
    const untilMs = msFromInstant(until)
    if (what === 'answer') {
      const fault = barred(state, act.by, 'requester', LIVE_STAGES)
      if (fault !== undefined) return fault
      if (state.answerByMs === null) return 'nothing-to-extend'
      return untilMs <= state.answerByMs ? 'not-later' : onClock({ ...state, answerByMs: untilMs })
    }
    const fault = barred(state, act.by, 'either', KEEPING_STAGES)
    if (fault !== undefined) return fault
    if (state.keptUntilMs === null) return 'nothing-to-extend'
    // What has lapsed may be deleted already; it takes a new request to have it kept, if it is still there.
    if (act.madeMs >= state.keptUntilMs) return 'keeping-lapsed'
    if (untilMs <= state.keptUntilMs) return 'not-later'
    return onClock({ ...state, extended: state.extended + 1, keptUntilMs: untilMs })
  },
})
