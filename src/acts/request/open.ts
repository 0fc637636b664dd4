import { z } from 'zod'

import { CONFIDENTIALITY, INSTRUMENTS, OFFENCES, REQUEST_KINDS, URGENCIES } from '../../instruments/index.ts'
import { msFromInstant } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId, codes, exhibits, identifierCounts, instant, marks, marksOf, partyId } from '../fields.ts'
import { openingOf, withExhibits } from '../matter.ts'
import { onClock } from './matter.ts'

/** Printed as in the source, e.g. `10(6)` or `2703(f)`: too narrow a pattern to hold prose. */
const ARTICLE = /^\d{1,4}[a-z]?(?:\([0-9a-z]{1,3}\)){0,3}$/

const openData = z.strictObject({
  acknowledgeBy: instant,
  answerBy: instant.optional(),
  confidentiality: codes(CONFIDENTIALITY, 0),
  dataLostBy: instant.optional(),
  exhibits,
  followUp: z.strictObject({ mutualAssistanceBy: instant }).optional(),
  identifiers: identifierCounts,
  instrument: z.strictObject({
    article: z
      .string()
      .regex(ARTICLE, 'must be an article like 29 or 10(6)')
      .meta({ title: 'article' })
      .optional(),
    id: z.enum(INSTRUMENTS),
  }),
  kind: z.enum(REQUEST_KINDS),
  marks,
  offences: codes(OFFENCES, 0),
  relatesTo: z.strictObject({ how: z.enum(['new', 'extension', 'follow-up']), matter: actId }).optional(),
  to: partyId,
  urgency: z.enum(URGENCIES),
})

/** Asks another party for assistance. The coded part of the form is here; names, values and facts are in the body. */
export const requestOpen: ActDefinition = defineAct({
  name: 'request.open',
  class: 'owned',
  by: 'any',
  since: 1,
  about: { how: 'opens', kind: 'request' },
  data: openData,
  body: { rule: 'required', types: ['application/json'] },
  effect(_state, act, context) {
    const { data } = act
    if (!context.parties.includes(data.to)) return 'to-unknown-party'
    if (data.to === act.by) return 'to-self'
    const acknowledgeByMs = msFromInstant(data.acknowledgeBy)
    const answerByMs = msOrNull(data.answerBy)
    if (acknowledgeByMs <= act.madeMs || (answerByMs !== null && answerByMs <= act.madeMs)) {
      return 'due-not-after-made'
    }
    const listed = withExhibits([], data.exhibits, act.by, context)
    if (typeof listed === 'string') return listed
    return onClock({
      acknowledgeByMs,
      acknowledgedMs: null,
      answerByMs,
      answerMarks: null,
      asks: [],
      attestations: [],
      conditions: [],
      confidentiality: data.confidentiality,
      consultedMs: null,
      consults: 0,
      dataLostByMs: msOrNull(data.dataLostBy),
      dueMs: null,
      exhibits: listed,
      expunges: [],
      extended: 0,
      firstAnswerMs: null,
      followUpByMs: msOrNull(data.followUp?.mutualAssistanceBy),
      grounds: [],
      identifiers: data.identifiers,
      instrument: { article: data.instrument.article ?? null, id: data.instrument.id },
      keptUntilMs: null,
      kind: 'request',
      loops: 0,
      marks: marksOf(data.marks),
      offences: data.offences,
      onClock: null,
      opened: openingOf(act),
      outcome: null,
      pausedFromMs: null,
      pausedMs: 0,
      permits: [],
      postponedUntilMs: null,
      rating: null,
      relatesTo: data.relatesTo ?? null,
      remarks: 0,
      requestKind: data.kind,
      requested: data.to,
      requester: act.by,
      stage: 'open',
      suppliedMs: null,
      urgency: data.urgency,
    })
  },
})

function msOrNull(at: string | undefined): number | null {
  return at === undefined ? null : msFromInstant(at)
}
