import { z } from 'zod'

import { msFromInstant } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { hex64, instant } from '../fields.ts'
import { KEY_REASONS, KEYS_PER_PARTY_MAX } from './matter.ts'

/** A party disowns one of its key documents, by its hash. What others had receipted before stands. */
export const channelKeyRevoke: ActDefinition = defineAct({
  name: 'channel.key.revoke',
  class: 'owned',
  by: 'any',
  since: 1,
  about: { how: 'channel' },
  data: z.strictObject({ keys: hex64, reason: z.enum(KEY_REASONS), since: instant.optional() }),
  body: { rule: 'optional', types: ['text/plain', 'application/json'] },
  effect(state, act) {
    const { keys, reason, since } = act.data
    if (state.keys.some((one) => one.keys === keys && one.by !== act.by)) return 'not-your-keys'
    const own = state.revoked.filter((one) => one.by === act.by)
    if (own.some((one) => one.keys === keys)) return 'already-revoked'
    if (own.length >= KEYS_PER_PARTY_MAX) return 'matter-full'
    const sinceMs = since === undefined ? null : msFromInstant(since)
    return { ...state, revoked: [...state.revoked, { act: act.id, by: act.by, keys, reason, sinceMs }] }
  },
})
