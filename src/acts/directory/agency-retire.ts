import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { agencyBarred } from './matter.ts'

/** A party takes its agency off the directory. Nobody is on duty there any more; its officers are relieved one by one. */
export const directoryAgencyRetire: ActDefinition = defineAct({
  name: 'directory.agency.retire',
  class: 'owned',
  by: 'owner',
  since: 1,
  about: { how: 'about', kind: 'agency' },
  data: z.strictObject({}),
  body: { rule: 'optional', types: ['text/plain', 'application/json'] },
  effect(state, act) {
    return agencyBarred(state, act.by) ?? { ...state, retiredMs: act.madeMs, rota: [] }
  },
})
