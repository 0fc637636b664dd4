import { z } from 'zod'

import { RELEASE_WAYS } from '../../instruments/index.ts'
import { msFromInstant } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { codes, instant, sealedNames } from '../fields.ts'
import { PERMITS_PER_MATTER_MAX } from '../matter.ts'
import { exhibitOf } from './custody.ts'

/**
 * An owner permits ways out that its marks close: for the exhibits named, or for all of its own material in the matter
 * when none is. To whom and for what in words is in the body.
 */
export const evidencePermit: ActDefinition = defineAct({
  name: 'evidence.permit',
  class: 'owned',
  by: 'exhibit-owner',
  since: 1,
  about: { how: 'any' },
  data: z.strictObject({
    exhibits: sealedNames,
    until: instant.optional(),
    ways: codes(RELEASE_WAYS, 1),
  }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const { exhibits, until, ways } = act.data
    for (const sealed of exhibits) {
      const found = exhibitOf(state, sealed)
      if (found === undefined) return 'exhibit-unknown'
      if (found.by !== act.by) return 'not-the-depositor'
    }
    const untilMs = until === undefined ? null : msFromInstant(until)
    if (untilMs !== null && untilMs <= act.madeMs) return 'due-not-after-made'
    if (state.permits.length >= PERMITS_PER_MATTER_MAX) return 'matter-full'
    return { ...state, permits: [...state.permits, { act: act.id, by: act.by, exhibits, untilMs, ways }] }
  },
})
