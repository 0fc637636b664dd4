import { z } from 'zod'

import { CLARIFICATIONS } from '../../instruments/index.ts'
import { msFromInstant } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { codes, instant } from '../fields.ts'
import { ASKS_OPEN_MAX, barred, LIVE_STAGES, onClock, seenAt } from './matter.ts'

/** The requested party cannot go on without an answer: the clock stops and goes over to the requester. */
export const requestAsk: ActDefinition = defineAct({
  name: 'request.ask',
  class: 'owned',
  by: 'requested',
  since: 1,
  about: { how: 'about', kind: 'request' },
  data: z.strictObject({ by: instant.optional(), what: codes(CLARIFICATIONS, 1) }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const fault = barred(state, act.by, 'requested', LIVE_STAGES)
    if (fault !== undefined) return fault
    if (state.asks.length >= ASKS_OPEN_MAX) return 'matter-full'
    const { by, what } = act.data
    const ask = { act: act.id, byMs: by === undefined ? null : msFromInstant(by), what }
    // A back-dated question would buy time that was never lost: no pause begins before the request itself.
    const pausedFromMs = state.pausedFromMs ?? Math.max(act.madeMs, state.opened?.madeMs ?? 0)
    return onClock({
      ...state,
      acknowledgedMs: seenAt(state, act.madeMs),
      asks: [...state.asks, ask],
      loops: state.loops + 1,
      pausedFromMs,
      stage: state.stage === 'open' ? 'acknowledged' : state.stage,
    })
  },
})
