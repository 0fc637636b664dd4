import { z } from 'zod'

import { msFromInstant } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { instant } from '../fields.ts'
import { barred, LIVE_STAGES, onClock } from './matter.ts'
import type { RequestStage } from './matter.ts'

const KEEPING_STAGES: readonly RequestStage[] = [...LIVE_STAGES, 'supplied', 'rated']

/** The requester grants more time to answer, or asks that data be kept longer. Only ever to a later instant. */
export const requestExtend: ActDefinition = defineAct({
  name: 'request.extend',
  class: 'owned',
  by: 'requester',
  since: 1,
  about: { how: 'about', kind: 'request' },
  data: z.strictObject({ until: instant, what: z.enum(['answer', 'keeping']) }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const { until, what } = act.data
    const fault = barred(state, act.by, 'requester', what === 'answer' ? LIVE_STAGES : KEEPING_STAGES)
    if (fault !== undefined) return fault
    const currentMs = what === 'answer' ? state.answerByMs : state.keptUntilMs
    if (currentMs === null) return 'nothing-to-extend'
    const untilMs = msFromInstant(until)
    if (untilMs <= currentMs) return 'not-later'
    return onClock(what === 'answer' ? { ...state, answerByMs: untilMs } : { ...state, keptUntilMs: untilMs })
  },
})
