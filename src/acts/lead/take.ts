import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { isReceiver } from './matter.ts'

/** A person of a receiving party takes the lead up. */
export const leadTake: ActDefinition = defineAct({
  name: 'lead.take',
  class: 'owned',
  by: 'receiver',
  since: 1,
  about: { how: 'about', kind: 'lead' },
  data: z.strictObject({}),
  body: { rule: 'optional', types: ['text/plain', 'application/json'] },
  effect(state, act, context) {
    if (!isReceiver(state, act.by)) return 'not-a-receiver'
    if (state.takes.some(({ by }) => by === act.by)) return 'already-taken'
    const own = { act: act.id, atMs: act.madeMs, by: act.by, feedback: null }
    const takes = context.parties.flatMap((party) =>
      party === act.by ? [own] : state.takes.filter(({ by }) => by === party),
    )
    return { ...state, takes }
  },
})
