import { requireAct } from '../acts/index.ts'
import { ringingFrom } from '../desk/index.ts'
import {
  type CharterTerms,
  type ClockQuery,
  IDENTIFIER_TYPES,
  INSTRUMENTS,
  type PlannedClock,
  REQUEST_KINDS,
  URGENCIES,
  type WorkingCalendar,
  clarifyBy,
  countIdentifiers,
  keptUntil,
  outlineOf,
  planClocks,
} from '../instruments/index.ts'
import { z } from 'zod'
import type { DraftContent } from '../private/index.ts'
import { type JsonObject, instantFromMs, isPartyId } from '../record/index.ts'
import { termsOf } from './channel-terms.ts'
import type { LiveChannel } from './live-channel.ts'
import type { EntenteNode } from './node.ts'
import { partnerIn } from './request-desk.ts'

/** Fields that the author's node works out when an act is made: they are not in what an officer approved. */
export const WORKED_OUT: readonly string[] = [
  'acknowledgeBy',
  'answerBy',
  'by',
  'exhibits',
  'identifiers',
  'keptUntil',
  'steps',
  'unansweredAt',
]

/** What the deadlines of a request depend on, as far as a draft has it. */
const coded = z.object({
  to: z.string(),
  instrument: z.object({ id: z.enum(INSTRUMENTS), article: z.string().optional() }),
  kind: z.enum(REQUEST_KINDS),
  urgency: z.enum(URGENCIES),
})
const counted = z.object({ identifiers: z.array(z.object({ type: z.enum(IDENTIFIER_TYPES) })) })

/**
 * The data of a draft with what its author leaves to the node: counts, and the deadlines that charter and instrument set
 * by the other side's calendar. A draft may give the other side more time than is agreed, never less.
 */
export async function workedOut(
  node: EntenteNode,
  channel: LiveChannel,
  content: DraftContent,
): Promise<JsonObject> {
  const data = withExhibits(content)
  switch (content.type) {
    case 'request.open':
      return { ...withCounts(data, content.body), ...(await openingClocks(node, channel, data)) }
    case 'request.ask':
      return { ...(await stepClock(node, channel, content, 'by')), ...data }
    case 'request.accept':
      return { ...(await stepClock(node, channel, content, 'keptUntil')), ...data }
    // Rung from when it is placed, however long it was thought out.
    case 'call.place':
      return { ...data, ...(await ringing(node, channel)) }
    default:
      return data
  }
}

async function ringing(node: EntenteNode, channel: LiveChannel): Promise<JsonObject> {
  const { steps, unansweredAt } = ringingFrom(await termsOf(node, channel.id), node.needs.clock.now())
  return { steps: steps.map((step) => ({ ...step })), unansweredAt }
}

/** Acts that may bring files say so also when they bring none. */
function withExhibits({ type, data }: DraftContent): JsonObject {
  const needs = outlineOf(requireAct(type).data).some(({ path, required }) => path === 'exhibits' && required)
  return needs ? { exhibits: [], ...data } : data
}

function withCounts(data: JsonObject, form: unknown): JsonObject {
  const read = counted.safeParse(form)
  if (data['identifiers'] !== undefined || !read.success) return data
  return { ...data, identifiers: countIdentifiers(read.data.identifiers) }
}

async function openingClocks(node: EntenteNode, channel: LiveChannel, data: JsonObject): Promise<JsonObject> {
  const read = coded.safeParse(data)
  // What is missing is told by the vocabulary, which names the field.
  if (!read.success || !isPartyId(read.data.to)) return {}
  const { to, instrument, kind, urgency } = read.data
  const terms = await termsOf(node, channel.id)
  const { calendar } = await partnerIn(node, channel, to, terms)
  const query = { instrument: instrument.id, article: instrument.article, kind, urgency, terms }
  const plan = planClocks(query, calendar, instantFromMs(node.needs.clock.now()))
  return {
    acknowledgeBy: later(plan.acknowledgeBy.due, data['acknowledgeBy']),
    ...(plan.answerBy === null ? {} : { answerBy: later(plan.answerBy.due, data['answerBy']) }),
  }
}

/** All instants are written alike, so that the later one is the greater text. */
function later(planned: string, given: unknown): string {
  return typeof given === 'string' &&
    given > planned &&
    z.iso.datetime({ precision: 3 }).safeParse(given).success
    ? given
    : planned
}

/** A deadline that begins with a step inside a request: of a question for the other side, of keeping for this one. */
async function stepClock(
  node: EntenteNode,
  channel: LiveChannel,
  { about }: DraftContent,
  field: 'by' | 'keptUntil',
): Promise<JsonObject> {
  const state = about === undefined ? undefined : (await channel.folds.matter(about))?.now.state
  if (state?.kind !== 'request') return {}
  const terms = await termsOf(node, channel.id)
  const onClock = field === 'by' ? state.requester : channel.held.self
  const { calendar } = await partnerIn(node, channel, onClock, terms)
  const clock = stepOf(field, state, terms, calendar, instantFromMs(node.needs.clock.now()))
  return clock === null ? {} : { [field]: clock.due }
}

function stepOf(
  field: 'by' | 'keptUntil',
  state: { readonly instrument: { id: ClockQuery['instrument']; article: string | null } } & {
    readonly requestKind: ClockQuery['kind']
    readonly urgency: ClockQuery['urgency']
  },
  terms: CharterTerms,
  calendar: WorkingCalendar,
  now: string,
): PlannedClock | null {
  const { instrument, requestKind, urgency } = state
  const query: ClockQuery = {
    instrument: instrument.id,
    article: instrument.article ?? undefined,
    kind: requestKind,
    urgency,
    terms,
  }
  return field === 'by' ? clarifyBy(query, calendar, now) : keptUntil(query, calendar, now)
}
