import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { barred, onClock } from './matter.ts'

/** 1 poor to 5 excellent. */
const score = z.int().min(1).max(5)

/** The requester rates the answer, once; a refusal and a lapse can be rated too. */
export const requestRate: ActDefinition = defineAct({
  name: 'request.rate',
  class: 'owned',
  by: 'requester',
  since: 1,
  about: { how: 'about', kind: 'request' },
  data: z.strictObject({ completeness: score, timeliness: score, usefulness: score }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const fault = barred(state, act.by, 'requester', ['supplied', 'rated', 'declined', 'expired'])
    if (fault !== undefined) return fault
    if (state.rating !== null) return 'already-rated'
    return onClock({
      ...state,
      rating: act.data,
      stage: state.stage === 'supplied' ? 'rated' : state.stage,
    })
  },
})
