import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { AGENCY_FUNCTIONS, SEAT_HOURS } from './codes.ts'
import { languages } from './fields.ts'
import { agencyBarred, SEATS_MAX } from './matter.ts'

/** Opens a seat in an agency: a role that people hold in turn. The id of this act is the seat's. */
export const directorySeatOpen: ActDefinition = defineAct({
  name: 'directory.seat.open',
  class: 'owned',
  by: 'owner',
  since: 1,
  about: { how: 'about', kind: 'agency' },
  data: z.strictObject({ function: z.enum(AGENCY_FUNCTIONS), hours: z.enum(SEAT_HOURS), languages }),
  body: { rule: 'required', types: ['application/json'] },
  effect(state, act) {
    const fault = agencyBarred(state, act.by)
    if (fault !== undefined) return fault
    if (state.seats.length >= SEATS_MAX) return 'matter-full'
    const { hours, languages: spoken } = act.data
    const seat = { act: act.id, function: act.data.function, hours, languages: spoken }
    return { ...state, seats: [...state.seats, seat] }
  },
})
