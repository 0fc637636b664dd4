import type { CheckFault, ClockQuery, HolidaysKnown, RequestPlan } from '../instruments/index.ts'
import type { ActId, ChannelId, JsonObject, PartyId } from '../record/index.ts'

/** Of the partner: the agency whose demands and calendar were used; null where it has listed none. */
export interface PartnerUsed {
  readonly agency: ActId | null
  /** Whose calendar the deadlines are counted by: what the partner published, or the charter for want of it. */
  readonly calendar: 'partner' | 'charter'
  readonly timeZone: string
  readonly holidaysKnown: HolidaysKnown
}

/** The deadlines of a request that stands in the record, by rules and calendar as they are in force now. */
export interface RequestTimed {
  /** What the act would have said had its author counted by them; the instants in the act are what holds. */
  readonly plan: RequestPlan
  readonly partner: PartnerUsed
}

export interface RequestChecked {
  readonly faults: readonly CheckFault[]
  /** How many more there are than are listed. */
  readonly left: number
  readonly partner: PartnerUsed | null
}

export interface RequestPlanned {
  readonly plan: RequestPlan
  readonly partner: PartnerUsed
}

/** What is known beforehand about a request, by instruments, charter and directory. Nothing is recorded or sent. */
export interface RequestPort {
  /**
   * Everything that a request lacks, at once. Neither part need be well-formed. Throws AppError `channel-unknown`,
   * and `matter-unknown` for an agency that this partner has not listed.
   */
  check(channel: ChannelId, data: JsonObject, form: unknown, agency?: ActId): Promise<RequestChecked>
  /** The deadlines of a request that would be opened now. Throws as `check`, and `party-invalid`. */
  plan(
    channel: ChannelId,
    to: PartyId,
    query: Omit<ClockQuery, 'terms'>,
    agency?: ActId,
  ): Promise<RequestPlanned>
  /** Null for what is no request. Throws AppError `channel-unknown`, `matter-unknown`. */
  timed(channel: ChannelId, matter: ActId): Promise<RequestTimed | null>
}
