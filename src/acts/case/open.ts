import { z } from 'zod'

import { OFFENCES } from '../../instruments/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { codes, marks, marksOf } from '../fields.ts'
import { openingOf } from '../matter.ts'

/** Opens a case that several matters belong to. Its title is in the body. */
export const caseOpen: ActDefinition = defineAct({
  name: 'case.open',
  class: 'free',
  by: 'any',
  since: 1,
  about: { how: 'opens', kind: 'case' },
  data: z.strictObject({ marks, offences: codes(OFFENCES, 0) }),
  body: { rule: 'required', types: ['application/json', 'text/plain'] },
  effect(_state, act) {
    return {
      attestations: [],
      exhibits: [],
      expunges: [],
      kind: 'case',
      links: [],
      marks: marksOf(act.data.marks),
      numbers: [],
      offences: act.data.offences,
      opened: openingOf(act),
      outcome: null,
      permits: [],
      prioritySinceMs: null,
      proposals: [],
      remarks: 0,
      stage: 'open',
    }
  },
})
