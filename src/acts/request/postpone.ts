import { z } from 'zod'

import { GROUNDS } from '../../instruments/index.ts'
import { msFromInstant } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { codes, instant } from '../fields.ts'
import { barred, LIVE_STAGES, mustConsult, onClock, seenAt } from './matter.ts'

/** The requested party cannot act yet; having consulted, it says why, and until when. */
export const requestPostpone: ActDefinition = defineAct({
  name: 'request.postpone',
  class: 'owned',
  by: 'requested',
  since: 1,
  about: { how: 'about', kind: 'request' },
  data: z.strictObject({ grounds: codes(GROUNDS, 1), until: instant }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const fault = barred(state, act.by, 'requested', LIVE_STAGES)
    if (fault !== undefined) return fault
    if (mustConsult(state, act.data.grounds)) return 'not-consulted'
    const untilMs = msFromInstant(act.data.until)
    if (untilMs <= act.madeMs) return 'due-not-after-made'
    return onClock({
      ...state,
      acknowledgedMs: seenAt(state, act.madeMs),
      firstAnswerMs: state.firstAnswerMs ?? act.madeMs,
      grounds: act.data.grounds,
      postponedUntilMs: untilMs,
      stage: 'postponed',
    })
  },
})
