import { z } from 'zod'
import {
  type CheckFault,
  IDENTIFIER_TYPES,
  INSTRUMENTS,
  type InstrumentId,
  PASTE_CHARS_MAX,
  type Pasted,
  type PlannedClock,
  REQUEST_KINDS,
  type RequestKind,
  type RuleInForce,
  URGENCIES,
  type Urgency,
  readPasted,
} from '../../instruments/index.ts'
import type { JsonObject } from '../../record/index.ts'
import { type Language, translator } from '../../words/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'
import { type ChannelParams, anyJson, channelParams, hexId, jsonObject } from '../params.ts'
import type { PartnerUsed } from '../request-port.ts'

const PARTY_CHARACTERS_MAX = 32
const ARTICLE_CHARACTERS_MAX = 32

interface CheckBody {
  /** The coded part, as far as it is there. */
  readonly data: JsonObject
  /** The form, as far as it is there. */
  readonly form?: unknown
  /** Of the partner; else the first that it has listed with demands. */
  readonly agency?: string | undefined
}
interface PlanBody {
  readonly to: string
  readonly instrument: InstrumentId
  readonly article?: string | undefined
  readonly kind: RequestKind
  readonly urgency: Urgency
  readonly access?: 'direct' | 'indirect' | undefined
  readonly agency?: string | undefined
}

export interface FaultInfo extends CheckFault {
  /** In the caller's language. */
  readonly sentence: string
}
export const faultInfo: z.ZodType<FaultInfo> = z.object({
  field: z.string(),
  code: z.custom<CheckFault['code']>((code) => typeof code === 'string'),
  rule: z.string(),
  source: z.enum(['form', 'instrument', 'partner', 'charter']),
  force: z.enum(['must', 'should']),
  checked: z.boolean(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  sentence: z.string(),
})
interface Checked {
  /** Nothing that must be there is missing. */
  readonly complete: boolean
  readonly faults: readonly FaultInfo[]
  readonly left: number
  readonly partner: PartnerUsed | null
}
export const partnerUsed: z.ZodType<PartnerUsed> = z.object({
  agency: z.string().nullable(),
  calendar: z.enum(['partner', 'charter']),
  timeZone: z.string(),
  holidaysKnown: z.enum(['region', 'country', 'none']),
})

export interface RuleInfo {
  readonly id: string
  readonly instrument: string
  readonly article: string | null
  readonly aim: string
  readonly starts: string
  readonly length: { readonly count: number; readonly unit: string } | null
  readonly onExpiry: string
  readonly origin: 'instrument' | 'charter'
  readonly source: string
  /** False: not compared with the official text; screens say so. */
  readonly checked: boolean
}
export const ruleInfo: z.ZodType<RuleInfo> = z.object({
  id: z.string(),
  instrument: z.string(),
  article: z.string().nullable(),
  aim: z.string(),
  starts: z.string(),
  length: z.object({ count: z.int(), unit: z.string() }).nullable(),
  onExpiry: z.string(),
  origin: z.enum(['instrument', 'charter']),
  source: z.string(),
  checked: z.boolean(),
})
export interface ClockInfo {
  readonly due: string
  readonly rule: RuleInfo
}
export const clockInfo: z.ZodType<ClockInfo> = z.object({ due: z.string(), rule: ruleInfo })
interface Planned {
  readonly acknowledgeBy: ClockInfo
  readonly answerBy: ClockInfo | null
  readonly clocks: readonly ClockInfo[]
  readonly later: readonly RuleInfo[]
  readonly unset: readonly RuleInfo[]
  readonly partner: PartnerUsed
}

export interface RequestRoutes {
  'requests.check': Contract<ChannelParams, undefined, CheckBody, Checked>
  'requests.plan': Contract<ChannelParams, undefined, PlanBody, Planned>
  'identifiers.parse': Contract<undefined, undefined, { readonly text: string }, Pasted>
}

const flag = z.custom<Pasted['identifiers'][number]['flags'][number]>((one) => typeof one === 'string')

/** What can be known about a request before it is made. Nothing here records or sends anything. */
export const requestRoutes: RoutesOf<RequestRoutes> = {
  'requests.check': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/requests/check',
    summary:
      'Everything that a request lacks, at once: by its form, the instrument, the charter and what the partner demands.',
    needs: 'draft',
    params: channelParams,
    body: z.strictObject({ data: jsonObject, form: anyJson.optional(), agency: hexId.optional() }),
    reply: z.object({
      complete: z.boolean(),
      faults: z.array(faultInfo),
      left: z.int(),
      partner: partnerUsed.nullable(),
    }),
    async handle({ requests }, { body, language, params }) {
      const { faults, left, partner } = await requests.check(
        params.channel,
        body.data,
        body.form,
        body.agency,
      )
      return { complete: isComplete(faults), faults: told(faults, language), left, partner }
    },
  },
  'requests.plan': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/requests/plan',
    summary:
      'The deadlines of a request that would be opened now, each with its rule, source and whether that was checked.',
    needs: 'draft',
    logged: 'no',
    params: channelParams,
    body: z.strictObject({
      to: z.string().min(1).max(PARTY_CHARACTERS_MAX),
      instrument: z.enum(INSTRUMENTS),
      article: z.string().max(ARTICLE_CHARACTERS_MAX).optional(),
      kind: z.enum(REQUEST_KINDS),
      urgency: z.enum(URGENCIES),
      access: z.enum(['direct', 'indirect']).optional(),
      agency: hexId.optional(),
    }),
    reply: z.object({
      acknowledgeBy: clockInfo,
      answerBy: clockInfo.nullable(),
      clocks: z.array(clockInfo),
      later: z.array(ruleInfo),
      unset: z.array(ruleInfo),
      partner: partnerUsed,
    }),
    async handle({ requests }, { body, params }) {
      const { to, agency, ...query } = body
      const { plan, partner } = await requests.plan(params.channel, to, query, agency)
      return {
        acknowledgeBy: viewClock(plan.acknowledgeBy),
        answerBy: plan.answerBy === null ? null : viewClock(plan.answerBy),
        clocks: plan.clocks.map(viewClock),
        later: plan.later.map(viewRule),
        unset: plan.unset.map(viewRule),
        partner,
      }
    },
  },
  'identifiers.parse': {
    method: 'POST',
    path: '/api/v1/identifiers/parse',
    summary:
      'Reads identifiers out of pasted text, defanged or not; what was not taken is told with its reason.',
    needs: 'draft',
    logged: 'no',
    body: z.strictObject({ text: z.string().max(PASTE_CHARS_MAX) }),
    reply: z.object({
      identifiers: z.array(
        z.object({
          type: z.enum(IDENTIFIER_TYPES),
          value: z.string(),
          offset: z.int(),
          text: z.string(),
          defanged: z.boolean(),
          flags: z.array(flag),
          alternatives: z.array(z.enum(IDENTIFIER_TYPES)),
          times: z.int(),
        }),
      ),
      doubts: z.array(
        z.object({
          offset: z.int(),
          text: z.string(),
          reason: z.custom<Pasted['doubts'][number]['reason']>((one) => typeof one === 'string'),
        }),
      ),
      left: z.int(),
    }),
    handle: (_context, { body }) => readPasted(body.text),
  },
}

/** Faults as people read them. */
export function told(faults: readonly CheckFault[], language: Language): FaultInfo[] {
  const words = translator(language)
  return faults.map((fault) => ({
    ...fault,
    sentence: words.term('check', fault.code, { field: fault.field, ...fault.values }),
  }))
}

export function isComplete(faults: readonly CheckFault[]): boolean {
  return faults.every(({ force }) => force === 'should')
}

export function viewClock({ due, rule: planned }: PlannedClock): ClockInfo {
  return { due, rule: viewRule(planned) }
}

export function viewRule({
  id,
  instrument,
  article,
  aim,
  starts,
  length,
  onExpiry,
  origin,
  source,
  checked,
}: RuleInForce): RuleInfo {
  return { id, instrument, article, aim, starts, length, onExpiry, origin, source, checked }
}
