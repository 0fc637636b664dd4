import { z } from 'zod'

import { msFromInstant } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId, instant, partyId } from '../fields.ts'
import { openingOf } from '../matter.ts'
import { CONTACT_ANSWERERS } from './contact.ts'

/** Asks whether another party, or one of its seats, can be reached. */
export const directoryContactCheck: ActDefinition = defineAct({
  name: 'directory.contact.check',
  class: 'owned',
  by: 'any',
  since: 1,
  about: { how: 'opens', kind: 'contact' },
  data: z
    .strictObject({
      agency: actId.optional(),
      answerBy: instant,
      seat: actId.optional(),
      to: partyId,
      wants: z.enum(CONTACT_ANSWERERS),
    })
    .refine(({ agency, seat }) => seat === undefined || agency !== undefined, {
      error: 'is needed with a seat',
      path: ['agency'],
    }),
  body: { rule: 'none', types: [] },
  effect(_state, act, context) {
    const { agency, answerBy, seat, to, wants } = act.data
    if (!context.parties.includes(to)) return 'to-unknown-party'
    if (to === act.by) return 'to-self'
    const answerByMs = msFromInstant(answerBy)
    if (answerByMs <= act.madeMs) return 'due-not-after-made'
    return {
      agency: agency ?? null,
      answerByMs,
      asked: to,
      asker: act.by,
      attestations: [],
      exhibits: [],
      expunges: [],
      kind: 'contact',
      machine: null,
      opened: openingOf(act),
      permits: [],
      person: null,
      remarks: 0,
      seat: seat ?? null,
      wants,
    }
  },
})
