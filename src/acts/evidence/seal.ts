import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { hex64 } from '../fields.ts'
import { entered, exhibitOf, holds, withExhibit } from './custody.ts'

const SEAL_GROUNDS = [
  'court-order',
  'chain-of-custody',
  'privilege',
  'dispute',
  'classification',
  'other',
] as const

/** Puts an exhibit under seal, so that nobody may view, release or destroy it; or takes one's own seal off again. */
export const evidenceSeal: ActDefinition = defineAct({
  name: 'evidence.seal',
  class: 'owned',
  by: 'holder',
  since: 1,
  about: { how: 'any' },
  data: z.strictObject({ ground: z.enum(SEAL_GROUNDS), on: z.boolean(), sealed: hex64 }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const { on, sealed } = act.data
    const found = exhibitOf(state, sealed)
    if (found === undefined) return 'exhibit-unknown'
    if (on) {
      if (found.shutBy !== null) return 'exhibit-under-seal'
      if (!holds(found, act.by)) return 'exhibit-not-held'
      return withExhibit(state, { ...entered(found, act, 'shut'), shutBy: act.by })
    }
    if (found.shutBy === null) return 'not-under-seal'
    // Only who put it under seal: a seal that the other side can take off protects nothing from it.
    if (found.shutBy !== act.by) return 'not-your-seal'
    return withExhibit(state, { ...entered(found, act, 'reopen'), shutBy: null })
  },
})
