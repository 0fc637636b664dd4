import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId } from '../fields.ts'
import { EXPUNGES_PER_MATTER_MAX } from '../matter.ts'

const EXPUNGE_GROUNDS = [
  'retention-ended',
  'data-subject-right',
  'court-order',
  'unlawful-data',
  'use-limit',
  'sent-in-error',
  'objection-upheld',
  'other',
] as const

/** A party has erased a body and its salt, and asks the others to do so. The leaf stays and still verifies. */
export const bodyExpunge: ActDefinition = defineAct({
  name: 'body.expunge',
  class: 'free',
  by: 'any',
  since: 1,
  about: { how: 'any' },
  data: z.strictObject({
    act: actId,
    ground: z.enum(EXPUNGE_GROUNDS),
    scope: z.enum(['body', 'body-and-exhibits']),
  }),
  body: { rule: 'none', types: [] },
  effect(state, act) {
    if (state.expunges.length >= EXPUNGES_PER_MATTER_MAX) return 'matter-full'
    const asked = { act: act.data.act, done: [act.by], id: act.id }
    return { ...state, expunges: [...state.expunges, asked] }
  },
})
