import type { InstrumentId, RequestKind, Urgency } from './codes.ts'

export const CLOCK_UNITS = ['hours', 'calendar-days', 'working-days'] as const
export type ClockUnit = (typeof CLOCK_UNITS)[number]

export interface ClockLength {
  readonly count: number
  readonly unit: ClockUnit
}

/** What starts a clock: the request's arrival, its acceptance, or a step inside it. */
export const CLOCK_STARTS = [
  'request-received',
  'order-received',
  'order-served',
  'recognition',
  'preservation-made',
  'clarification-asked',
  'identity-verified',
] as const
export type ClockStart = (typeof CLOCK_STARTS)[number]

/** What a clock measures. */
export const CLOCK_AIMS = [
  'acknowledge',
  'answer',
  'preserve',
  'preserve-until-decided',
  'object',
  'clarify',
  'recognise',
  'execute',
  'serve-provider',
  'issue-document',
] as const
export type ClockAim = (typeof CLOCK_AIMS)[number]

export const CLOCK_EXPIRIES = [
  'overdue',
  'data-may-be-deleted',
  'delete-or-restrict',
  'order-lapses',
] as const
export type ClockExpiry = (typeof CLOCK_EXPIRIES)[number]

/** One deadline of one instrument, as data. */
export interface ClockRule {
  readonly id: string
  readonly instrument: InstrumentId
  /** As printed, e.g. `10(6)`; null when the source has no article. */
  readonly article: string | null
  readonly kinds: readonly RequestKind[] | 'any'
  readonly urgency: readonly Urgency[] | 'any'
  readonly aim: ClockAim
  readonly starts: ClockStart
  readonly pauses: 'clarification' | null
  /** Null: the instrument names no figure; the charter sets it, or a decision ends it. */
  readonly length: ClockLength | null
  readonly extension: (ClockLength & { readonly times: number }) | null
  readonly onExpiry: ClockExpiry
  /** The route a request takes, where an instrument has several: the rule is for requests under this article. Null: any. */
  readonly under: string | null
  /** Condition that codes cannot carry, as a code of its own: how the data is held. */
  readonly access: 'direct' | 'indirect' | null
  readonly source: string
  /** False: from memory, not compared with the official text. Screens must say so. */
  readonly checked: boolean
}
