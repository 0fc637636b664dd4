import { z } from 'zod'

import { HOTLINE_LINES } from '../../instruments/index.ts'
import { msFromInstant } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId, instant } from '../fields.ts'
import { agencyBarred, SHIFTS_PER_AGENCY_MAX, SHIFTS_PER_SEAT_MAX } from './matter.ts'

const shift = z
  .strictObject({ from: instant, line: z.enum(HOTLINE_LINES), officer: actId, to: instant })
  // Instants of one form compare as texts do.
  .refine(({ from, to }) => from < to, { error: 'must be later than `from`', path: ['to'] })

/** Sets the rota of a seat, whole: who is on duty when, and who stands behind them. An empty one clears it. */
export const directoryDutySet: ActDefinition = defineAct({
  name: 'directory.duty.set',
  class: 'owned',
  by: 'owner',
  since: 1,
  about: { how: 'about', kind: 'agency' },
  data: z.strictObject({ seat: actId, shifts: z.array(shift).max(SHIFTS_PER_SEAT_MAX) }),
  body: { rule: 'none', types: [] },
  effect(state, act) {
    const fault = agencyBarred(state, act.by)
    if (fault !== undefined) return fault
    const { seat } = act.data
    if (!state.seats.some((one) => one.act === seat)) return 'seat-unknown'
    const officers = new Set(state.officers.map((one) => one.act))
    if (act.data.shifts.some(({ officer }) => !officers.has(officer))) return 'officer-unknown'
    const shifts = act.data.shifts.map(({ from, line, officer, to }) => ({
      fromMs: msFromInstant(from),
      line,
      officer,
      toMs: msFromInstant(to),
    }))
    const others = state.rota.filter((one) => one.seat !== seat)
    const rota = [...others, { act: act.id, seat, shifts }]
    const total = rota.reduce((sum, one) => sum + one.shifts.length, 0)
    return total > SHIFTS_PER_AGENCY_MAX ? 'matter-full' : { ...state, rota }
  },
})
