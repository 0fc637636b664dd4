import type { ActId, PartyId } from '../record/index.ts'
import {
  CALL_COUNTS,
  CALL_MONTH_COUNTS,
  CONTACT_COUNTS,
  type CallCount,
  type CallMonthCount,
  type ContactCount,
  OPENED,
  REQUEST_COUNTS,
  REQUEST_MONTH_COUNTS,
  type RequestCount,
  type RequestMonthCount,
  SPANS,
  type SpanCode,
} from './codes.ts'
import { ANY, PARTY_ITSELF, keyOf } from './entries.ts'
import { medianOf, percentileOf } from './median.ts'
import type { Tally } from './tally.ts'
import type { Window } from './window.ts'

/** A figure, and the key that leads to the matters behind it. */
export interface Count {
  readonly key: string
  readonly count: number
}

/** How long something took, of those matters in which it has happened. Milliseconds. */
export interface Timing extends Count {
  readonly medianMs: number | null
  readonly p90Ms: number | null
  /** From the shortest to what is longer than all others, whose end is null. */
  readonly buckets: readonly (Count & { readonly upToMs: number | null })[]
}

export type Counts<Code extends string> = Readonly<Record<Code, Count>>

export interface OpenedFigures {
  readonly party: PartyId
  readonly total: Count
  /** In the order of the window's months. */
  readonly months: readonly Count[]
}

/** How one party answers the requests that it is asked. */
export interface RequestFigures {
  readonly party: PartyId
  /** Null: of every kind, of every urgency. */
  readonly kind: string | null
  readonly urgency: string | null
  readonly counts: Counts<RequestCount>
  readonly timings: Readonly<Record<'acknowledged' | 'answered', Timing>>
  /** By the month in which it was asked; empty but where all kinds and urgencies stand together. */
  readonly months: readonly MonthFigures<RequestMonthCount>[]
}

/** How one party, or one of its seats, answers contact checks. */
export interface ContactFigures {
  readonly party: PartyId
  /** All checks of the party; else those of one seat, or with `seat` null those of the party as such. */
  readonly whole: boolean
  readonly seat: ActId | null
  readonly counts: Counts<ContactCount>
  readonly timings: Readonly<Record<'machine' | 'person', Timing>>
}

/** How one party's hotline was rung and picked up. */
export interface CallFigures {
  readonly party: PartyId
  readonly counts: Counts<CallCount>
  readonly timings: Readonly<Record<'picked-up', Timing>>
  readonly months: readonly MonthFigures<CallMonthCount>[]
}

export interface MonthFigures<Code extends string> {
  readonly month: string
  readonly counts: Counts<Code>
}

export interface Figures {
  readonly requests: {
    /** By the party that asks. */
    readonly opened: readonly OpenedFigures[]
    readonly answering: readonly RequestFigures[]
  }
  readonly contacts: readonly ContactFigures[]
  readonly calls: readonly CallFigures[]
  readonly drills: readonly CallFigures[]
}

/** What was added up, in an order that is the same everywhere. */
export function figuresOf(tally: Tally, { months }: Pick<Window, 'months'>): Figures {
  const groups = [...tally.groups()].map((name) => name.split('~')).toSorted(byParts)
  const named = (name: string): (readonly string[])[] => groups.filter(([first]) => first === name)
  return {
    requests: {
      opened: named('by').map(([, party = '']) => ({
        party,
        total: countOf(tally, OPENED, `by~${party}`),
        months: months.map((month) => countOf(tally, OPENED, `by-in~${party}~${month}`)),
      })),
      answering: named('to').map((parts) => answering(tally, parts, months)),
    },
    contacts: named('contact').map((parts) => contact(tally, parts)),
    calls: named('call').map((parts) => calls(tally, parts, months)),
    drills: named('drill').map((parts) => calls(tally, parts, months)),
  }
}

function answering(tally: Tally, parts: readonly string[], months: readonly string[]): RequestFigures {
  const [, party = '', kind = ANY, urgency = ANY] = parts
  const group = parts.join('~')
  const isWhole = kind === ANY && urgency === ANY
  return {
    party,
    kind: kind === ANY ? null : kind,
    urgency: urgency === ANY ? null : urgency,
    counts: countsOf(tally, REQUEST_COUNTS, group),
    timings: {
      acknowledged: timingOf(tally, 'acknowledged', group),
      answered: timingOf(tally, 'answered', group),
    },
    months: isWhole ? byMonth(tally, REQUEST_MONTH_COUNTS, `to-in~${party}`, months) : [],
  }
}

function contact(tally: Tally, parts: readonly string[]): ContactFigures {
  const [, party = '', seat = ANY] = parts
  const group = parts.join('~')
  return {
    party,
    whole: seat === ANY,
    seat: seat === ANY || seat === PARTY_ITSELF ? null : seat,
    counts: countsOf(tally, CONTACT_COUNTS, group),
    timings: { machine: timingOf(tally, 'machine', group), person: timingOf(tally, 'person', group) },
  }
}

function calls(tally: Tally, parts: readonly string[], months: readonly string[]): CallFigures {
  const [name = '', party = ''] = parts
  const group = parts.join('~')
  return {
    party,
    counts: countsOf(tally, CALL_COUNTS, group),
    timings: { 'picked-up': timingOf(tally, 'picked-up', group) },
    months: byMonth(tally, CALL_MONTH_COUNTS, `${name}-in~${party}`, months),
  }
}

function byMonth<Code extends string>(
  tally: Tally,
  codes: readonly Code[],
  group: string,
  months: readonly string[],
): readonly MonthFigures<Code>[] {
  return months.map((month) => ({ month, counts: countsOf(tally, codes, `${group}~${month}`) }))
}

function countsOf<Code extends string>(tally: Tally, codes: readonly Code[], group: string): Counts<Code> {
  // Every code of the list is a name of the record that is made of them.
  return Object.fromEntries(codes.map((code) => [code, countOf(tally, code, group)])) as Counts<Code>
}

function timingOf(tally: Tally, code: SpanCode, group: string): Timing {
  const sorted = tally.spansOf(code, group)
  const ends: readonly number[] = SPANS[code]
  return {
    ...countOf(tally, code, group),
    medianMs: medianOf(sorted),
    p90Ms: percentileOf(sorted, 90),
    buckets: [...ends, null].map((upToMs, bar) => ({ upToMs, ...countOf(tally, `${code}.${bar}`, group) })),
  }
}

function countOf(tally: Tally, code: string, group: string): Count {
  return { key: keyOf(code, group), count: tally.countOf(code, group) }
}

/** The whole before its parts, otherwise by the bytes of the names. */
function byParts(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [one = '', other = ''] = [a[i], b[i]]
    if (one === other) continue
    if (one === ANY || other === ANY) return one === ANY ? -1 : 1
    return one < other ? -1 : 1
  }
  return 0
}
