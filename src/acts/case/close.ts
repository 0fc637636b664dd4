import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { CASE_OUTCOMES } from './matter.ts'

/** Ends the case for all. Priority and what was proposed about it end with it; the matters it ties together go on. */
export const caseClose: ActDefinition = defineAct({
  name: 'case.close',
  class: 'free',
  by: 'any',
  since: 1,
  about: { how: 'about', kind: 'case' },
  data: z.strictObject({ outcome: z.enum(CASE_OUTCOMES) }),
  body: { rule: 'optional', types: ['text/plain', 'application/json'] },
  effect(state, act) {
    if (state.stage === 'closed') return 'matter-closed'
    return { ...state, outcome: act.data.outcome, prioritySinceMs: null, proposals: [], stage: 'closed' }
  },
})
