import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { CALL_OUTCOMES } from './matter.ts'

/** Ends the call. The close note is in the body, and no call ends without one. */
export const callStandDown: ActDefinition = defineAct({
  name: 'call.stand-down',
  class: 'owned',
  by: 'caller-or-called',
  since: 1,
  about: { how: 'about', kind: 'call' },
  data: z.strictObject({ outcome: z.enum(CALL_OUTCOMES) }),
  body: { rule: 'required', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    if (act.by !== state.called && act.by !== state.caller) return 'not-a-principal'
    if (state.stage === 'stood-down') return 'matter-closed'
    // A called side that could end a ringing call would never have to answer one.
    if (act.by === state.called && state.answeredMs === null) return 'not-answered'
    return { ...state, outcome: act.data.outcome, stage: 'stood-down' }
  },
})
