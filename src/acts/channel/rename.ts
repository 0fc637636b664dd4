import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { hasLeft } from './matter.ts'

/** Gives the channel a title, which is the body. The last one in the order of the fold is shown. */
export const channelRename: ActDefinition = defineAct({
  name: 'channel.rename',
  class: 'free',
  by: 'any',
  since: 1,
  about: { how: 'channel' },
  data: z.strictObject({}),
  body: { rule: 'required', types: ['text/plain', 'application/json'] },
  effect(state, act) {
    return hasLeft(state, act.by) ? 'has-left' : { ...state, title: { act: act.id, by: act.by } }
  },
})
