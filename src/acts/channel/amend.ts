import { z } from 'zod'

import { charterAmendment } from '../../instruments/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { canonicalOrder } from '../fields.ts'
import { propose } from './proposals.ts'

/** Proposes to change the charter. Its words are in the body; what machines go by is in the terms. */
export const channelAmend: ActDefinition = defineAct({
  name: 'channel.amend',
  class: 'paired',
  by: 'any',
  since: 1,
  about: { how: 'channel' },
  data: z.strictObject({ terms: charterAmendment }),
  body: { rule: 'required', types: ['text/plain', 'text/markdown', 'application/json'] },
  effect(state, act, context) {
    return propose(state, act, { kind: 'amend', terms: canonicalOrder(act.data.terms) }, context)
  },
})
