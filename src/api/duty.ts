import { z } from 'zod'
import { type AgencyState, onDuty } from '../acts/index.ts'
import { HOTLINE_LINES, type HotlineLine } from '../instruments/index.ts'
import { type ActId, type ChannelId, type PartyId, instantFromMs } from '../record/index.ts'
import type { ApiContext } from './context.ts'
import { type Names, shownNames } from './fields.ts'
import { namesIn } from './officers.ts'

/** An officer as the directory shows one: by the appointment, with the name that its body gives while it is held. */
export interface OfficerInfo {
  readonly id: ActId
  readonly seat: ActId
  readonly credential: string
  readonly names: Names
  /** Somebody of this node; null for other parties' officers, and when the passkey is gone. */
  readonly user: { readonly id: string; readonly display: string } | null
}
export const officerInfo: z.ZodType<OfficerInfo> = z.object({
  id: z.string(),
  seat: z.string(),
  credential: z.string(),
  names: shownNames,
  user: z.object({ id: z.string(), display: z.string() }).nullable(),
})

/** Who is on duty on one line of one seat. Nobody is an answer too. */
export interface DutyInfo {
  readonly party: PartyId
  readonly agency: ActId
  readonly seat: ActId
  readonly function: string
  readonly hours: string
  readonly line: HotlineLine
  readonly officers: readonly OfficerInfo[]
}
export const dutyInfo: z.ZodType<DutyInfo> = z.object({
  party: z.string(),
  agency: z.string(),
  seat: z.string(),
  function: z.string(),
  hours: z.string(),
  line: z.enum(HOTLINE_LINES),
  officers: z.array(officerInfo),
})

/** Every line of every seat that is wanted, at an instant, one's own party's first. */
export async function onDutyAt(
  context: ApiContext,
  channel: ChannelId,
  atMs: number,
  isWanted: (party: PartyId, agency: ActId, seat: ActId) => boolean | Promise<boolean>,
): Promise<readonly DutyInfo[]> {
  const told: DutyInfo[] = []
  for (const { id, state } of await context.office.agencies(channel))
    for (const seat of state.seats) {
      if (!(await isWanted(state.owner, id, seat.act))) continue
      for (const line of HOTLINE_LINES) {
        const acts = onDuty(state, seat.act, line, atMs)
        const officers = await officersIn(context, channel, id, state, (one) => acts.includes(one))
        const { function: duty, hours } = seat
        told.push({ party: state.owner, agency: id, seat: seat.act, function: duty, hours, line, officers })
      }
    }
  return told
}

/** Officers of an agency, with their names where those are held. */
export async function officersIn(
  { node, signIn }: ApiContext,
  channel: ChannelId,
  agency: ActId,
  state: AgencyState,
  isWanted: (officer: ActId) => boolean = () => true,
): Promise<readonly OfficerInfo[]> {
  const found: OfficerInfo[] = []
  for (const { act, credential, seat } of state.officers) {
    if (!isWanted(act)) continue
    const { body } = await node.act(channel, agency, act)
    const holder = state.owner === node.party ? await signIn.passkeys.holderOf(credential) : undefined
    const user = holder === undefined ? undefined : await signIn.users.get(holder)
    found.push({
      id: act,
      seat,
      credential,
      names: namesIn(body?.content),
      user: user === undefined ? null : { id: user.id, display: user.display },
    })
  }
  return found
}

export interface ShiftInfo {
  readonly from: string
  readonly until: string
  readonly line: HotlineLine
  readonly officer: ActId
}
export const shiftInfo: z.ZodType<ShiftInfo> = z.object({
  from: z.string(),
  until: z.string(),
  line: z.enum(HOTLINE_LINES),
  officer: z.string(),
})

/** Shifts of a seat that fall into a span, cut to it, in the order of their beginnings. */
export function shiftsWithin(state: AgencyState, seat: ActId, fromMs: number, untilMs: number): ShiftInfo[] {
  const shifts = state.rota.find((one) => one.seat === seat)?.shifts ?? []
  return shifts
    .filter((shift) => shift.fromMs < untilMs && shift.toMs > fromMs)
    .toSorted((a, b) => a.fromMs - b.fromMs)
    .map(({ fromMs: from, line, officer, toMs }) => ({
      from: instantFromMs(Math.max(from, fromMs)),
      until: instantFromMs(Math.min(toMs, untilMs)),
      line,
      officer,
    }))
}

/** Spans in which nobody sits on the seat's own line. */
export function gapsWithin(
  state: AgencyState,
  seat: ActId,
  fromMs: number,
  untilMs: number,
): { readonly from: string; readonly until: string }[] {
  const gaps: { from: string; until: string }[] = []
  let coveredMs = fromMs
  const rota = state.rota.find((one) => one.seat === seat)?.shifts ?? []
  for (const shift of rota.filter(({ line }) => line === 'seat').toSorted((a, b) => a.fromMs - b.fromMs)) {
    if (shift.fromMs >= untilMs) break
    if (shift.fromMs > coveredMs)
      gaps.push({ from: instantFromMs(coveredMs), until: instantFromMs(shift.fromMs) })
    coveredMs = Math.max(coveredMs, shift.toMs)
  }
  if (coveredMs < untilMs) gaps.push({ from: instantFromMs(coveredMs), until: instantFromMs(untilMs) })
  return gaps
}
