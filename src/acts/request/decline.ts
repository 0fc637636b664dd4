import { z } from 'zod'

import { GROUNDS } from '../../instruments/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { codes } from '../fields.ts'
import { barred, LIVE_STAGES, mustConsult, onClock, resumed, seenAt } from './matter.ts'

/** The requested party refuses, or refuses the rest after a part, having consulted; the grounds are given in codes. */
export const requestDecline: ActDefinition = defineAct({
  name: 'request.decline',
  class: 'owned',
  by: 'requested',
  since: 1,
  about: { how: 'about', kind: 'request' },
  data: z.strictObject({ grounds: codes(GROUNDS, 1) }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const fault = barred(state, act.by, 'requested', LIVE_STAGES)
    if (fault !== undefined) return fault
    if (mustConsult(state, act.data.grounds)) return 'not-consulted'
    return onClock({
      ...resumed(state, act.madeMs),
      acknowledgedMs: seenAt(state, act.madeMs),
      firstAnswerMs: state.firstAnswerMs ?? act.madeMs,
      grounds: act.data.grounds,
      stage: 'declined',
    })
  },
})
