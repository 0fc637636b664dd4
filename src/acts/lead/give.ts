import { z } from 'zod'

import { OFFENCES } from '../../instruments/index.ts'
import { msFromInstant } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId, codes, exhibits, identifierCounts, instant, marks, marksOf, partyId } from '../fields.ts'
import { openingOf, withExhibits } from '../matter.ts'

/** Gives information that nobody has asked for, to one party or to all. What it is stands in the body. */
export const leadGive: ActDefinition = defineAct({
  name: 'lead.give',
  class: 'free',
  by: 'any',
  since: 1,
  about: { how: 'opens', kind: 'lead' },
  data: z.strictObject({
    exhibits,
    feedbackBy: instant.optional(),
    identifiers: identifierCounts,
    marks,
    offences: codes(OFFENCES, 0),
    relatesTo: actId.optional(),
    to: partyId.optional(),
  }),
  body: { rule: 'required', types: ['application/json'] },
  effect(_state, act, context) {
    const { exhibits: added, feedbackBy, identifiers, offences, relatesTo, to } = act.data
    if (to !== undefined && !context.parties.includes(to)) return 'to-unknown-party'
    if (to === act.by) return 'to-self'
    const feedbackByMs = feedbackBy === undefined ? null : msFromInstant(feedbackBy)
    if (feedbackByMs !== null && feedbackByMs <= act.madeMs) return 'due-not-after-made'
    const listed = withExhibits([], added, act.by, context)
    if (typeof listed === 'string') return listed
    return {
      attestations: [],
      exhibits: listed,
      expunges: [],
      feedbackByMs,
      giver: act.by,
      identifiers,
      kind: 'lead',
      marks: marksOf(act.data.marks),
      offences,
      opened: openingOf(act),
      permits: [],
      relatesTo: relatesTo ?? null,
      remarks: 0,
      takes: [],
      to: to ?? null,
    }
  },
})
