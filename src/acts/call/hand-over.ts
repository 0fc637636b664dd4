import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId } from '../fields.ts'

const handOverData = z
  .strictObject({ officer: actId.optional(), seat: actId.optional() })
  .refine(({ officer, seat }) => officer !== undefined || seat !== undefined, {
    path: ['officer'],
    message: 'must be given, or else the seat',
  })

/** One side lets another of its officers or seats speak for it. On the called side that person answers anew. */
export const callHandOver: ActDefinition = defineAct({
  name: 'call.hand-over',
  class: 'owned',
  by: 'caller-or-called',
  since: 1,
  about: { how: 'about', kind: 'call' },
  data: handOverData,
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    if (act.by !== state.called && act.by !== state.caller) return 'not-a-principal'
    if (state.stage === 'stood-down') return 'matter-closed'
    const speaker = { officer: act.data.officer ?? null, seat: act.data.seat ?? null }
    const handOvers = state.handOvers + 1
    if (act.by === state.caller) return { ...state, callerSpeaker: speaker, handOvers }
    // Passing it on unanswered would stop the escalation without anybody having picked up.
    if (state.stage === 'ringing') return 'not-answered'
    return { ...state, calledSpeaker: speaker, handOvers, stage: 'handed-over' }
  },
})
