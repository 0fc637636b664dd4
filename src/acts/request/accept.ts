import { z } from 'zod'

import { CONDITIONS } from '../../instruments/index.ts'
import { msFromInstant } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { codes, instant } from '../fields.ts'
import { barred, keepingFault, onClock, seenAt } from './matter.ts'

/** The requested party will answer, perhaps under conditions, and may say until when it keeps the data. */
export const requestAccept: ActDefinition = defineAct({
  name: 'request.accept',
  class: 'owned',
  by: 'requested',
  since: 1,
  about: { how: 'about', kind: 'request' },
  data: z.strictObject({
    answerBy: instant.optional(),
    conditions: codes(CONDITIONS, 0),
    keptUntil: instant.optional(),
  }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const fault = barred(state, act.by, 'requested', ['open', 'acknowledged', 'postponed'])
    if (fault !== undefined) return fault
    const { answerBy, conditions, keptUntil } = act.data
    const keptMs = keptUntil === undefined ? null : msFromInstant(keptUntil)
    const unkept = keptMs === null ? undefined : keepingFault(state, keptMs, act.madeMs)
    if (unkept !== undefined) return unkept
    const promisedMs = answerBy === undefined ? null : msFromInstant(answerBy)
    return onClock({
      ...state,
      acknowledgedMs: seenAt(state, act.madeMs),
      answerByMs: state.answerByMs ?? promisedMs,
      conditions,
      firstAnswerMs: state.firstAnswerMs ?? act.madeMs,
      keptUntilMs: keptMs ?? state.keptUntilMs,
      stage: 'accepted',
    })
  },
})
