import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId } from '../fields.ts'
import { agencyBarred } from './matter.ts'

/** Closes a seat that nobody holds any more. */
export const directorySeatClose: ActDefinition = defineAct({
  name: 'directory.seat.close',
  class: 'owned',
  by: 'owner',
  since: 1,
  about: { how: 'about', kind: 'agency' },
  data: z.strictObject({ seat: actId }),
  body: { rule: 'none', types: [] },
  effect(state, act) {
    const fault = agencyBarred(state, act.by)
    if (fault !== undefined) return fault
    const { seat } = act.data
    if (!state.seats.some((one) => one.act === seat)) return 'seat-unknown'
    if (state.officers.some((one) => one.seat === seat)) return 'seat-held'
    return {
      ...state,
      rota: state.rota.filter((one) => one.seat !== seat),
      seats: state.seats.filter((one) => one.act !== seat),
    }
  },
})
