import { CALL_OUTCOMES, type CallOutcome } from '../acts/index.ts'

/** What is counted of requests. A figure's code is also the code of its words: `figure.<code>`, `figure-means.<code>`. */
export const REQUEST_COUNTS = [
  'asked',
  'acknowledged-in-time',
  'acknowledged-late',
  'unacknowledged',
  'unacknowledged-overdue',
  'answered-in-time',
  'answered-late',
  'answered-undated',
  'open',
  'open-overdue',
  'open-stopped',
  'supplied',
  'partial',
  'refused',
  'withdrawn',
  'expired',
] as const
export type RequestCount = (typeof REQUEST_COUNTS)[number]

/** Of these, what stands month by month as well. */
export const REQUEST_MONTH_COUNTS = ['asked', 'answered-in-time', 'answered-late', 'open-overdue'] as const
export type RequestMonthCount = (typeof REQUEST_MONTH_COUNTS)[number]

export const CONTACT_COUNTS = [
  'checked',
  'machine-in-time',
  'machine-late',
  'machine-missed',
  'person-in-time',
  'person-late',
  'person-missed',
  'check-pending',
] as const
export type ContactCount = (typeof CONTACT_COUNTS)[number]

export const CALL_COUNTS: readonly CallCount[] = [
  'called',
  'picked-up-in-time',
  'picked-up-late',
  'not-picked-up',
  'ringing',
  'not-ended',
  ...CALL_OUTCOMES.map((outcome) => `ended-${outcome}` as const),
]
export type CallCount =
  | 'called'
  | 'picked-up-in-time'
  | 'picked-up-late'
  | 'not-picked-up'
  | 'ringing'
  | 'not-ended'
  | `ended-${CallOutcome}`

export const CALL_MONTH_COUNTS = ['called', 'not-picked-up'] as const
export type CallMonthCount = (typeof CALL_MONTH_COUNTS)[number]

/** What is counted when a party asks. */
export const OPENED = 'opened'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export type SpanCode = 'acknowledged' | 'answered' | 'machine' | 'person' | 'picked-up'

/** Times from one instant to another, and the upper ends of the bars in which they are shown; one more is for what is longer. */
export const SPANS: Readonly<Record<SpanCode, readonly number[]>> = {
  acknowledged: [1, 4, 12, 24, 72, 168].map((hours) => hours * HOUR_MS),
  answered: [1, 3, 7, 14, 30, 90].map((days) => days * DAY_MS),
  machine: [1, 5, 15, 60, 240].map((minutes) => minutes * MINUTE_MS),
  person: [15, 60, 240, 720, 1440].map((minutes) => minutes * MINUTE_MS),
  'picked-up': [1, 5, 15, 30, 60].map((minutes) => minutes * MINUTE_MS),
}

/** Every code for which there are words. */
export const FIGURE_CODES: readonly string[] = [
  OPENED,
  ...REQUEST_COUNTS,
  ...CONTACT_COUNTS,
  ...CALL_COUNTS,
  ...Object.keys(SPANS),
]
