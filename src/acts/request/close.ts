import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { barred, onClock } from './matter.ts'

/** The requester ends the matter once it has been answered, refused or has lapsed. */
export const requestClose: ActDefinition = defineAct({
  name: 'request.close',
  class: 'owned',
  by: 'requester',
  since: 1,
  about: { how: 'about', kind: 'request' },
  data: z.strictObject({ outcome: z.enum(['answered', 'partly-answered', 'not-answered']) }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const fault = barred(state, act.by, 'requester', ['supplied', 'rated', 'declined', 'expired'])
    if (fault !== undefined) return fault
    return onClock({ ...state, outcome: act.data.outcome, stage: 'closed' })
  },
})
