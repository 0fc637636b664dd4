import { z } from 'zod'
import type { AgencyState } from '../acts/index.ts'
import type { ActId, ChannelId, JsonObject, PartyId } from '../record/index.ts'
import type { ApiContext } from './context.ts'
import { type OfficerInfo, type ShiftInfo, officerInfo, shiftInfo } from './duty.ts'
import { type Names, shownNames } from './fields.ts'
import { namesIn } from './officers.ts'
import { jsonObject } from './params.ts'

export interface AgencyInfo {
  readonly id: ActId
  readonly party: PartyId
  /** Of this node's own party. */
  readonly own: boolean
  readonly names: Names
  readonly country: string | null
  readonly functions: readonly string[]
  readonly languages: readonly string[]
  readonly timeZone: string
  readonly retired: boolean
  readonly seatCount: number
  readonly officerCount: number
}
const agencyFields = {
  id: z.string(),
  party: z.string(),
  own: z.boolean(),
  names: shownNames,
  country: z.string().nullable(),
  functions: z.array(z.string()),
  languages: z.array(z.string()),
  timeZone: z.string(),
  retired: z.boolean(),
  seatCount: z.int(),
  officerCount: z.int(),
}
export const agencyInfo: z.ZodType<AgencyInfo> = z.object(agencyFields)

export interface AgencyDetail extends AgencyInfo {
  readonly calendar: JsonObject
  /** What it demands of requests; null when it says nothing. */
  readonly requires: JsonObject | null
  readonly seats: readonly {
    readonly id: ActId
    readonly names: Names
    readonly function: string
    readonly hours: string
    readonly languages: readonly string[]
  }[]
  readonly officers: readonly OfficerInfo[]
  readonly rota: readonly { readonly seat: ActId; readonly shifts: readonly ShiftInfo[] }[]
}
export const agencyDetail: z.ZodType<AgencyDetail> = z.object({
  ...agencyFields,
  calendar: jsonObject,
  requires: jsonObject.nullable(),
  seats: z.array(
    z.object({
      id: z.string(),
      names: shownNames,
      function: z.string(),
      hours: z.string(),
      languages: z.array(z.string()),
    }),
  ),
  officers: z.array(officerInfo),
  rota: z.array(z.object({ seat: z.string(), shifts: z.array(shiftInfo) })),
})

export async function viewAgency(
  { node }: Pick<ApiContext, 'node'>,
  channel: ChannelId,
  id: ActId,
  state: AgencyState,
): Promise<AgencyInfo> {
  const { body } = await node.act(channel, id, state.listed)
  return {
    id,
    party: state.owner,
    own: state.owner === node.party,
    names: namesIn(body?.content),
    country: state.country,
    functions: state.functions,
    languages: state.languages,
    timeZone: state.calendar.timeZone,
    retired: state.retiredMs !== null,
    seatCount: state.seats.length,
    officerCount: state.officers.length,
  }
}
