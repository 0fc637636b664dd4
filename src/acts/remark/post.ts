import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'

/** Words about any matter, open or closed, by any party. */
export const remarkPost: ActDefinition = defineAct({
  name: 'remark.post',
  class: 'free',
  by: 'any',
  since: 1,
  about: { how: 'any' },
  data: z.strictObject({}),
  body: { rule: 'required', types: ['text/plain', 'text/markdown', 'application/json'] },
  effect(state) {
    return { ...state, remarks: state.remarks + 1 }
  },
})
