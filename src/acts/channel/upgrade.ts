import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { propose } from './proposals.ts'

/** Far beyond any number of versions; a number is a number on every machine. */
const FOLD_MAX = 10_000

/** Proposes that all fold by a newer version of the vocabulary. */
export const channelUpgrade: ActDefinition = defineAct({
  name: 'channel.upgrade',
  class: 'paired',
  by: 'any',
  since: 1,
  about: { how: 'channel' },
  data: z.strictObject({ fold: z.int().min(1).max(FOLD_MAX) }),
  body: { rule: 'optional', types: ['text/plain', 'application/json'] },
  effect(state, act, context) {
    const { fold } = act.data
    if (fold <= (state.fold ?? context.fold)) return 'fold-not-newer'
    return propose(state, act, { fold, kind: 'upgrade' }, context)
  },
})
