import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId, hex64 } from '../fields.ts'
import { entered, exhibitOf, handlingFault, withExhibit } from './custody.ts'

export const VIEW_PURPOSES = [
  'investigation',
  'examination',
  'verification',
  'translation',
  'court',
  'administration',
  'other',
] as const
export type ViewPurpose = (typeof VIEW_PURPOSES)[number]

/** Somebody of a party that holds an exhibit has opened it; each time it is opened. */
export const evidenceView: ActDefinition = defineAct({
  name: 'evidence.view',
  class: 'free',
  by: 'holder',
  since: 1,
  about: { how: 'any' },
  data: z.strictObject({
    purpose: z.enum(VIEW_PURPOSES),
    sealed: hex64,
    /** The officer's appointment or the seat that looked. */
    viewer: actId.optional(),
  }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const found = exhibitOf(state, act.data.sealed)
    if (found === undefined) return 'exhibit-unknown'
    const fault = handlingFault(found, act.by)
    if (fault !== undefined) return fault
    return withExhibit(state, { ...entered(found, act, 'view'), views: found.views + 1 })
  },
})
