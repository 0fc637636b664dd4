import { instantFromMs } from '../record/index.ts'
import { OPENED, SPANS, type SpanCode } from './codes.ts'
import type { CallFact, ContactFact, Fact, RequestFact } from './facts.ts'

/** Stands in the place of a kind or an urgency: all of them. */
export const ANY = 'any'
/** Stands in the place of a seat: the party as such. */
export const PARTY_ITSELF = 'itself'

/** One matter's part in the figures: in each of these groups it counts once for each of these codes. */
export interface Entry {
  readonly groups: readonly string[]
  readonly counts: readonly string[]
  readonly spans: readonly { readonly code: SpanCode; readonly ms: number }[]
}

/**
 * What a matter counts for at an instant. The one place in which that is decided: figures add these up, and a figure leads
 * to those matters that it was added up from.
 */
export function entriesOf(fact: Fact, atMs: number): readonly Entry[] {
  switch (fact.kind) {
    case 'request':
      return requestEntries(fact, atMs)
    case 'contact':
      return [contactEntry(fact, atMs)]
    case 'call':
      return [callEntry(fact, atMs)]
  }
}

/** Names a figure: what is counted, and where. */
export function keyOf(code: string, group: string): string {
  return `${code}~${group}`
}

/** Whether a matter stands behind a figure. */
export function standsBehind(fact: Fact, key: string, atMs: number): boolean {
  const cut = key.indexOf('~')
  const [code, group] = [key.slice(0, cut), key.slice(cut + 1)]
  return entriesOf(fact, atMs).some(({ counts, groups }) => groups.includes(group) && counts.includes(code))
}

export function spansOf(fact: Fact): Entry['spans'] {
  switch (fact.kind) {
    case 'request':
      return [...span('acknowledged', fact, fact.acknowledgedMs), ...span('answered', fact, fact.answeredMs)]
    case 'contact':
      return [...span('machine', fact, fact.machineMs), ...wantedPerson(fact)]
    case 'call':
      return span('picked-up', fact, fact.answeredMs)
  }
}

/** UTC, so that a month has the same ends everywhere. */
export function monthOf(ms: number): string {
  return instantFromMs(ms).slice(0, 7)
}

/** Which bar of its span's histogram. */
export function barOf(code: SpanCode, ms: number): string {
  const found = SPANS[code].findIndex((upToMs) => ms <= upToMs)
  return `${code}.${found < 0 ? SPANS[code].length : found}`
}

function requestEntries(fact: RequestFact, atMs: number): readonly Entry[] {
  const { by, openedMs, requestKind, to, urgency } = fact
  const spans = spansOf(fact)
  const groups = [
    `to~${to}~${ANY}~${ANY}`,
    `to~${to}~${requestKind}~${ANY}`,
    `to~${to}~${ANY}~${urgency}`,
    `to~${to}~${requestKind}~${urgency}`,
  ]
  const month = monthOf(openedMs)
  const counts = ['asked', ...acknowledgement(fact, atMs), ...ending(fact, atMs), ...named(spans)]
  return [
    { groups, counts, spans },
    { groups: [`to-in~${to}~${month}`], counts, spans: [] },
    { groups: [`by~${by}`, `by-in~${by}~${month}`], counts: [OPENED], spans: [] },
  ]
}

function acknowledgement(
  { acknowledgeByMs, acknowledgedMs, outcome }: RequestFact,
  atMs: number,
): readonly string[] {
  if (acknowledgedMs !== null)
    return [acknowledgedMs <= acknowledgeByMs ? 'acknowledged-in-time' : 'acknowledged-late']
  if (outcome !== 'open') return []
  return acknowledgeByMs < atMs ? ['unacknowledged', 'unacknowledged-overdue'] : ['unacknowledged']
}

function ending({ answerByMs, answeredMs, dueMs, isStopped, outcome }: RequestFact, atMs: number): string[] {
  if (outcome === 'open') {
    if (isStopped) return ['open', 'open-stopped']
    return dueMs !== null && dueMs < atMs ? ['open', 'open-overdue'] : ['open']
  }
  if (answeredMs === null) return [outcome]
  if (answerByMs === null) return [outcome, 'answered-undated']
  return [outcome, answeredMs <= answerByMs ? 'answered-in-time' : 'answered-late']
}

function contactEntry(fact: ContactFact, atMs: number): Entry {
  const { answerByMs, machineMs, personMs, seat, to, wants } = fact
  const spans = spansOf(fact)
  const isOver = answerByMs < atMs
  const timeliness = (who: string, ms: number | null): string[] => {
    if (ms !== null) return [ms <= answerByMs ? `${who}-in-time` : `${who}-late`]
    return isOver ? [`${who}-missed`] : []
  }
  const isAnswered = wants === 'machine' ? machineMs !== null || personMs !== null : personMs !== null
  return {
    groups: [`contact~${to}~${ANY}`, `contact~${to}~${seat ?? PARTY_ITSELF}`],
    counts: [
      'checked',
      ...timeliness('machine', machineMs),
      ...(wants === 'person' ? timeliness('person', personMs) : []),
      ...(isAnswered || isOver ? [] : ['check-pending']),
      ...named(spans),
    ],
    spans,
  }
}

/** A person who answers a check that only asks whether the node is there says nothing about how soon a person answers. */
function wantedPerson(fact: ContactFact): Entry['spans'] {
  return fact.wants === 'person' ? span('person', fact, fact.personMs) : []
}

/** Drills have groups of their own: nothing that was played is ever added to what was meant. */
function callEntry(fact: CallFact, atMs: number): Entry {
  const { answeredMs, drill, hasEnded, openedMs, outcome, to, unansweredMs } = fact
  const spans = spansOf(fact)
  const name = drill ? 'drill' : 'call'
  const isWaiting = !hasEnded && atMs < unansweredMs
  const answer =
    answeredMs === null
      ? isWaiting
        ? 'ringing'
        : 'not-picked-up'
      : answeredMs <= unansweredMs
        ? 'picked-up-in-time'
        : 'picked-up-late'
  const end = outcome === null ? 'not-ended' : `ended-${outcome}`
  return {
    groups: [`${name}~${to}`, `${name}-in~${to}~${monthOf(openedMs)}`],
    counts: ['called', answer, end, ...named(spans)],
    spans,
  }
}

/** Clocks of two parties may disagree: nothing is answered before it was asked. */
function span(code: SpanCode, { openedMs }: Fact, endMs: number | null): Entry['spans'] {
  return endMs === null ? [] : [{ code, ms: Math.max(0, endMs - openedMs) }]
}

function named(spans: Entry['spans']): string[] {
  return spans.flatMap(({ code, ms }) => [code, barOf(code, ms)])
}
