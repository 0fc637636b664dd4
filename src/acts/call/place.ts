import { z } from 'zod'

import { msFromInstant } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId, instant, partyId } from '../fields.ts'
import { openingOf } from '../matter.ts'
import { CALL_LINES, CALL_REASONS, CALL_SEVERITIES, CALL_STEPS_MAX } from './matter.ts'

const steps = z
  .array(z.strictObject({ at: instant, line: z.enum(CALL_LINES) }))
  .min(1)
  .max(CALL_STEPS_MAX)
  .refine(
    (list) => list.every(({ at }, i) => i === 0 || at > (list[i - 1]?.at ?? '')),
    'must have each step after the one before it',
  )

const placeData = z
  .strictObject({
    drill: z.boolean(),
    matter: actId.optional(),
    reason: z.enum(CALL_REASONS),
    /** Of the called side. */
    seat: actId.optional(),
    severity: z.enum(CALL_SEVERITIES),
    steps,
    to: partyId,
    unansweredAt: instant,
  })
  .refine(({ matter, reason }) => reason !== 'stuck' || matter !== undefined, {
    path: ['matter'],
    message: 'must name the matter that is stuck',
  })

/** Rings the other side's hotline. The author's node writes whom the other side rings when, so that both clocks agree. */
export const callPlace: ActDefinition = defineAct({
  name: 'call.place',
  class: 'free',
  by: 'any',
  since: 1,
  about: { how: 'opens', kind: 'call' },
  data: placeData,
  body: { rule: 'required', types: ['application/json', 'text/plain'] },
  effect(_state, act, context) {
    const { data } = act
    if (!context.parties.includes(data.to)) return 'to-unknown-party'
    if (data.to === act.by) return 'to-self'
    const unansweredMs = msFromInstant(data.unansweredAt)
    const ringing = data.steps.map(({ at, line }) => ({ atMs: msFromInstant(at), line }))
    const lastMs = ringing.at(-1)?.atMs ?? act.madeMs
    if (unansweredMs <= act.madeMs || unansweredMs <= lastMs) return 'due-not-after-made'
    return {
      answeredMs: null,
      attestations: [],
      called: data.to,
      calledSpeaker: { officer: null, seat: data.seat ?? null },
      caller: act.by,
      callerSpeaker: { officer: null, seat: null },
      drill: data.drill,
      exhibits: [],
      expunges: [],
      handOvers: 0,
      kind: 'call',
      matter: data.matter ?? null,
      opened: openingOf(act),
      outcome: null,
      permits: [],
      placedMs: act.madeMs,
      reason: data.reason,
      remarks: 0,
      severity: data.severity,
      stage: 'ringing',
      steps: ringing,
      unansweredMs,
    }
  },
})
