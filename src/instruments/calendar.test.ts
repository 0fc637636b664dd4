import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { calendarInForce } from './calendar-in-force.ts'
import { workingCalendar } from './calendar.ts'
import type { WorkingCalendar } from './calendar.ts'
import { DEFAULT_TERMS } from './charter-terms.ts'
import { InstrumentError } from './errors.ts'
import type { PartyCalendar } from './party-calendar.ts'

const OFFICE = { workingDays: [1, 2, 3, 4, 5], officeHours: { from: '08:30', to: '17:30' } } as const
const HANOI: PartyCalendar = { ...OFFICE, country: 'VN', timeZone: 'Asia/Ho_Chi_Minh' }
const BEIJING: PartyCalendar = { ...OFFICE, country: 'CN', timeZone: 'Asia/Shanghai' }
const WASHINGTON: PartyCalendar = { ...OFFICE, country: 'US', timeZone: 'America/New_York' }
const vn = workingCalendar(HANOI)
const cn = workingCalendar(BEIJING)
const us = workingCalendar(WASHINGTON)

const worked = (calendar: WorkingCalendar, instants: readonly string[]): boolean[] =>
  instants.map((instant) => calendar.isWorkingDay(Date.parse(instant)))
const added = (calendar: WorkingCalendar, start: string, count: number): string =>
  new Date(calendar.addWorkingDays(Date.parse(start), count)).toISOString()
const office = (calendar: WorkingCalendar, from: string): string =>
  new Date(calendar.nextOfficeInstant(Date.parse(from))).toISOString()

function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof InstrumentError) return `${error.code} ${error.message}`
    throw error
  }
  return 'none'
}

describe('working days', () => {
  it('are counted from the day after the start to the end of the last, in the party’s zone', () => {
    // Friday 20:00 in Hanoi; three working days end on Wednesday at midnight there.
    expect(added(vn, '2026-11-20T13:00:00.000Z', 3)).toBe('2026-11-25T16:59:59.999Z')
    expect(added(vn, '2026-11-20T13:00:00.000Z', 0)).toBe('2026-11-20T16:59:59.999Z')
    // Already Saturday in Hanoi although Friday in UTC.
    expect(added(vn, '2026-11-20T17:30:00.000Z', 0)).toBe('2026-11-23T16:59:59.999Z')
  })

  it('leave out Tet, Independence Day moved to a Friday, and China’s National Day', () => {
    expect(
      worked(vn, [
        '2026-02-13T03:00:00Z',
        '2026-02-16T03:00:00Z',
        '2026-02-20T03:00:00Z',
        '2026-02-23T03:00:00Z',
      ]),
    ).toEqual([true, false, false, true])
    expect(worked(us, ['2026-07-03T15:00:00Z', '2026-07-06T15:00:00Z'])).toEqual([false, true])
    expect(worked(cn, ['2026-10-01T03:00:00Z', '2026-10-02T03:00:00Z'])).toEqual([false, false])
  })

  it('include the half days and the children’s day that the tables call public', () => {
    expect(worked(cn, ['2026-05-04T03:00:00Z', '2026-06-01T03:00:00Z', '2027-03-08T03:00:00Z'])).toEqual([
      true,
      true,
      true,
    ])
  })

  it('take a holiday that begins at sunset as the day after', () => {
    const accra = workingCalendar({ ...OFFICE, country: 'GH', timeZone: 'Africa/Accra' })
    expect(worked(accra, ['2026-03-19T12:00:00Z', '2026-03-20T12:00:00Z'])).toEqual([true, false])
  })

  it('follow the party where it publishes bridges and make-up days that no table has', () => {
    const published = workingCalendar({
      ...BEIJING,
      extraHolidays: ['2026-02-20', '2026-02-23'],
      extraWorkingDays: ['2026-02-14', '2026-02-28', '2026-10-01'],
    })
    const days = ['2026-02-14', '2026-02-20', '2026-02-23', '2026-02-28', '2026-10-01']
    const noons = days.map((day) => `${day}T04:00:00Z`)
    expect(worked(cn, noons)).toEqual([false, true, true, false, false])
    expect(worked(published, noons)).toEqual([true, false, false, true, true])
  })

  it('say how much the tables know', () => {
    const known = (country?: string, region?: string): string =>
      workingCalendar({ ...OFFICE, timeZone: 'UTC', country, region }).holidaysKnown
    expect([
      known('DE', 'BY'),
      known('DE', 'ZZ'),
      known('VN'),
      known('VN', 'HN'),
      known('XX'),
      known(),
    ]).toEqual(['region', 'country', 'country', 'country', 'none', 'none'])
  })

  it('skip a day that the date line took away', () => {
    const apia = workingCalendar({ ...OFFICE, timeZone: 'Pacific/Apia' })
    // Thursday 29 December 2011 was followed by Saturday 31 December.
    expect(added(apia, '2011-12-29T20:00:00.000Z', 1)).toBe('2012-01-02T09:59:59.999Z')
  })

  it('are refused past the year 9999', () => {
    expect(refusal(() => us.addWorkingDays(Date.parse('9999-12-30T00:00:00Z'), 5))).toBe(
      'instant-invalid length: the deadline lies after the year 9999',
    )
  })
})

describe('office hours', () => {
  it('are now, later today, or at the next opening', () => {
    expect(office(us, '2026-11-23T14:00:00.000Z')).toBe('2026-11-23T14:00:00.000Z')
    expect(office(us, '2026-11-23T09:00:00.000Z')).toBe('2026-11-23T13:30:00.000Z')
    // Wednesday evening before Thanksgiving, which falls on a Thursday.
    expect(office(us, '2026-11-25T23:00:00.000Z')).toBe('2026-11-27T13:30:00.000Z')
  })

  it('open at the hour after one that the clock leaves out, and close after one that it has twice', () => {
    const night = workingCalendar({
      ...WASHINGTON,
      workingDays: [1, 2, 3, 4, 5, 6, 7],
      officeHours: { from: '02:30', to: '24:00' },
    })
    expect(office(night, '2026-03-08T05:00:00.000Z')).toBe('2026-03-08T07:30:00.000Z')
    const short = workingCalendar({
      ...WASHINGTON,
      workingDays: [7],
      officeHours: { from: '00:00', to: '01:30' },
    })
    expect(office(short, '2026-11-01T06:20:00.000Z')).toBe('2026-11-01T06:20:00.000Z')
    expect(office(short, '2026-11-01T06:30:00.000Z')).toBe('2026-11-08T05:00:00.000Z')
  })
})

describe('a calendar', () => {
  it.each<[object, string]>([
    [{ timeZone: 'Asia/Hanoi' }, 'calendar.timeZone: "Asia/Hanoi" is not a time zone known here'],
    [{ workingDays: [] }, 'calendar.workingDays: must have at least 1 entry'],
    [{ workingDays: [1, 1] }, 'calendar.workingDays: must not repeat an entry'],
    [{ workingDays: [0] }, 'calendar.workingDays[0]: must be at least 1'],
    [{ officeHours: { from: '17:00', to: '08:00' } }, 'calendar.officeHours.to: must be later than `from`'],
    [{ officeHours: { from: '8:00', to: '25:00' } }, 'calendar.officeHours.from: must be a time of day'],
    [{ extraHolidays: ['2026-02-29'] }, 'calendar.extraHolidays[0]: must be a day like 2030-01-31'],
    [
      { extraHolidays: ['2026-02-27'], extraWorkingDays: ['2026-02-27'] },
      'calendar.extraWorkingDays: must not name a day that is in `extraHolidays` too',
    ],
    [{ country: 'vn' }, 'calendar.country: must be a country code like CN'],
    [{ country: undefined, region: 'BY' }, 'calendar.region: needs a country'],
    [{ holidays: [] }, 'calendar.holidays: is not a field here'],
  ])('with %j is refused: %s', (change, sentence) => {
    expect(refusal(() => workingCalendar({ ...HANOI, ...change }))).toContain(`calendar-invalid ${sentence}`)
  })
})

describe('the calendar in force', () => {
  it('is the party’s own, else the charter’s; one that this machine cannot use is told and stops nothing', () => {
    expect(calendarInForce(HANOI, DEFAULT_TERMS)).toMatchObject({ from: 'party', fault: null })
    expect(calendarInForce(undefined, DEFAULT_TERMS)).toMatchObject({ from: 'charter', fault: null })
    const unusable = calendarInForce({ ...HANOI, timeZone: 'Mars/Olympus' }, DEFAULT_TERMS)
    expect(unusable.working.calendar).toEqual(DEFAULT_TERMS.calendar)
    expect(unusable.fault).toContain('"Mars/Olympus" is not a time zone known here')
  })
})

const QUARTER_MS = 900_000
const ZONES = [
  'UTC',
  'Asia/Ho_Chi_Minh',
  'Asia/Shanghai',
  'America/New_York',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Pacific/Chatham',
  'America/St_Johns',
]

/** The slow way: a quarter of an hour at a time, reading each local date from the platform’s own calendar. */
function reference(
  { timeZone, workingDays, extraHolidays = [] }: PartyCalendar,
  startMs: number,
  count: number,
): number {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const date = (ms: number): string => format.format(new Date(ms))
  const isWorked = (day: string): boolean =>
    workingDays.includes(new Date(day).getUTCDay() || 7) && !extraHolidays.includes(day)
  let day = date(startMs)
  let left = count
  let ms = startMs - (startMs % QUARTER_MS)
  while (left > 0 || date(ms + QUARTER_MS) === day) {
    ms += QUARTER_MS
    const next = date(ms)
    if (next !== day) {
      if (isWorked(next)) left -= 1
      day = next
    }
  }
  return ms + QUARTER_MS - 1
}

describe('working days, against counting quarters of an hour', () => {
  it('agree in every zone, across changes of the clock, leap days and year ends', () => {
    const days = fc.array(
      fc.constantFrom('2024-02-29', '2024-12-31', '2025-01-01', '2025-03-31', '2025-10-27'),
      {
        maxLength: 5,
      },
    )
    const edges = fc.constantFrom(
      '2024-02-27',
      '2024-03-08',
      '2024-03-30',
      '2024-04-05',
      '2024-10-25',
      '2024-11-01',
      '2024-12-30',
      '2025-03-28',
      '2025-04-24',
      '2025-10-04',
      '2025-10-24',
      '2018-11-02',
    )
    const property = fc.property(
      fc.constantFrom(...ZONES),
      fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 2, maxLength: 7 }),
      days,
      edges,
      fc.integer({ min: 0, max: 86_400_000 * 2 }),
      fc.integer({ min: 1, max: 5 }),
      (timeZone, workingDays, extraHolidays, edge, laterMs, count) => {
        const own: PartyCalendar = {
          timeZone,
          workingDays,
          officeHours: OFFICE.officeHours,
          extraHolidays: [...new Set(extraHolidays)],
        }
        const startMs = Date.parse(edge) + laterMs
        expect(workingCalendar(own).addWorkingDays(startMs, count)).toBe(reference(own, startMs, count))
      },
    )
    fc.assert(property, { numRuns: 150 })
  })

  it('never open an office outside its hours, and never pass over an opening', () => {
    const property = fc.property(
      fc.constantFrom(...ZONES),
      fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2026-01-01') }),
      (timeZone, fromMs) => {
        const calendar = workingCalendar({ ...OFFICE, timeZone })
        const opensMs = calendar.nextOfficeInstant(fromMs)
        const local = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' }).format(opensMs)
        expect(opensMs).toBeGreaterThanOrEqual(fromMs)
        expect(local >= '08:30' && local < '17:30').toBe(true)
        expect(calendar.isWorkingDay(opensMs)).toBe(true)
        expect(opensMs - fromMs).toBeLessThan(4 * 86_400_000)
        const justBefore = Math.max(fromMs, opensMs - 1)
        expect(calendar.nextOfficeInstant(justBefore)).toBe(opensMs)
      },
    )
    fc.assert(property, { numRuns: 300 })
  })
})
