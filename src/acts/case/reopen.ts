import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { REOPEN_REASONS } from './matter.ts'

/** Takes a closed case up again. Any party may, as any may close it. */
export const caseReopen: ActDefinition = defineAct({
  name: 'case.reopen',
  class: 'free',
  by: 'any',
  since: 1,
  about: { how: 'about', kind: 'case' },
  data: z.strictObject({ reason: z.enum(REOPEN_REASONS) }),
  body: { rule: 'optional', types: ['text/plain', 'application/json'] },
  effect(state) {
    return state.stage === 'open' ? 'not-closed' : { ...state, outcome: null, stage: 'open' }
  },
})
