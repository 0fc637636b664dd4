import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId } from '../fields.ts'

/** A person of the called side answers: the first time, or after the call was handed over to that person. */
export const callAnswer: ActDefinition = defineAct({
  name: 'call.answer',
  class: 'owned',
  by: 'called',
  since: 1,
  about: { how: 'about', kind: 'call' },
  data: z.strictObject({ officer: actId.optional(), seat: actId.optional() }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    if (act.by !== state.called) return 'not-the-called'
    if (state.stage === 'stood-down') return 'matter-closed'
    if (state.stage === 'answered') return 'already-answered'
    const { officer, seat } = act.data
    return {
      ...state,
      // The first answer counts. A clock that lies backwards makes none before the call.
      answeredMs: state.answeredMs ?? Math.max(act.madeMs, state.placedMs),
      calledSpeaker: { officer: officer ?? null, seat: seat ?? state.calledSpeaker.seat },
      stage: 'answered',
    }
  },
})
