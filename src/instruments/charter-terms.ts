import { z } from 'zod'

import { CLOCK_AIMS, CLOCK_EXPIRIES, CLOCK_STARTS, CLOCK_UNITS } from './clocks.ts'
import type { ClockAim, ClockExpiry, ClockLength, ClockStart } from './clocks.ts'
import { INSTRUMENTS, REQUEST_KINDS, URGENCIES } from './codes.ts'
import type { InstrumentId, RequestKind, Urgency } from './codes.ts'
import { clockLength, codeList, language, withoutRepeats } from './fields.ts'
import { partyCalendar } from './party-calendar.ts'
import type { PartyCalendar } from './party-calendar.ts'

/** More rules of one's own than instruments have together; each is read on every request. */
const RULES_MAX = 64
/** Who is called, in turn; a line may come again. */
const STEPS_MAX = 12
/** A week: who is not reached by then is not on a hotline. */
const STEP_MINUTES_MAX = 10_080
/** As many act types as a vocabulary may come to have. */
const APPROVALS_MAX = 128
const LANGUAGES_MAX = 16
const YEAR_DAYS = 366

/** Whom a hotline call reaches, in the order of escalation. */
export const HOTLINE_LINES = ['seat', 'deputy', 'principal'] as const
export type HotlineLine = (typeof HOTLINE_LINES)[number]

/** Another length for a rule of an instrument. */
export interface ClockOverride {
  /** Id of a clock rule. */
  readonly rule: string
  readonly length: ClockLength
  /** Null: may not be extended. Left out: as the rule has it. */
  readonly extension?: (ClockLength & { readonly times: number }) | null | undefined
}

/** A deadline that the parties agreed on themselves. */
export interface CharterRule {
  readonly id: string
  readonly instruments: readonly InstrumentId[] | 'any'
  readonly kinds: readonly RequestKind[] | 'any'
  readonly urgency: readonly Urgency[] | 'any'
  readonly aim: ClockAim
  readonly starts: ClockStart
  readonly pauses: 'clarification' | null
  readonly length: ClockLength
  readonly extension: (ClockLength & { readonly times: number }) | null
  readonly onExpiry: ClockExpiry
}

/** What a charter says to machines. All of it is codes and numbers, so that it can stand in the data of an act. */
export interface CharterTerms {
  /** Legal bases of requests in this channel. */
  readonly instruments: readonly InstrumentId[]
  /** How long a person has to acknowledge a request, whatever the instrument. */
  readonly acknowledge: Readonly<Record<Urgency, ClockLength>>
  readonly overrides: readonly ClockOverride[]
  readonly rules: readonly CharterRule[]
  readonly hotline: {
    /** In order; minutes since the call was placed. */
    readonly steps: readonly { readonly line: HotlineLine; readonly afterMinutes: number }[]
    /** A drill at least so often; null: none is agreed. */
    readonly drillEveryDays: number | null
  }
  readonly contactChecks: {
    /** Null: only by hand. */
    readonly everyDays: number | null
    /** By when a person answers a check. */
    readonly answerHours: number
  }
  /** Types of act that need a second officer of the author's own party. */
  readonly approvals: readonly string[]
  /** For a party that has published none of its own. */
  readonly calendar: PartyCalendar
  /** Whether members may open channels among fewer of them. */
  readonly sideChannels: boolean
  /** In which forms are written; RFC 5646. Empty: any. */
  readonly languages: readonly string[]
}

/** New terms: each field that is given takes the place of the whole field before it. */
export type CharterAmendment = { readonly [K in keyof CharterTerms]?: CharterTerms[K] | undefined }

/** What holds where a charter says nothing. */
export const DEFAULT_TERMS: CharterTerms = {
  instruments: INSTRUMENTS,
  acknowledge: {
    emergency: { count: 8, unit: 'hours' },
    urgent: { count: 7, unit: 'calendar-days' },
    routine: { count: 7, unit: 'calendar-days' },
  },
  overrides: [],
  rules: [],
  hotline: {
    steps: [
      { line: 'seat', afterMinutes: 0 },
      { line: 'deputy', afterMinutes: 15 },
      { line: 'principal', afterMinutes: 45 },
    ],
    drillEveryDays: 90,
  },
  contactChecks: { everyDays: 90, answerHours: 24 },
  approvals: [],
  calendar: {
    timeZone: 'UTC',
    workingDays: [1, 2, 3, 4, 5],
    officeHours: { from: '09:00', to: '17:00' },
  },
  sideChannels: true,
  languages: [],
}

const ruleId = z
  .string()
  .max(48)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be an id like budapest-29-7')
const actType = z
  .string()
  .max(48)
  .regex(/^[a-z]+(?:\.[a-z-]+){1,3}$/, 'must be a type of act like request.open')

const extension = z
  .strictObject({
    count: z.int().min(1).max(YEAR_DAYS),
    unit: z.enum(CLOCK_UNITS),
    times: z.int().min(1).max(12),
  })
  .nullable()

const override = z.strictObject({ rule: ruleId, length: clockLength, extension: extension.optional() })

const ownRule = z.strictObject({
  id: ruleId,
  instruments: z.union([codeList(INSTRUMENTS, 1), z.literal('any')]),
  kinds: z.union([codeList(REQUEST_KINDS, 1), z.literal('any')]),
  urgency: z.union([codeList(URGENCIES, 1), z.literal('any')]),
  aim: z.enum(CLOCK_AIMS),
  starts: z.enum(CLOCK_STARTS),
  pauses: z.literal('clarification').nullable(),
  length: clockLength,
  extension,
  onExpiry: z.enum(CLOCK_EXPIRIES),
})

const hotline = z.strictObject({
  steps: z
    .array(
      z.strictObject({
        line: z.enum(HOTLINE_LINES),
        afterMinutes: z.int().min(0).max(STEP_MINUTES_MAX),
      }),
    )
    .min(1)
    .max(STEPS_MAX)
    .refine(isRising, 'must be in the order of `afterMinutes`, each later than the one before'),
  drillEveryDays: z.int().min(1).max(YEAR_DAYS).nullable(),
})

/**
 * The form of terms, in a charter and in the act that amends it. Looks at no table that another version may have
 * otherwise: what it takes is the same on every node. `termsFault` says what this version makes of it.
 */
export const charterAmendment: z.ZodType<CharterAmendment> = z.strictObject({
  instruments: codeList(INSTRUMENTS, 1).optional(),
  acknowledge: z
    .strictObject({ emergency: clockLength, urgent: clockLength, routine: clockLength })
    .optional(),
  overrides: z
    .array(override)
    .max(RULES_MAX)
    .refine((list) => isUnique(list.map(({ rule }) => rule)), 'must not name a rule twice')
    .optional(),
  rules: z
    .array(ownRule)
    .max(RULES_MAX)
    .refine((list) => isUnique(list.map(({ id }) => id)), 'must not use an id twice')
    .optional(),
  hotline: hotline.optional(),
  contactChecks: z
    .strictObject({
      everyDays: z.int().min(1).max(YEAR_DAYS).nullable(),
      answerHours: z.int().min(1).max(720),
    })
    .optional(),
  approvals: withoutRepeats(z.array(actType).max(APPROVALS_MAX)).optional(),
  calendar: partyCalendar.optional(),
  sideChannels: z.boolean().optional(),
  languages: withoutRepeats(z.array(language).max(LANGUAGES_MAX)).optional(),
})

/** The terms in force: the base, changed by each amendment in turn. */
export function effectiveTerms(base: CharterTerms, amendments: readonly CharterAmendment[]): CharterTerms {
  return amendments.reduce<CharterTerms>(
    (terms, by) => ({
      instruments: by.instruments ?? terms.instruments,
      acknowledge: by.acknowledge ?? terms.acknowledge,
      overrides: by.overrides ?? terms.overrides,
      rules: by.rules ?? terms.rules,
      hotline: by.hotline ?? terms.hotline,
      contactChecks: by.contactChecks ?? terms.contactChecks,
      approvals: by.approvals ?? terms.approvals,
      calendar: by.calendar ?? terms.calendar,
      sideChannels: by.sideChannels ?? terms.sideChannels,
      languages: by.languages ?? terms.languages,
    }),
    base,
  )
}

function isRising(steps: readonly { readonly afterMinutes: number }[]): boolean {
  return steps.every(({ afterMinutes }, at) => at === 0 || afterMinutes > (steps[at - 1]?.afterMinutes ?? 0))
}

function isUnique(list: readonly string[]): boolean {
  return new Set(list).size === list.length
}
