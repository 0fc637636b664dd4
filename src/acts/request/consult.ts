import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { barred, LIVE_STAGES } from './matter.ts'

/** Talk about the scope alone prepares no refusal. */
const BEFORE_A_NO: readonly string[] = ['refusal', 'postponement', 'conditions']

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
    const prepares = act.by === state.requested && BEFORE_A_NO.includes(act.data.on)
    return {
      ...state,
      consultedMs: state.consultedMs ?? (prepares ? act.madeMs : null),
      consults: state.consults + 1,
    }
  },
})
