import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'

/** A party ends its own suspension. */
export const channelResume: ActDefinition = defineAct({
  name: 'channel.resume',
  class: 'owned',
  by: 'any',
  since: 1,
  about: { how: 'channel' },
  data: z.strictObject({}),
  body: { rule: 'optional', types: ['text/plain', 'application/json'] },
  effect(state, act) {
    const suspensions = state.suspensions.filter((one) => one.by !== act.by)
    return suspensions.length === state.suspensions.length ? 'not-suspended' : { ...state, suspensions }
  },
})
