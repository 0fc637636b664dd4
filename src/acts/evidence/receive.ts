import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { hex64 } from '../fields.ts'
import { entered, exhibitOf, withExhibit } from './custody.ts'

/** A party states that it holds an exhibit and what it found when it hashed the file again. */
export const evidenceReceive: ActDefinition = defineAct({
  name: 'evidence.receive',
  class: 'free',
  by: 'not-depositor',
  since: 1,
  about: { how: 'any' },
  data: z.strictObject({ result: z.enum(['match', 'mismatch']), sealed: hex64 }),
  body: { rule: 'optional', types: ['application/json'] },
  effect(state, act) {
    const { result, sealed } = act.data
    const found = exhibitOf(state, sealed)
    if (found === undefined) return 'exhibit-unknown'
    if (found.by === act.by) return 'own-exhibit'
    if (found.received.includes(act.by)) return 'already-received'
    const refused = found.refused.filter((party) => party !== act.by)
    // A mismatch may be followed by a match when the file came again; never the other way round.
    const checked =
      result === 'match'
        ? { ...entered(found, act, 'receive'), received: [...found.received, act.by], refused }
        : { ...entered(found, act, 'refuse'), refused: [...refused, act.by] }
    return withExhibit(state, checked)
  },
})
