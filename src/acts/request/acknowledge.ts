import { z } from 'zod'

import { msFromInstant } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { instant } from '../fields.ts'
import { barred, LIVE_STAGES, onClock } from './matter.ts'

/** A person of the requested party has seen the request, and may say when an answer will come. */
export const requestAcknowledge: ActDefinition = defineAct({
  name: 'request.acknowledge',
  class: 'owned',
  by: 'requested',
  since: 1,
  about: { how: 'about', kind: 'request' },
  data: z.strictObject({ answerBy: instant.optional() }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const fault = barred(state, act.by, 'requested', LIVE_STAGES)
    if (fault !== undefined) return fault
    if (state.stage !== 'open') return 'already-acknowledged'
    const promisedMs = act.data.answerBy === undefined ? null : msFromInstant(act.data.answerBy)
    return onClock({
      ...state,
      acknowledgedMs: act.madeMs,
      // The requester's own deadline stands; a promise only fills a gap.
      answerByMs: state.answerByMs ?? promisedMs,
      stage: 'acknowledged',
    })
  },
})
