/** What an agency is there for. */
export const AGENCY_FUNCTIONS = [
  'cybercrime-unit',
  'cert',
  'central-authority',
  'point-of-contact',
  'foreign-ministry',
  'prosecutor',
  'court',
  'regulator',
  'other',
] as const
export type AgencyFunction = (typeof AGENCY_FUNCTIONS)[number]

/** When somebody sits there: day and night, or in the office hours of the agency's calendar. */
export const SEAT_HOURS = ['always', 'office'] as const
export type SeatHours = (typeof SEAT_HOURS)[number]

/** Why an appointment ends. */
export const RELIEF_REASONS = ['term-ended', 'key-lost', 'key-compromised', 'other'] as const
export type ReliefReason = (typeof RELIEF_REASONS)[number]
