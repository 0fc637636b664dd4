import { z } from 'zod'
import {
  CALL_COUNTS,
  CALL_MONTH_COUNTS,
  CONTACT_COUNTS,
  type CallFigures,
  type ContactFigures,
  type Count,
  type Counts,
  type FigureMatter,
  type MonthFigures,
  type OpenedFigures,
  REQUEST_COUNTS,
  REQUEST_MONTH_COUNTS,
  type RequestFigures,
  type Timing,
} from '../report/index.ts'

const countFields = { key: z.string(), count: z.int() }
const count: z.ZodType<Count> = z.object(countFields)

function countsOf<Code extends string>(codes: readonly Code[]): z.ZodType<Counts<Code>> {
  // One field for each code of the list: the type that is made of the same list.
  return z.object(Object.fromEntries(codes.map((code) => [code, count]))) as unknown as z.ZodType<
    Counts<Code>
  >
}

const timing: z.ZodType<Timing> = z.object({
  ...countFields,
  medianMs: z.int().nullable(),
  p90Ms: z.int().nullable(),
  buckets: z.array(z.object({ upToMs: z.int().nullable(), ...countFields })),
})

function monthOf<Code extends string>(codes: readonly Code[]): z.ZodType<MonthFigures<Code>> {
  return z.object({ month: z.string(), counts: countsOf(codes) })
}

const opened: z.ZodType<OpenedFigures> = z.object({
  party: z.string(),
  total: count,
  months: z.array(count),
})
const answering: z.ZodType<RequestFigures> = z.object({
  party: z.string(),
  kind: z.string().nullable(),
  urgency: z.string().nullable(),
  counts: countsOf(REQUEST_COUNTS),
  timings: z.object({ acknowledged: timing, answered: timing }),
  months: z.array(monthOf(REQUEST_MONTH_COUNTS)),
})
const contact: z.ZodType<ContactFigures> = z.object({
  party: z.string(),
  whole: z.boolean(),
  seat: z.string().nullable(),
  counts: countsOf(CONTACT_COUNTS),
  timings: z.object({ machine: timing, person: timing }),
})
const calls: z.ZodType<CallFigures> = z.object({
  party: z.string(),
  counts: countsOf(CALL_COUNTS),
  timings: z.object({ 'picked-up': timing }),
  months: z.array(monthOf(CALL_MONTH_COUNTS)),
})

const sizes = z.record(z.string(), z.int())

/** Everything that is counted of a channel in some months. */
export const figuresFields: {
  readonly from: z.ZodString
  readonly until: z.ZodString
  readonly at: z.ZodString
  readonly months: z.ZodType<readonly string[]>
  readonly upTo: z.ZodType<Readonly<Record<string, number>>>
  readonly settled: z.ZodType<Readonly<Record<string, number>>>
  readonly requests: z.ZodType<{
    readonly opened: readonly OpenedFigures[]
    readonly answering: readonly RequestFigures[]
  }>
  readonly contacts: z.ZodType<readonly ContactFigures[]>
  readonly calls: z.ZodType<readonly CallFigures[]>
  readonly drills: z.ZodType<readonly CallFigures[]>
} = {
  from: z.string(),
  until: z.string(),
  at: z.string(),
  months: z.array(z.string()),
  upTo: sizes,
  settled: sizes,
  requests: z.object({ opened: z.array(opened), answering: z.array(answering) }),
  contacts: z.array(contact),
  calls: z.array(calls),
  drills: z.array(calls),
}

/** One of the matters behind a figure. */
export const figureMatter: z.ZodType<FigureMatter> = z.object({
  id: z.string(),
  kind: z.enum(['request', 'contact', 'call']),
  by: z.string(),
  to: z.string(),
  opened: z.string(),
  requestKind: z.string().nullable(),
  urgency: z.string().nullable(),
  drill: z.boolean(),
  instants: z.record(z.string(), z.string()),
  spans: z.record(z.string(), z.int()),
})
