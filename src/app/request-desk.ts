import type { AgencyState } from '../acts/index.ts'
import type { PartnerUsed, RequestChecked, RequestPlanned, RequestPort, RequestTimed } from '../api/index.ts'
import {
  type CharterTerms,
  type ClockQuery,
  type WorkingCalendar,
  calendarInForce,
  checkRequest,
  planClocks,
} from '../instruments/index.ts'
import { type ActId, type ChannelId, type JsonObject, type PartyId, instantFromMs } from '../record/index.ts'
import { termsOf } from './channel-terms.ts'
import { agenciesOf } from './directory.ts'
import { AppError } from './errors.ts'
import type { LiveChannel } from './live-channel.ts'
import type { EntenteNode } from './node.ts'
import { readSideCharter } from './side-charter.ts'
import { viewMatter } from './view-matter.ts'

/** What another party has published, as far as it bears on requests to it. */
export interface Partner {
  readonly agency: { readonly id: ActId; readonly state: AgencyState } | undefined
  readonly calendar: WorkingCalendar
  readonly used: PartnerUsed
}

/** Requests before they are made: what they lack, and by when they would be due. */
export class RequestDesk implements RequestPort {
  readonly #node: EntenteNode

  constructor(node: EntenteNode) {
    this.#node = node
  }

  async check(id: ChannelId, data: JsonObject, form: unknown, agency?: ActId): Promise<RequestChecked> {
    const channel = openChannel(this.#node, id)
    const terms = await termsOf(this.#node, channel.id)
    const { to } = data
    const partner = isPeer(channel, to) ? await partnerIn(this.#node, channel, to, terms, agency) : undefined
    const requirements = partner?.agency?.state.requires ?? undefined
    const { faults, left } = checkRequest({ data, form, terms, requirements })
    return { faults, left, partner: partner?.used ?? null }
  }

  async plan(
    id: ChannelId,
    to: PartyId,
    query: Omit<ClockQuery, 'terms'>,
    agency?: ActId,
  ): Promise<RequestPlanned> {
    const channel = openChannel(this.#node, id)
    if (!isPeer(channel, to))
      throw new AppError('party-invalid', 'to: must be another party of this channel.', { field: 'to' })
    const terms = await termsOf(this.#node, channel.id)
    const { calendar, used } = await partnerIn(this.#node, channel, to, terms, agency)
    const now = instantFromMs(this.#node.needs.clock.now())
    return { plan: planClocks({ ...query, terms }, calendar, now), partner: used }
  }

  async timed(id: ChannelId, matter: ActId): Promise<RequestTimed | null> {
    const channel = openChannel(this.#node, id)
    const { state } = await viewMatter(this.#node, channel, matter)
    if (state?.kind !== 'request' || state.opened === null) return null
    const terms = await termsOf(this.#node, channel.id)
    const { instrument, opened, requestKind: kind, requested, urgency } = state
    const { calendar, used } = await partnerIn(this.#node, channel, requested, terms)
    const query = {
      instrument: instrument.id,
      article: instrument.article ?? undefined,
      kind,
      urgency,
      terms,
    }
    return { plan: planClocks(query, calendar, instantFromMs(opened.madeMs)), partner: used }
  }
}

/** By its whole id: a part of one is for people at a command line. Throws AppError `channel-unknown`. */
export function openChannel(node: EntenteNode, id: ChannelId): LiveChannel {
  const found = node.channels.find((channel) => channel.id === id)
  if (found === undefined)
    throw new AppError('channel-unknown', 'channel: is not open on this node.', { field: 'channel' })
  return found
}

/**
 * The agency that is named, else the first of the partner's that says what it demands, else its first; and the calendar
 * by which its deadlines are counted. In a side channel without agencies those of its mechanism count.
 * Throws AppError `matter-unknown` for an agency that this partner has not listed.
 */
export async function partnerIn(
  node: EntenteNode,
  channel: LiveChannel,
  to: PartyId,
  terms: CharterTerms,
  named?: ActId,
): Promise<Partner> {
  const listed = await listedBy(node, channel, to)
  const agency =
    named === undefined
      ? (listed.find(({ state }) => state.requires !== null) ?? listed[0])
      : listed.find(({ id }) => id === named)
  if (named !== undefined && agency === undefined)
    throw new AppError('matter-unknown', 'agency: this partner has listed no such agency.', {
      field: 'agency',
    })
  const { working, from } = calendarInForce(agency?.state.calendar, terms)
  return {
    agency,
    calendar: working,
    used: {
      agency: agency?.id ?? null,
      calendar: from === 'party' ? 'partner' : 'charter',
      timeZone: working.calendar.timeZone,
      holidaysKnown: working.holidaysKnown,
    },
  }
}

function isPeer(channel: LiveChannel, to: unknown): to is PartyId {
  return typeof to === 'string' && to !== channel.held.self && channel.held.parties.includes(to)
}

async function listedBy(node: EntenteNode, channel: LiveChannel, party: PartyId) {
  const here = await agenciesOf(node, channel, party)
  if (here.length > 0) return here
  const row = (await node.needs.store.channels()).find(({ id }) => id === channel.id)
  const side = row === undefined ? undefined : readSideCharter(row.charter)
  const mechanism = node.channels.find(({ id }) => id === side?.mechanism)
  return mechanism === undefined ? here : agenciesOf(node, mechanism, party)
}
