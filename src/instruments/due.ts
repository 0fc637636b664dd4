import type { InstrumentId, RequestKind, Urgency } from './codes.ts'
import { CLOCK_RULES } from './clock-rules.ts'
import type { ClockAim, ClockLength, ClockRule } from './clocks.ts'
import { InstrumentError } from './errors.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** The last instant that the record can write (9999-12-31T23:59:59.999Z). */
const LAST_INSTANT_MS = 253_402_300_799_999
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

/** The rule of that id. Throws InstrumentError `rule-unknown`. */
export function clockRule(id: string): ClockRule {
  const found = CLOCK_RULES.find((rule) => rule.id === id)
  if (found === undefined)
    throw new InstrumentError('rule-unknown', `rule: no clock rule is called "${id}"`, { field: 'rule' })
  return found
}

/** The rules that apply to a request; more than one where the instrument sets several deadlines. */
export function rulesFor(
  instrument: InstrumentId,
  kind: RequestKind,
  urgency: Urgency,
  aim?: ClockAim,
): ClockRule[] {
  return CLOCK_RULES.filter(
    (rule) =>
      rule.instrument === instrument &&
      (rule.kinds === 'any' || rule.kinds.includes(kind)) &&
      (rule.urgency === 'any' || rule.urgency.includes(urgency)) &&
      (aim === undefined || rule.aim === aim),
  )
}

/**
 * The instant at which a clock of that length, started at `start`, runs out. A calendar day is 24 hours of UTC:
 * the author writes the result into the act, so no other machine needs its zone or its holidays.
 * Throws InstrumentError `instant-invalid`, `unit-not-supported` (working days need a party's calendar),
 * `rule-has-no-length` when `length` is null.
 */
export function dueInstant(length: ClockLength | null, start: string): string {
  if (length === null)
    throw new InstrumentError(
      'rule-has-no-length',
      'length: the instrument names no figure; take it from the charter',
      { field: 'length' },
    )
  const startMs = INSTANT.test(start) ? Date.parse(start) : Number.NaN
  if (Number.isNaN(startMs) || new Date(startMs).toISOString() !== start)
    throw new InstrumentError('instant-invalid', 'start: must be an instant like 2030-01-31T08:00:00.000Z', {
      field: 'start',
    })
  const dueMs = startMs + lengthMs(length)
  if (dueMs > LAST_INSTANT_MS)
    throw new InstrumentError('instant-invalid', 'length: the deadline lies after the year 9999', {
      field: 'length',
    })
  return new Date(dueMs).toISOString()
}

/** The instant to which a running clock may be extended for the `times`-th time. Throws as `dueInstant`, and `extension-not-allowed`. */
export function extendedInstant(rule: ClockRule, due: string, times: number): string {
  if (rule.extension === null || times < 1 || times > rule.extension.times) {
    const most = rule.extension?.times ?? 0
    throw new InstrumentError(
      'extension-not-allowed',
      `rule: "${rule.id}" may be extended ${most} times at most`,
      { field: 'rule' },
    )
  }
  return dueInstant(rule.extension, due)
}

function lengthMs(length: ClockLength): number {
  if (!Number.isSafeInteger(length.count) || length.count < 0)
    throw new InstrumentError('instant-invalid', 'length: must be a whole number that is not negative', {
      field: 'length',
    })
  switch (length.unit) {
    case 'hours':
      return length.count * HOUR_MS
    case 'calendar-days':
      return length.count * DAY_MS
    case 'working-days':
      throw new InstrumentError(
        'unit-not-supported',
        'length: working days need the calendar of the party on the clock, which this version does not hold',
        { field: 'length' },
      )
  }
}
