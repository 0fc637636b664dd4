import type { InstrumentId, RequestKind, Urgency } from './codes.ts'

export type ClockUnit = 'hours' | 'calendar-days' | 'working-days'

export interface ClockLength {
  readonly count: number
  readonly unit: ClockUnit
}

/** What starts a clock: the request's arrival, its acceptance, or a step inside it. */
export type ClockStart =
  | 'request-received'
  | 'order-received'
  | 'recognition'
  | 'preservation-made'
  | 'clarification-asked'
  | 'identity-verified'

/** What a clock measures. */
export type ClockAim =
  | 'acknowledge'
  | 'answer'
  | 'preserve'
  | 'preserve-until-decided'
  | 'object'
  | 'clarify'
  | 'recognise'
  | 'execute'
  | 'serve-provider'
  | 'issue-document'

export type ClockExpiry = 'overdue' | 'data-may-be-deleted' | 'delete-or-restrict' | 'order-lapses'

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
  /** Condition that codes cannot carry, as a code of its own: how the data is held. */
  readonly access: 'direct' | 'indirect' | null
  readonly source: string
  /** False: from memory, not compared with the official text. Screens must say so. */
  readonly checked: boolean
}

type Row = Pick<ClockRule, 'id' | 'instrument' | 'article' | 'aim' | 'length' | 'source'> & Partial<ClockRule>

function rule(row: Row): ClockRule {
  return {
    kinds: 'any',
    urgency: 'any',
    starts: 'request-received',
    pauses: null,
    extension: null,
    onExpiry: 'overdue',
    access: null,
    checked: true,
    ...row,
  }
}

const hours = (count: number): ClockLength => ({ count, unit: 'hours' })
const days = (count: number): ClockLength => ({ count, unit: 'calendar-days' })

const CHARTER = 'Charter default'
const BUDAPEST = 'Convention on Cybercrime, ETS 185'
const AP2 = 'Second Additional Protocol, CETS 224'
const E_EVIDENCE = 'Regulation (EU) 2023/1543'
const EIO = 'Directive 2014/41/EU'
const SWEDISH = 'Directive (EU) 2023/977'
const UN = 'UN Convention against Cybercrime'

/** Every deadline known to this version. A charter may override any of them. */
export const CLOCK_RULES: readonly ClockRule[] = [
  rule({
    id: 'charter-acknowledge',
    instrument: 'charter',
    article: null,
    aim: 'acknowledge',
    urgency: ['urgent', 'routine'],
    length: days(7),
    source: CHARTER,
  }),
  rule({
    id: 'charter-acknowledge-emergency',
    instrument: 'charter',
    article: null,
    aim: 'acknowledge',
    urgency: ['emergency'],
    length: hours(8),
    source: CHARTER,
  }),
  rule({
    id: 'budapest-29-7',
    instrument: 'budapest',
    article: '29(7)',
    aim: 'preserve',
    kinds: ['preserve'],
    starts: 'preservation-made',
    length: days(60),
    onExpiry: 'data-may-be-deleted',
    source: BUDAPEST,
  }),
  rule({
    id: 'budapest-29-until-decided',
    instrument: 'budapest',
    article: '29',
    aim: 'preserve-until-decided',
    kinds: ['preserve'],
    starts: 'preservation-made',
    length: null,
    onExpiry: 'data-may-be-deleted',
    source: BUDAPEST,
  }),
  rule({
    id: 'ap2-7',
    instrument: 'budapest-ap2',
    article: '7',
    aim: 'answer',
    kinds: ['subscriber'],
    starts: 'order-received',
    length: days(30),
    source: AP2,
    checked: false,
  }),
  rule({
    id: 'ap2-8-serve',
    instrument: 'budapest-ap2',
    article: '8',
    aim: 'serve-provider',
    kinds: ['subscriber', 'traffic'],
    length: days(45),
    source: AP2,
    checked: false,
  }),
  rule({
    id: 'ap2-8-subscriber',
    instrument: 'budapest-ap2',
    article: '8',
    aim: 'answer',
    kinds: ['subscriber'],
    starts: 'order-received',
    length: days(20),
    source: AP2,
    checked: false,
  }),
  rule({
    id: 'ap2-8-traffic',
    instrument: 'budapest-ap2',
    article: '8',
    aim: 'answer',
    kinds: ['traffic'],
    starts: 'order-received',
    length: days(45),
    source: AP2,
    checked: false,
  }),
  rule({
    id: 'ap2-9',
    instrument: 'budapest-ap2',
    article: '9',
    aim: 'answer',
    kinds: ['emergency-disclosure'],
    urgency: ['emergency'],
    length: null,
    source: AP2,
    checked: false,
  }),
  rule({
    id: 'ap2-10',
    instrument: 'budapest-ap2',
    article: '10',
    aim: 'answer',
    urgency: ['emergency'],
    length: null,
    source: AP2,
    checked: false,
  }),
  rule({
    id: 'e-evidence-10',
    instrument: 'eu-e-evidence',
    article: '10',
    aim: 'answer',
    urgency: ['urgent', 'routine'],
    starts: 'order-received',
    pauses: 'clarification',
    length: days(10),
    source: E_EVIDENCE,
  }),
  rule({
    id: 'e-evidence-10-emergency',
    instrument: 'eu-e-evidence',
    article: '10',
    aim: 'answer',
    urgency: ['emergency'],
    starts: 'order-received',
    pauses: 'clarification',
    length: hours(8),
    source: E_EVIDENCE,
  }),
  rule({
    id: 'e-evidence-10-objection',
    instrument: 'eu-e-evidence',
    article: '10',
    aim: 'object',
    urgency: ['emergency'],
    starts: 'order-received',
    length: hours(96),
    onExpiry: 'delete-or-restrict',
    source: E_EVIDENCE,
  }),
  rule({
    id: 'e-evidence-11',
    instrument: 'eu-e-evidence',
    article: '11',
    aim: 'preserve',
    kinds: ['preserve', 'preserve-extend'],
    starts: 'order-received',
    length: days(60),
    extension: { ...days(30), times: 1 },
    onExpiry: 'data-may-be-deleted',
    source: E_EVIDENCE,
  }),
  rule({
    id: 'e-evidence-10-6',
    instrument: 'eu-e-evidence',
    article: '10(6)',
    aim: 'clarify',
    starts: 'clarification-asked',
    length: days(5),
    onExpiry: 'order-lapses',
    source: E_EVIDENCE,
    checked: false,
  }),
  rule({
    id: 'eio-16-1',
    instrument: 'eu-eio',
    article: '16(1)',
    aim: 'acknowledge',
    length: days(7),
    source: EIO,
  }),
  rule({
    id: 'eio-12-recognise',
    instrument: 'eu-eio',
    article: '12',
    aim: 'recognise',
    length: days(30),
    source: EIO,
    checked: false,
  }),
  rule({
    id: 'eio-12-execute',
    instrument: 'eu-eio',
    article: '12',
    aim: 'execute',
    starts: 'recognition',
    length: days(90),
    source: EIO,
    checked: false,
  }),
  rule({
    id: '2023-977-5-1-urgent-direct',
    instrument: 'eu-2023-977',
    article: '5(1)',
    aim: 'answer',
    urgency: ['emergency', 'urgent'],
    access: 'direct',
    length: hours(8),
    source: SWEDISH,
  }),
  rule({
    id: '2023-977-5-1-urgent-indirect',
    instrument: 'eu-2023-977',
    article: '5(1)',
    aim: 'answer',
    urgency: ['emergency', 'urgent'],
    access: 'indirect',
    length: days(3),
    source: SWEDISH,
  }),
  rule({
    id: '2023-977-5-1',
    instrument: 'eu-2023-977',
    article: '5(1)',
    aim: 'answer',
    urgency: ['routine'],
    length: days(7),
    source: SWEDISH,
  }),
  rule({
    id: 'un-42',
    instrument: 'un-cybercrime',
    article: '42',
    aim: 'preserve',
    kinds: ['preserve'],
    starts: 'preservation-made',
    length: days(60),
    onExpiry: 'data-may-be-deleted',
    source: UN,
    checked: false,
  }),
  rule({
    id: 'un-41',
    instrument: 'un-cybercrime',
    article: '41',
    aim: 'acknowledge',
    length: null,
    source: UN,
    checked: false,
  }),
  rule({
    id: 'law-gh-preserve',
    instrument: 'law-gh',
    article: null,
    aim: 'preserve',
    kinds: ['preserve'],
    starts: 'preservation-made',
    length: days(120),
    onExpiry: 'data-may-be-deleted',
    source: 'Ghana, own law',
  }),
  rule({
    id: 'law-us-2703-f',
    instrument: 'law-us',
    article: '2703(f)',
    aim: 'preserve',
    kinds: ['preserve', 'preserve-extend'],
    starts: 'preservation-made',
    length: days(90),
    extension: { ...days(90), times: 1 },
    onExpiry: 'data-may-be-deleted',
    source: '18 USC 2703(f)',
    checked: false,
  }),
  rule({
    id: 'lecd-2017-travel-document',
    instrument: 'lecd-2017',
    article: null,
    aim: 'issue-document',
    kinds: ['document'],
    starts: 'identity-verified',
    length: days(30),
    source: 'Law Enforcement and Cybersecurity Dialogue, 2017',
  }),
]
