import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { barred, isPreservation, LIVE_STAGES, onClock, resumed } from './matter.ts'
import type { RequestState } from './matter.ts'

/** A party states that the instant has passed without what it owed, or that data kept for the requester have lapsed. */
export const requestExpire: ActDefinition = defineAct({
  name: 'request.expire',
  class: 'owned',
  by: 'on-clock',
  since: 1,
  about: { how: 'about', kind: 'request' },
  data: z.strictObject({}),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const isKept = keptForRequester(state)
    const fault = barred(state, act.by, 'either', isKept ? ['supplied', 'rated'] : LIVE_STAGES)
    if (fault !== undefined) return fault
    // Only the debtor may say so: with a clock set forward, the other side could call anything late. Of kept data the
    // requester loses by it, and who keeps them knows best whether they are there.
    if (act.by !== state.onClock && !isKept) return 'not-your-clock'
    if (state.dueMs === null) return 'no-deadline'
    if (act.madeMs < state.dueMs) return 'expired-early'
    const outcome = isKept ? 'lapsed' : state.outcome
    return onClock({ ...resumed(state, act.madeMs), outcome, stage: 'expired' })
  },
})

function keptForRequester(state: RequestState): boolean {
  const isSupplied = state.stage === 'supplied' || state.stage === 'rated'
  return isSupplied && isPreservation(state) && state.keptUntilMs !== null
}
