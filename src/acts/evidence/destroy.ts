import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { hex64 } from '../fields.ts'
import { entered, exhibitOf, handlingFault, withExhibit } from './custody.ts'

const DESTROY_GROUNDS = [
  'retention-ended',
  'case-closed',
  'data-subject-right',
  'court-order',
  'unlawful-data',
  'use-limit',
  'sent-in-error',
  'returned',
  'other',
] as const

/** A party has destroyed its copy of an exhibit. Copies of others stay until they say the same. */
export const evidenceDestroy: ActDefinition = defineAct({
  name: 'evidence.destroy',
  class: 'owned',
  by: 'holder',
  since: 1,
  about: { how: 'any' },
  data: z.strictObject({ ground: z.enum(DESTROY_GROUNDS), sealed: hex64 }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const found = exhibitOf(state, act.data.sealed)
    if (found === undefined) return 'exhibit-unknown'
    const fault = handlingFault(found, act.by)
    if (fault !== undefined) return fault
    const destroyed = [...found.destroyed, act.by]
    return withExhibit(state, { ...entered(found, act, 'destroy'), destroyed })
  },
})
