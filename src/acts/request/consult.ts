import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { barred, LIVE_STAGES } from './matter.ts'

/** Either side talks the matter over before a refusal, a postponement or conditions. Budapest Art. 27(6). */
export const requestConsult: ActDefinition = defineAct({
  name: 'request.consult',
  class: 'free',
  by: 'either',
  since: 1,
  about: { how: 'about', kind: 'request' },
  data: z.strictObject({ on: z.enum(['refusal', 'postponement', 'conditions', 'scope', 'other']) }),
  body: { rule: 'required', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const fault = barred(state, act.by, 'either', LIVE_STAGES)
    if (fault !== undefined) return fault
    return { ...state, consults: state.consults + 1 }
  },
})
