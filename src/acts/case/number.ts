import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'

/** A party gives its own number of the case, or a new one; a closed case can still be given one. */
export const caseNumber: ActDefinition = defineAct({
  name: 'case.number',
  class: 'owned',
  by: 'any',
  since: 1,
  about: { how: 'about', kind: 'case' },
  data: z.strictObject({}),
  body: { rule: 'required', types: ['text/plain', 'application/json'] },
  effect(state, act, context) {
    const own = { act: act.id, by: act.by }
    const numbers = context.parties.flatMap((party) =>
      party === act.by ? [own] : state.numbers.filter(({ by }) => by === party),
    )
    return { ...state, numbers }
  },
})
