import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId } from '../fields.ts'
import { accept } from './proposals.ts'

/** Accepts a newer fold version. It holds from the act with which the last of the others accepts. */
export const channelUpgradeAccept: ActDefinition = defineAct({
  name: 'channel.upgrade.accept',
  class: 'paired',
  by: 'any',
  since: 1,
  about: { how: 'channel' },
  data: z.strictObject({ to: actId }),
  body: { rule: 'optional', types: ['text/plain', 'application/json'] },
  effect(state, act, context) {
    return accept(state, act, 'upgrade', context)
  },
})
