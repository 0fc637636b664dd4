import type { ScreenKey, ScreenWords } from '../../words/index.ts'
import { plainForeign } from '../look/foreign.tsx'
import type { Fault } from './fault-book.ts'

/** Names of fields as they stand over them, by the path that faults use; places in lists left out. */
const LABELS: Readonly<Record<string, ScreenKey>> = {
  'data.to': 'forms.label-to',
  'data.kind': 'forms.label-kind',
  'data.instrument': 'forms.label-instrument',
  'data.instrument.id': 'forms.label-instrument',
  'data.instrument.article': 'forms.label-article',
  'data.urgency': 'forms.label-urgency',
  'data.offences': 'forms.label-offences',
  'data.confidentiality': 'forms.label-confidentiality',
  'data.marks': 'forms.label-marks',
  'data.marks.tlp': 'forms.label-tlp',
  'data.marks.pap': 'forms.label-pap',
  'data.marks.handling': 'forms.label-handling',
  'data.dataLostBy': 'forms.label-data-lost',
  'data.followUp': 'forms.label-mutual-assistance',
  'data.followUp.mutualAssistanceBy': 'forms.label-mutual-assistance',
  'data.relatesTo': 'forms.label-relates',
  'data.relatesTo.matter': 'forms.label-relates',
  'data.relatesTo.how': 'forms.label-relates-how',
  'data.exhibits': 'forms.label-files',
  'data.identifiers': 'forms.label-identifiers',
  exhibits: 'forms.label-files',
  'form.title': 'forms.label-title',
  'form.language': 'forms.label-language',
  'form.ourNumber': 'forms.label-our-number',
  'form.yourNumber': 'forms.label-your-number',
  'form.earlierNumbers': 'forms.label-earlier-numbers',
  'form.number': 'forms.label-our-number',
  'form.requesting': 'forms.label-requesting',
  'form.requested': 'forms.label-requested',
  'form.operational': 'forms.label-operational',
  'form.judicial': 'forms.label-judicial',
  'form.inCharge': 'forms.label-in-charge',
  'form.confirmWith': 'forms.label-confirm-with',
  'form.facts': 'forms.label-facts',
  'form.law': 'forms.label-law',
  'form.law.provision': 'forms.label-provision',
  'form.law.text': 'forms.label-law-text',
  'form.law.penalty': 'forms.label-penalty',
  'form.relation': 'forms.label-relation',
  'form.identifiers': 'forms.label-identifiers',
  'form.identifiers.type': 'forms.label-identifier-type',
  'form.identifiers.value': 'forms.label-identifier-value',
  'form.identifiers.from': 'forms.label-from',
  'form.identifiers.to': 'forms.label-until',
  'form.identifiers.zone': 'forms.label-zone',
  'form.identifiers.note': 'forms.label-note',
  'form.custodian': 'forms.label-custodian',
  'form.location': 'forms.label-location',
  'form.wanted': 'forms.label-wanted',
  'form.necessity': 'forms.label-necessity',
  'form.proportionality': 'forms.label-proportionality',
  'form.urgencyReason': 'forms.label-urgency-reason',
  'form.confidentialityReason': 'forms.label-confidentiality-reason',
  'form.useLimits': 'forms.label-use-limits',
  'form.handlingNote': 'forms.label-handling-note',
  'form.followUp': 'forms.label-follow-up',
  'form.text': 'forms.label-text',
}

/** Of a person or an office, whichever it is of. */
const WITHIN: Readonly<Record<string, ScreenKey>> = {
  name: 'forms.label-name',
  office: 'forms.label-office',
  address: 'forms.label-address',
  country: 'forms.label-country',
  phone: 'forms.label-phone',
  email: 'forms.label-email',
  languages: 'forms.label-languages',
  officeHours: 'forms.label-office-hours',
  timeZone: 'forms.label-zone',
  replyBy: 'forms.label-reply-by',
}

/** What a field is called. `type`: of the act, for fields that the vocabulary alone has words for. */
export function labelOf(field: string, words: ScreenWords, type = ''): string {
  const plain = fieldWithin(field)
  const known = LABELS[plain]
  if (known !== undefined) return words(known) + placeIn(field)
  const last = plain.lastIndexOf('.')
  const within = WITHIN[plain.slice(last + 1)]
  const holder = LABELS[plain.slice(0, last)]
  if (within !== undefined && holder !== undefined)
    return words('forms.label-of', { what: words(within), whose: words(holder) })
  return vocabularyLabel(plain.replace(/^(data|form|body)\./, ''), words, type) + placeIn(field)
}

/** Beside its neighbours under one heading, the short name of a person's or office's field is enough. */
export function shortLabelOf(field: string, words: ScreenWords): string {
  const name = fieldWithin(field).split('.').at(-1) ?? ''
  const within = WITHIN[name]
  return within === undefined ? labelOf(field, words) : words(within)
}

function vocabularyLabel(path: string, words: ScreenWords, type: string): string {
  const code = [`${type}.${path}`, path, path.split('.').at(-1) ?? path].find((each) =>
    words.knows('field', each),
  )
  // A name of a field that no catalogue has stands as it is: nothing is hidden.
  return code === undefined ? plainForeign(path) : capital(words.term('field', code), words.language)
}

const capital = (text: string, language: string): string =>
  text.charAt(0).toLocaleUpperCase(language) + text.slice(1)
const fieldWithin = (field: string): string => field.replaceAll(/\[\d+\]/g, '').replace(/^body\./, 'form.')

/** ` 2` for what stands second in a list. */
function placeIn(field: string): string {
  const places = [...field.matchAll(/\[(\d+)\]/g)].map(([, place]) => Number(place) + 1)
  return places.length === 0 ? '' : ` ${places.join('.')}`
}

/** What a fault says, with its field as people call it. */
export function faultText(fault: Fault, words: ScreenWords): string {
  if (!words.knows('check', fault.code)) return fault.sentence
  const named = Object.entries(fault.values).map(([name, value]) => [name, wordFor(name, value, words)])
  const values: Record<string, string | number> = Object.fromEntries(named)
  return words.term('check', fault.code, { ...values, field: labelOf(fault.field, words) })
}

function wordFor(name: string, value: string | number, words: ScreenWords): string | number {
  if (typeof value === 'number') return value
  switch (name) {
    case 'type':
      return words.term('identifier', value)
    case 'kind':
    case 'instrument':
    case 'offence':
    case 'wanted':
      return words.term(name, value)
    case 'fields':
      return words.list(value.split(', ').map((field) => labelOf(field, words)))
    default:
      return value
  }
}

/** Who asks for it, and how far: `Needed by the partner`. */
export function demandText({ checked, force, source }: Fault, words: ScreenWords): string {
  const by = words.term('demanded-by', source)
  const said = force === 'must' ? words('forms.needed-by', { by }) : words('forms.wished-by', { by })
  return checked ? said : `${said} ${words('forms.unchecked')}`
}
