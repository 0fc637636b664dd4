import type { WorkingCalendar } from './calendar.ts'
import type { InstrumentId, RequestKind, Urgency } from './codes.ts'
import { CLOCK_RULES } from './clock-rules.ts'
import type { ClockAim, ClockLength, ClockRule } from './clocks.ts'
import { InstrumentError } from './errors.ts'
import { isInstant } from './fields.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** The last instant that the record can write (9999-12-31T23:59:59.999Z). */
const LAST_INSTANT_MS = 253_402_300_799_999

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
 * The instant at which a clock of that length, started at `start`, runs out. A calendar day is 24 hours of UTC; a
 * working day is one of the calendar of the party on the clock. The author writes the result into the act, so no other
 * machine needs its zone or its holidays.
 * Throws InstrumentError `instant-invalid`, `calendar-missing` (working days and no calendar), `rule-has-no-length` when
 * `length` is null.
 */
export function dueInstant(length: ClockLength | null, start: string, calendar?: WorkingCalendar): string {
  if (length === null)
    throw new InstrumentError(
      'rule-has-no-length',
      'length: the instrument names no figure; take it from the charter',
      { field: 'length' },
    )
  if (!isInstant(start))
    throw new InstrumentError('instant-invalid', 'start: must be an instant like 2030-01-31T08:00:00.000Z', {
      field: 'start',
    })
  const dueMs = endMs(length, Date.parse(start), calendar)
  if (dueMs > LAST_INSTANT_MS)
    throw new InstrumentError('instant-invalid', 'length: the deadline lies after the year 9999', {
      field: 'length',
    })
  return new Date(dueMs).toISOString()
}

/** The instant to which a running clock may be extended for the `times`-th time. Throws as `dueInstant`, and `extension-not-allowed`. */
export function extendedInstant(
  rule: Pick<ClockRule, 'id' | 'extension'>,
  due: string,
  times: number,
  calendar?: WorkingCalendar,
): string {
  if (rule.extension === null || times < 1 || times > rule.extension.times) {
    const most = rule.extension?.times ?? 0
    throw new InstrumentError(
      'extension-not-allowed',
      `rule: "${rule.id}" may be extended ${most} times at most`,
      { field: 'rule' },
    )
  }
  return dueInstant(rule.extension, due, calendar)
}

function endMs(length: ClockLength, startMs: number, calendar: WorkingCalendar | undefined): number {
  if (!Number.isSafeInteger(length.count) || length.count < 0)
    throw new InstrumentError('instant-invalid', 'length: must be a whole number that is not negative', {
      field: 'length',
    })
  switch (length.unit) {
    case 'hours':
      return startMs + length.count * HOUR_MS
    case 'calendar-days':
      return startMs + length.count * DAY_MS
    case 'working-days':
      if (calendar === undefined)
        throw new InstrumentError(
          'calendar-missing',
          'length: working days need the calendar of the party on the clock',
          { field: 'length' },
        )
      return calendar.addWorkingDays(startMs, length.count)
  }
}
