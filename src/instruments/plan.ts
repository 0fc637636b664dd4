import type { WorkingCalendar } from './calendar.ts'
import type { CharterRule, CharterTerms } from './charter-terms.ts'
import { CLOCK_RULES } from './clock-rules.ts'
import type { ClockAim, ClockRule, ClockStart } from './clocks.ts'
import type { InstrumentId, RequestKind, Urgency } from './codes.ts'
import { dueInstant } from './due.ts'
import { InstrumentError } from './errors.ts'

/** What the deadlines of a request depend on. */
export interface ClockQuery {
  readonly instrument: InstrumentId
  /** As printed. Matters where an instrument has several routes. */
  readonly article?: string | undefined
  readonly kind: RequestKind
  readonly urgency: Urgency
  /** How the requested party holds the data; when nobody knows, the longer time of `indirect` counts. */
  readonly access?: 'direct' | 'indirect' | undefined
  readonly terms: CharterTerms
}

/** A rule as it holds in this channel. */
export interface RuleInForce extends ClockRule {
  /** Who set the length: the instrument, or the charter over or beside it. */
  readonly origin: 'instrument' | 'charter'
}

/** A rule with the instant at which its clock runs out. */
export interface PlannedClock {
  readonly rule: RuleInForce
  readonly due: string
}

/** The deadlines of a request that is opened. */
export interface RequestPlan {
  /** By when a person acknowledges: the earliest of what instrument and charter say. */
  readonly acknowledgeBy: PlannedClock
  /** By when it is answered or executed: the earliest; null where neither instrument nor charter says. */
  readonly answerBy: PlannedClock | null
  /** Every clock that can be told at the opening, earliest first. */
  readonly clocks: readonly PlannedClock[]
  /** Rules whose clock a later step starts, such as preservation. */
  readonly later: readonly RuleInForce[]
  /** Rules that leave the figure to a charter which says none. */
  readonly unset: readonly RuleInForce[]
}

/** Steps that begin when an earlier clock has run out at the latest, and that clock. */
const FOLLOWS: Readonly<Partial<Record<ClockStart, ClockAim>>> = {
  recognition: 'recognise',
  'order-served': 'serve-provider',
}
const AT_OPENING: readonly ClockStart[] = ['request-received', 'order-received']
/** Articles of one route are compared by number: 10(6) belongs to 10. */
const NUMBER = /^\d+[a-z]?/

/** Every rule that holds for such a request, with the figures of the charter where it sets any. */
export function rulesInForce(query: ClockQuery): RuleInForce[] {
  const { terms } = query
  const known = CLOCK_RULES.filter(
    (rule) => rule.instrument === 'charter' || rule.instrument === query.instrument,
  )
  return [
    ...known.map((rule) => underTerms(rule, query)),
    ...terms.rules.flatMap((rule) => ownRule(rule, query)),
  ].filter((rule) => applies(rule, query))
}

/**
 * Computes what a new request must say of its deadlines. The author's node calls it when the act is made and writes the
 * instants into the act.
 * @param calendar of the requested party, which is on the clock.
 * @param made instant of the act.
 * Throws InstrumentError `instant-invalid`.
 */
export function planClocks(query: ClockQuery, calendar: WorkingCalendar, made: string): RequestPlan {
  const rules = rulesInForce(query)
  const first = rules
    .filter(({ starts }) => AT_OPENING.includes(starts))
    .flatMap((rule) => planned(rule, made, calendar))
  const following = rules.flatMap((rule) => {
    const aim = FOLLOWS[rule.starts]
    const before = first.find((clock) => clock.rule.aim === aim)
    return before === undefined ? [] : planned(rule, before.due, calendar)
  })
  const clocks = [...first, ...following].sort(byDue)
  const isPlanned = new Set(clocks.map(({ rule }) => rule.id))
  const open = rules.filter(({ id }) => !isPlanned.has(id))
  const acknowledge = clocks.find(({ rule }) => rule.aim === 'acknowledge')
  if (acknowledge === undefined)
    throw new InstrumentError('rule-unknown', 'rule: none says by when a person acknowledges', {
      field: 'rule',
    })
  return {
    acknowledgeBy: acknowledge,
    answerBy: clocks.find(({ rule }) => rule.aim === 'answer' || rule.aim === 'execute') ?? null,
    clocks,
    later: open.filter(({ length }) => length !== null),
    unset: open.filter(({ length }) => length === null),
  }
}

/** By when a question must be answered, of those asked at that instant; null where no rule says. Throws `instant-invalid`. */
export function clarifyBy(query: ClockQuery, calendar: WorkingCalendar, asked: string): PlannedClock | null {
  return startedBy('clarification-asked', 'clarify', query, calendar, asked)[0] ?? null
}

/**
 * Until when data preserved at that instant are kept at least: the longest of the rules; null where no rule says.
 * `extendedInstant` with the rule says how far that can be moved. Throws `instant-invalid`.
 */
export function keptUntil(
  query: ClockQuery,
  calendar: WorkingCalendar,
  preserved: string,
): PlannedClock | null {
  const clocks = [
    ...startedBy('preservation-made', 'preserve', query, calendar, preserved),
    ...startedBy('order-received', 'preserve', query, calendar, preserved),
  ]
  return clocks.sort(byDue).at(-1) ?? null
}

function byDue(a: PlannedClock, b: PlannedClock): number {
  return a.due < b.due ? -1 : a.due > b.due ? 1 : 0
}

function startedBy(
  starts: ClockStart,
  aim: ClockAim,
  query: ClockQuery,
  calendar: WorkingCalendar,
  at: string,
): PlannedClock[] {
  return rulesInForce(query)
    .filter((rule) => rule.starts === starts && rule.aim === aim)
    .flatMap((rule) => planned(rule, at, calendar))
    .sort(byDue)
}

function planned(rule: RuleInForce, start: string, calendar: WorkingCalendar): PlannedClock[] {
  return rule.length === null ? [] : [{ rule, due: dueInstant(rule.length, start, calendar) }]
}

function applies(rule: RuleInForce, query: ClockQuery): boolean {
  const { article, access = 'indirect' } = query
  return (
    (rule.kinds === 'any' || rule.kinds.includes(query.kind)) &&
    (rule.urgency === 'any' || rule.urgency.includes(query.urgency)) &&
    (rule.under === null || article === undefined || NUMBER.exec(article)?.[0] === rule.under) &&
    (rule.access === null || rule.access === access)
  )
}

function underTerms(rule: ClockRule, { terms, urgency }: ClockQuery): RuleInForce {
  if (rule.instrument === 'charter' && rule.aim === 'acknowledge')
    return { ...rule, length: terms.acknowledge[urgency], origin: 'charter' }
  const override = terms.overrides.find((one) => one.rule === rule.id)
  if (override === undefined) return { ...rule, origin: 'instrument' }
  const extension = override.extension === undefined ? rule.extension : override.extension
  return { ...rule, length: override.length, extension, origin: 'charter' }
}

function ownRule(rule: CharterRule, { instrument }: ClockQuery): RuleInForce[] {
  if (rule.instruments !== 'any' && !rule.instruments.includes(instrument)) return []
  return [
    {
      id: rule.id,
      instrument: 'charter',
      article: null,
      kinds: rule.kinds,
      urgency: rule.urgency,
      aim: rule.aim,
      starts: rule.starts,
      pauses: rule.pauses,
      length: rule.length,
      extension: rule.extension,
      onExpiry: rule.onExpiry,
      under: null,
      access: null,
      source: 'Charter of this channel',
      checked: true,
      origin: 'charter',
    },
  ]
}
