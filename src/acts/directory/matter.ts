import type { HotlineLine, PartnerRequirements, PartyCalendar } from '../../instruments/index.ts'
import type { ActId, PartyId } from '../../record/index.ts'
import type { CommonState } from '../matter.ts'
import type { MatterOutline } from '../outline.ts'
import type { VoidCode } from '../voids.ts'
import type { AgencyFunction, SeatHours } from './codes.ts'

/** Seats of one agency; a larger one lists its parts as agencies. */
export const SEATS_MAX = 32
/** Officers appointed at one time. */
export const OFFICERS_MAX = 256
/** Shifts of one seat's rota: a month of three a day, with deputies. */
export const SHIFTS_PER_SEAT_MAX = 128
/** Shifts of all seats, so that an agency's state stays far below a megabyte. */
export const SHIFTS_PER_AGENCY_MAX = 1_024

export interface SeatState {
  /** The act that opened it is its id; its names are in that act's body. */
  readonly act: ActId
  readonly function: AgencyFunction
  readonly hours: SeatHours
  readonly languages: readonly string[]
}

/** Somebody who holds a seat and can sign. Who it is stands in the body of the appointment, and may be expunged. */
export interface OfficerState {
  readonly act: ActId
  /** Random, as the record knows the officer. */
  readonly credential: string
  readonly seat: ActId
}

export interface ShiftState {
  readonly fromMs: number
  readonly line: HotlineLine
  readonly officer: ActId
  readonly toMs: number
}

export interface RotaState {
  readonly act: ActId
  readonly seat: ActId
  readonly shifts: readonly ShiftState[]
}

/** An agency of one party. Relieved officers and closed seats are no part of it: they stand in its acts. */
export interface AgencyState extends CommonState {
  readonly calendar: PartyCalendar
  readonly country: string | null
  readonly functions: readonly AgencyFunction[]
  readonly kind: 'agency'
  readonly languages: readonly string[]
  /** The act whose body has the names in force. */
  readonly listed: ActId
  readonly officers: readonly OfficerState[]
  readonly owner: PartyId
  readonly requires: PartnerRequirements | null
  readonly retiredMs: number | null
  readonly rota: readonly RotaState[]
  readonly seats: readonly SeatState[]
}

export function outlineOfAgency(state: AgencyState): MatterOutline {
  return {
    status: state.retiredMs === null ? 'listed' : 'retired',
    onClock: null,
    dueMs: null,
    lapsesMs: null,
  }
}

/** Why this party may not change the agency now; undefined when it may. */
export function agencyBarred(state: AgencyState, by: PartyId): VoidCode | undefined {
  if (by !== state.owner) return 'not-the-owner'
  return state.retiredMs === null ? undefined : 'matter-closed'
}

/** Who is on duty in a seat at that instant, in the order of the rota; empty when it names nobody. */
export function onDuty(state: AgencyState, seat: ActId, line: HotlineLine, atMs: number): readonly ActId[] {
  const shifts = state.rota.find((one) => one.seat === seat)?.shifts ?? []
  const now = shifts.filter((shift) => shift.line === line && shift.fromMs <= atMs && atMs < shift.toMs)
  return [...new Set(now.map(({ officer }) => officer))]
}

/** The rota without what somebody no longer serves. */
export function rotaWithout(rota: readonly RotaState[], officer: ActId): readonly RotaState[] {
  return rota.map((one) => ({ ...one, shifts: one.shifts.filter((shift) => shift.officer !== officer) }))
}
