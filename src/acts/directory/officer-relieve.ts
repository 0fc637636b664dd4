import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId } from '../fields.ts'
import { RELIEF_REASONS } from './codes.ts'
import { rotaWithout } from './matter.ts'

/** Ends an appointment: what the officer signs after this act counts for nothing. Also in an agency that was retired. */
export const directoryOfficerRelieve: ActDefinition = defineAct({
  name: 'directory.officer.relieve',
  class: 'owned',
  by: 'owner',
  since: 1,
  about: { how: 'about', kind: 'agency' },
  data: z.strictObject({ officer: actId, reason: z.enum(RELIEF_REASONS) }),
  body: { rule: 'none', types: [] },
  effect(state, act) {
    if (act.by !== state.owner) return 'not-the-owner'
    const { officer } = act.data
    if (!state.officers.some((one) => one.act === officer)) return 'officer-unknown'
    return {
      ...state,
      officers: state.officers.filter((one) => one.act !== officer),
      rota: rotaWithout(state.rota, officer),
    }
  },
})
