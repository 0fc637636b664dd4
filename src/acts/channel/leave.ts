import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { hasLeft, withSuccessor } from './matter.ts'
import { settleProposals } from './proposals.ts'

const LEAVE_REASONS = ['withdrawal', 'mandate-ended', 'merged', 'other'] as const

/** A party leaves. What it has written stays, its consent is no longer needed, and its own proposals fall. */
export const channelLeave: ActDefinition = defineAct({
  name: 'channel.leave',
  class: 'owned',
  by: 'any',
  since: 1,
  about: { how: 'channel' },
  data: z.strictObject({ reason: z.enum(LEAVE_REASONS) }),
  body: { rule: 'optional', types: ['text/plain', 'application/json'] },
  effect(state, act, context) {
    if (hasLeft(state, act.by)) return 'has-left'
    const left = [...state.left, { act: act.id, atMs: act.madeMs, by: act.by }]
    const proposals = state.proposals.filter((one) => one.by !== act.by)
    const suspensions = state.suspensions.filter((one) => one.by !== act.by)
    return withSuccessor(settleProposals({ ...state, left, proposals, suspensions }, context), context)
  },
})
