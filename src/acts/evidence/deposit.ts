import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId, exhibits, marks, marksOf } from '../fields.ts'
import { openingOf, withExhibits } from '../matter.ts'

/** Hands over exhibits, under the marks of the one who does. Their salts and names are in the body. */
export const evidenceDeposit: ActDefinition = defineAct({
  name: 'evidence.deposit',
  class: 'free',
  by: 'any',
  since: 1,
  about: { how: 'opens', kind: 'evidence' },
  data: z.strictObject({
    exhibits: exhibits.refine((list) => list.length > 0, 'must list at least one exhibit'),
    marks: marks.optional(),
    relatesTo: actId.optional(),
  }),
  body: { rule: 'required', types: ['application/json'] },
  effect(_state, act, context) {
    const listed = withExhibits([], act.data.exhibits, act.by, context)
    if (typeof listed === 'string') return listed
    return {
      attestations: [],
      exhibits: listed,
      expunges: [],
      kind: 'evidence',
      marks: act.data.marks === undefined ? null : marksOf(act.data.marks),
      opened: openingOf(act),
      permits: [],
      relatesTo: act.data.relatesTo ?? null,
      remarks: 0,
    }
  },
})
