import { workingCalendar } from './calendar.ts'
import type { WorkingCalendar } from './calendar.ts'
import type { CharterTerms } from './charter-terms.ts'
import { InstrumentError } from './errors.ts'
import type { PartyCalendar } from './party-calendar.ts'

/** The calendar by which a party's working days are counted, and whose it is. */
export interface CalendarInForce {
  readonly working: WorkingCalendar
  readonly from: 'party' | 'charter'
  /** Why the one that the party published cannot be used here; null when it can, or when there is none. */
  readonly fault: string | null
}

/**
 * The calendar that a party published, or the charter's where it has published none or one that this machine cannot
 * use: another party's zone that is unknown here must not keep us from opening a request.
 * Throws InstrumentError `calendar-invalid` when the charter's cannot be used either.
 */
export function calendarInForce(published: PartyCalendar | undefined, terms: CharterTerms): CalendarInForce {
  let fault: string | null = null
  if (published !== undefined) {
    try {
      return { working: workingCalendar(published), from: 'party', fault }
    } catch (error) {
      if (!(error instanceof InstrumentError)) throw error
      fault = error.message
    }
  }
  return { working: workingCalendar(terms.calendar), from: 'charter', fault }
}
