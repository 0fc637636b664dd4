import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { hex64 } from '../fields.ts'
import { hasLeft, withOwn, withSuccessor } from './matter.ts'

/** A party names the channel that takes the place of this one. It does so once all of them name the same. */
export const channelSucceed: ActDefinition = defineAct({
  name: 'channel.succeed',
  class: 'owned',
  by: 'any',
  since: 1,
  about: { how: 'channel' },
  data: z.strictObject({ channel: hex64 }),
  body: { rule: 'optional', types: ['text/plain', 'application/json'] },
  effect(state, act, context) {
    const { channel } = act.data
    if (hasLeft(state, act.by)) return 'has-left'
    if (channel === context.channel) return 'successor-self'
    const own = { act: act.id, by: act.by, channel }
    return withSuccessor({ ...state, successors: withOwn(state.successors, own, context) }, context)
  },
})
