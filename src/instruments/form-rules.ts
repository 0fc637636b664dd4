import type { Confidentiality, InstrumentId, RequestKind, Urgency } from './codes.ts'
import type { Handling } from './marks.ts'
import type { DemandableField } from './demandable.ts'

/** What an instrument, or the form itself, demands beyond the fields that every request has. */
export interface FormRule {
  readonly id: string
  /** `any`: the form itself demands it, whatever the instrument. */
  readonly instrument: InstrumentId | 'any'
  /** As printed, e.g. `29(2)(d)`; null when the source has no article. */
  readonly article: string | null
  /** Where an instrument has several routes: for requests under this article only. Null: any. */
  readonly under: string | null
  readonly kinds: readonly RequestKind[] | 'any'
  readonly urgency: readonly Urgency[] | 'any'
  /** Only when the request has one of these marks; null: always. */
  readonly whenMarked: readonly (Confidentiality | Handling)[] | null
  /** At least one of them must be given. */
  readonly fields: readonly DemandableField[]
  /** `should`: the text asks for it as far as it is known. */
  readonly force: 'must' | 'should'
  readonly source: string
  /** False: from memory, not compared with the text. Screens must say so. */
  readonly checked: boolean
}

type Row = Pick<FormRule, 'id' | 'instrument' | 'fields' | 'source' | 'checked'> & Partial<FormRule>

function demand(row: Row): FormRule {
  return { article: null, under: null, kinds: 'any', urgency: 'any', whenMarked: null, force: 'must', ...row }
}

/** One rule for each field, where a text lists several. */
function demands(
  row: Omit<Row, 'fields'>,
  fields: readonly (DemandableField | readonly DemandableField[])[],
): FormRule[] {
  return fields.map((field) => {
    const list = typeof field === 'string' ? [field] : field
    return demand({ ...row, id: `${row.id}-${idOf(list[0] ?? '')}`, fields: list })
  })
}

function idOf(field: string): string {
  return field
    .replace(/^data\./, '')
    .replaceAll('.', '-')
    .replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

const FORM = 'Form request/1'
const BUDAPEST = 'Convention on Cybercrime, ETS 185'
const TEMPLATE = 'T-CY template for requests for subscriber information'
const AP2 = 'Second Additional Protocol, CETS 224'
const E_EVIDENCE = 'Regulation (EU) 2023/1543'
const EIO = 'Directive 2014/41/EU'
const SWEDISH = 'Directive (EU) 2023/977'
const UN = 'UN Convention against Cybercrime'

const PRODUCTION: readonly RequestKind[] = ['subscriber', 'traffic', 'content', 'identify']
const PRESERVATION: readonly RequestKind[] = ['preserve', 'preserve-extend']
const PRESSING: readonly Urgency[] = ['emergency', 'urgent']
const REACHABLE: readonly DemandableField[] = ['inCharge.phone', 'inCharge.email']
const WHERE: readonly DemandableField[] = ['custodian', 'location']

/** Every demand known to this version, beyond the fields that the form itself always has. */
export const FORM_RULES: readonly FormRule[] = [
  demand({
    id: 'form-urgency-reason',
    instrument: 'any',
    urgency: PRESSING,
    fields: ['urgencyReason'],
    source: FORM,
    checked: true,
  }),
  demand({
    id: 'form-confidentiality-reason',
    instrument: 'any',
    whenMarked: ['confidential', 'do-not-notify-user'],
    fields: ['confidentialityReason'],
    source: FORM,
    checked: true,
  }),
  demand({
    id: 'form-use-limits',
    instrument: 'any',
    whenMarked: ['use-limited'],
    fields: ['useLimits'],
    source: FORM,
    checked: true,
  }),
  demand({
    id: 'form-handling-note',
    instrument: 'any',
    whenMarked: ['H3'],
    fields: ['handlingNote'],
    source: FORM,
    checked: true,
  }),
  demand({
    id: 'form-earlier-matter',
    instrument: 'any',
    kinds: ['preserve-extend'],
    fields: ['data.relatesTo', 'yourNumber'],
    source: FORM,
    checked: true,
  }),
  ...demands(
    {
      id: 'budapest-29-2',
      instrument: 'budapest',
      article: '29(2)',
      kinds: ['preserve'],
      source: BUDAPEST,
      checked: true,
    },
    ['data.offences', 'relation', 'identifiers', ['followUp', 'data.followUp']],
  ),
  demand({
    id: 'budapest-29-2-custodian',
    instrument: 'budapest',
    article: '29(2)',
    kinds: ['preserve'],
    fields: WHERE,
    force: 'should',
    source: BUDAPEST,
    checked: true,
  }),
  ...demands(
    {
      id: 't-cy',
      instrument: 'budapest',
      article: '31',
      kinds: ['subscriber'],
      source: TEMPLATE,
      checked: false,
    },
    ['data.offences', 'law.text', 'identifiers', 'identifiers.period', 'custodian', 'relation'],
  ),
  ...demands(
    {
      id: 'ap2-7',
      instrument: 'budapest-ap2',
      article: '7(3)',
      under: '7',
      kinds: ['subscriber'],
      source: AP2,
      checked: false,
    },
    ['data.offences', 'custodian', 'identifiers', 'law.penalty', REACHABLE],
  ),
  ...demands(
    {
      id: 'ap2-8',
      instrument: 'budapest-ap2',
      article: '8(3)',
      under: '8',
      kinds: ['subscriber', 'traffic'],
      source: AP2,
      checked: false,
    },
    ['data.offences', 'custodian', 'identifiers', 'law.text', 'law.penalty', 'relation', REACHABLE],
  ),
  ...demands(
    {
      id: 'ap2-9',
      instrument: 'budapest-ap2',
      article: '9(3)',
      under: '9',
      kinds: ['emergency-disclosure'],
      source: AP2,
      checked: false,
    },
    ['data.offences', 'custodian', 'identifiers', 'law.penalty', 'relation'],
  ),
  ...demands(
    {
      id: 'ap2-10',
      instrument: 'budapest-ap2',
      article: '10',
      under: '10',
      urgency: ['emergency'],
      source: AP2,
      checked: false,
    },
    ['relation'],
  ),
  demand({
    id: 'e-evidence-4-judicial',
    instrument: 'eu-e-evidence',
    article: '4',
    kinds: [...PRODUCTION, ...PRESERVATION],
    fields: ['judicial'],
    source: E_EVIDENCE,
    checked: true,
  }),
  demand({
    id: 'e-evidence-5-2-proportionality',
    instrument: 'eu-e-evidence',
    article: '5(2)',
    kinds: PRODUCTION,
    fields: ['proportionality'],
    source: E_EVIDENCE,
    checked: true,
  }),
  ...demands(
    {
      id: 'e-evidence-5-5',
      instrument: 'eu-e-evidence',
      article: '5(5)',
      kinds: PRODUCTION,
      source: E_EVIDENCE,
      checked: false,
    },
    ['custodian', 'identifiers', 'data.offences', 'law.text', REACHABLE],
  ),
  ...demands(
    {
      id: 'e-evidence-5-5',
      instrument: 'eu-e-evidence',
      article: '5(5)',
      kinds: ['traffic', 'content'],
      source: E_EVIDENCE,
      checked: false,
    },
    ['identifiers.period'],
  ),
  ...demands(
    {
      id: 'e-evidence-6',
      instrument: 'eu-e-evidence',
      article: '6',
      kinds: PRESERVATION,
      source: E_EVIDENCE,
      checked: false,
    },
    ['custodian', 'identifiers', 'data.offences', 'proportionality'],
  ),
  demand({
    id: 'eio-1-1-judicial',
    instrument: 'eu-eio',
    article: '1(1)',
    fields: ['judicial'],
    source: EIO,
    checked: true,
  }),
  ...demands({ id: 'eio-5-1', instrument: 'eu-eio', article: '5(1)', source: EIO, checked: false }, [
    'data.offences',
    'law.text',
    REACHABLE,
  ]),
  ...demands({ id: 'eio-6-1', instrument: 'eu-eio', article: '6(1)', source: EIO, checked: false }, [
    'proportionality',
  ]),
  ...demands({ id: '2023-977-4', instrument: 'eu-2023-977', article: '4', source: SWEDISH, checked: false }, [
    'data.offences',
    'relation',
  ]),
  demand({
    id: '2023-977-4-custodian',
    instrument: 'eu-2023-977',
    article: '4',
    fields: WHERE,
    force: 'should',
    source: SWEDISH,
    checked: false,
  }),
  ...demands(
    {
      id: 'un-42',
      instrument: 'un-cybercrime',
      article: '42',
      kinds: ['preserve'],
      source: UN,
      checked: false,
    },
    ['data.offences', 'relation', 'identifiers', ['followUp', 'data.followUp']],
  ),
  demand({
    id: 'un-42-custodian',
    instrument: 'un-cybercrime',
    article: '42',
    kinds: ['preserve'],
    fields: WHERE,
    force: 'should',
    source: UN,
    checked: false,
  }),
  ...demands(
    {
      id: 'un-40',
      instrument: 'un-cybercrime',
      article: '40',
      kinds: ['subscriber', 'traffic', 'content', 'identify', 'locate', 'interview', 'document'],
      source: UN,
      checked: false,
    },
    ['data.offences', 'relation', 'law.text'],
  ),
]
