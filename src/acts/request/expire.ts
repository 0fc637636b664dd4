import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { barred, LIVE_STAGES, onClock, resumed } from './matter.ts'

/** The party on the clock states that the instant has passed without what it owed. */
export const requestExpire: ActDefinition = defineAct({
  name: 'request.expire',
  class: 'owned',
  by: 'on-clock',
  since: 1,
  about: { how: 'about', kind: 'request' },
  data: z.strictObject({}),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const fault = barred(state, act.by, 'either', LIVE_STAGES)
    if (fault !== undefined) return fault
    // Only the debtor may say so: with a clock set forward, the other side could call anything late.
    if (act.by !== state.onClock) return 'not-your-clock'
    if (state.dueMs === null) return 'no-deadline'
    if (act.madeMs < state.dueMs) return 'expired-early'
    return onClock({ ...resumed(state, act.madeMs), stage: 'expired' })
  },
})
