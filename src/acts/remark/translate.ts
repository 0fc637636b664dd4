import { z } from 'zod'

import { language } from '../../instruments/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId } from '../fields.ts'

/** The words of an act in another language, marked as official or as a machine's draft. */
export const remarkTranslate: ActDefinition = defineAct({
  name: 'remark.translate',
  class: 'free',
  by: 'any',
  since: 1,
  about: { how: 'any' },
  data: z.strictObject({ language, of: actId, standing: z.enum(['official', 'machine-draft']) }),
  body: { rule: 'required', types: ['text/plain', 'text/markdown', 'application/json'] },
  effect(state) {
    return { ...state, remarks: state.remarks + 1 }
  },
})
