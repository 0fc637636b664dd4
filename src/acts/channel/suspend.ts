import { z } from 'zod'

import { msFromInstant } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { instant } from '../fields.ts'
import { hasLeft, SUSPENSION_GROUNDS, withOwn } from './matter.ts'

/** A party opens nothing new here until it resumes, or until the instant it names. What runs goes on. */
export const channelSuspend: ActDefinition = defineAct({
  name: 'channel.suspend',
  class: 'owned',
  by: 'any',
  since: 1,
  about: { how: 'channel' },
  data: z.strictObject({ ground: z.enum(SUSPENSION_GROUNDS), until: instant.optional() }),
  body: { rule: 'optional', types: ['text/plain', 'application/json'] },
  effect(state, act, context) {
    const { ground, until } = act.data
    if (hasLeft(state, act.by)) return 'has-left'
    const untilMs = until === undefined ? null : msFromInstant(until)
    if (untilMs !== null && untilMs <= act.madeMs) return 'due-not-after-made'
    const before = state.suspensions.find((one) => one.by === act.by)
    // One that has ended by itself may be followed by another without a word in between.
    if (before !== undefined && (before.untilMs === null || before.untilMs > act.madeMs))
      return 'already-suspended'
    const own = { act: act.id, by: act.by, ground, sinceMs: act.madeMs, untilMs }
    return { ...state, suspensions: withOwn(state.suspensions, own, context) }
  },
})
