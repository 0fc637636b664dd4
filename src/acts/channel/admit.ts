import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { hex64, partyId } from '../fields.ts'
import { ADMISSIONS_MAX } from './matter.ts'
import { propose } from './proposals.ts'

/**
 * Proposes that another party join. Who may read a channel is fixed by its genesis, so it joins a successor, which all
 * found once they have agreed; its card is in the body.
 */
export const channelAdmit: ActDefinition = defineAct({
  name: 'channel.admit',
  class: 'paired',
  by: 'any',
  since: 1,
  about: { how: 'channel' },
  data: z.strictObject({ keys: hex64, party: partyId }),
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act, context) {
    const { keys, party } = act.data
    if (context.parties.includes(party)) return 'already-a-party'
    if (state.admissions.length >= ADMISSIONS_MAX) return 'matter-full'
    return propose(state, act, { keys, kind: 'admit', party }, context)
  },
})
