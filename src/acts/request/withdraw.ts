import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { barred, LIVE_STAGES, onClock, resumed } from './matter.ts'

/** The requester no longer needs an answer. */
export const requestWithdraw: ActDefinition = defineAct({
  name: 'request.withdraw',
  class: 'owned',
  by: 'requester',
  since: 1,
  about: { how: 'about', kind: 'request' },
  data: z.strictObject({
    reason: z.enum(['not-needed', 'found-elsewhere', 'sent-in-error', 'replaced', 'other']),
  }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const fault = barred(state, act.by, 'requester', LIVE_STAGES)
    if (fault !== undefined) return fault
    return onClock({ ...resumed(state, act.madeMs), outcome: act.data.reason, stage: 'withdrawn' })
  },
})
