import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'

/** A party proposes that the case comes first for all, or no longer does. Its newer proposal takes the place of the older. */
export const casePrioritise: ActDefinition = defineAct({
  name: 'case.prioritise',
  class: 'paired',
  by: 'any',
  since: 1,
  about: { how: 'about', kind: 'case' },
  data: z.strictObject({ on: z.boolean() }),
  body: { rule: 'optional', types: ['text/plain', 'application/json'] },
  effect(state, act) {
    if (state.stage === 'closed') return 'matter-closed'
    if (act.data.on === (state.prioritySinceMs !== null)) return 'already-so'
    const proposal = { accepted: [act.by], act: act.id, by: act.by, on: act.data.on, seq: act.seq }
    const others = state.proposals.filter(({ by }) => by !== act.by)
    return { ...state, proposals: [...others, proposal] }
  },
})
