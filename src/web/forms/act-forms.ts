import type { ScreenKey, TermGroup } from '../../words/index.ts'
import type { CodeList } from './options.ts'

/** One field of an act, and how it is filled. */
export type ActField =
  | {
      readonly is: 'text'
      readonly field: string
      readonly rows?: number
      readonly needed?: boolean
      readonly hint?: ScreenKey
    }
  | { readonly is: 'line'; readonly field: string; readonly needed?: boolean }
  | { readonly is: 'instant'; readonly field: string; readonly needed?: boolean }
  | { readonly is: 'listed'; readonly field: string; readonly list: CodeList; readonly needed?: boolean }
  | {
      readonly is: 'code' | 'codes'
      readonly field: string
      readonly codes: readonly string[]
      readonly group: TermGroup
      readonly needed?: boolean
    }
  | { readonly is: 'flag'; readonly field: string }
  | { readonly is: 'number'; readonly field: string; readonly least: number; readonly most: number }
  | { readonly is: 'score'; readonly field: string }
  /** `hasNote`: its body says how the material may be used where no code does. */
  | { readonly is: 'marks'; readonly field: string; readonly hasNote?: boolean }
  | { readonly is: 'files' }
  | { readonly is: 'identifiers' }
  | { readonly is: 'party'; readonly field: string; readonly needed?: boolean }
  | { readonly is: 'matter'; readonly field: string; readonly needed?: boolean }
  /** Any matter, however old, by words or digits of it. */
  | { readonly is: 'found-matter'; readonly field: string }
  /** An act of the same matter: of one of these types, or any. */
  | { readonly is: 'act'; readonly field: string; readonly of: readonly string[]; readonly needed?: boolean }
  | { readonly is: 'exhibits'; readonly field: string }
  | { readonly is: 'json'; readonly field: string; readonly needed?: boolean }

export interface ActForm {
  /** What the data begin with. */
  readonly data: Readonly<Record<string, unknown>>
  readonly fields: readonly ActField[]
}

const note: ActField = { is: 'text', field: 'form.text' }
const words: ActField = { is: 'text', field: 'form.text', rows: 5, needed: true }
const listed = (field: string, list: CodeList, needed = false): ActField => ({
  is: 'listed',
  field,
  list,
  needed,
})
const instant = (field: string, needed = false): ActField => ({ is: 'instant', field, needed })
const one = (field: string, ...codes: readonly string[]): ActField => ({
  is: 'code',
  field,
  codes,
  group: 'choice',
  needed: true,
})
const some = (field: string, ...codes: readonly string[]): ActField => ({
  is: 'codes',
  field,
  codes,
  group: 'choice',
  needed: true,
})
const marks: ActField = { is: 'marks', field: 'data.marks' }
const files: ActField = { is: 'files' }
const score = (field: string): ActField => ({ is: 'score', field })
const answers = (...of: readonly string[]): ActField => ({ is: 'act', field: 'data.to', of, needed: true })
const WAYS = ['court-bundle', 'organisation', 'client', 'community', 'publish', 'active-use', 'machine-feed']

/** Forms made by hand, in the order in which somebody thinks. Acts that are not here have one made from the vocabulary. */
export const ACT_FORMS: Readonly<Record<string, ActForm>> = {
  'request.acknowledge': { data: {}, fields: [instant('data.answerBy'), note] },
  'request.ask': {
    data: { what: [] },
    fields: [listed('data.what', 'clarifications', true), words, instant('data.by')],
  },
  'request.clarify': { data: {}, fields: [answers('request.ask'), words, files] },
  'request.consult': {
    data: {},
    fields: [one('data.on', 'refusal', 'postponement', 'conditions', 'scope', 'other'), words],
  },
  'request.accept': {
    data: { conditions: [] },
    fields: [
      listed('data.conditions', 'conditions'),
      instant('data.answerBy'),
      instant('data.keptUntil'),
      note,
    ],
  },
  'request.supply': {
    data: { final: false },
    fields: [files, words, listed('data.conditions', 'conditions'), instant('data.keptUntil'), marks],
  },
  'request.decline': {
    data: { grounds: [] },
    fields: [listed('data.grounds', 'grounds', true), note],
  },
  'request.postpone': {
    data: { grounds: [] },
    fields: [listed('data.grounds', 'grounds', true), instant('data.until', true), note],
  },
  'request.extend': {
    data: {},
    fields: [one('data.what', 'answer', 'keeping'), instant('data.until', true), note],
  },
  'request.withdraw': {
    data: {},
    fields: [one('data.reason', 'not-needed', 'found-elsewhere', 'sent-in-error', 'replaced', 'other'), note],
  },
  'request.rate': {
    data: {},
    fields: [score('data.timeliness'), score('data.completeness'), score('data.usefulness'), note],
  },
  'request.close': {
    data: {},
    fields: [one('data.outcome', 'answered', 'partly-answered', 'not-answered'), note],
  },
  'request.expire': { data: {}, fields: [note] },
  'case.open': {
    data: { marks: { handling: [], tlp: 'AMBER' }, offences: [] },
    fields: [
      { is: 'line', field: 'form.title', needed: true },
      { is: 'line', field: 'form.number' },
      note,
      listed('data.offences', 'offences'),
      marks,
    ],
  },
  'case.number': { data: {}, fields: [{ is: 'line', field: 'form.number', needed: true }] },
  'case.prioritise': { data: { on: true }, fields: [{ is: 'flag', field: 'data.on' }, note] },
  'case.prioritise.accept': { data: {}, fields: [answers('case.prioritise'), note] },
  'case.link': { data: {}, fields: [{ is: 'matter', field: 'data.matter', needed: true }, note] },
  'case.close': {
    data: {},
    fields: [
      one(
        'data.outcome',
        'resolved',
        'prosecuted',
        'not-proceeded-with',
        'transferred',
        'merged',
        'no-longer-needed',
        'other',
      ),
      note,
    ],
  },
  'case.reopen': {
    data: {},
    fields: [
      one('data.reason', 'new-facts', 'new-victims', 'closed-in-error', 'court-decision', 'other'),
      note,
    ],
  },
  'lead.give': {
    data: { identifiers: [], marks: { handling: [], tlp: 'GREEN' }, offences: [] },
    fields: [
      { is: 'party', field: 'data.to' },
      { is: 'line', field: 'form.title', needed: true },
      words,
      { is: 'identifiers' },
      listed('data.offences', 'offences'),
      instant('data.feedbackBy'),
      { is: 'matter', field: 'data.relatesTo' },
      marks,
      files,
    ],
  },
  'lead.take': { data: {}, fields: [note] },
  'lead.feedback': {
    data: {},
    fields: [
      one('data.use', 'opened-case', 'added-to-case', 'known-already', 'not-usable', 'no-action'),
      score('data.rating'),
      note,
    ],
  },
  'remark.post': { data: {}, fields: [words] },
  'remark.translate': {
    data: { standing: 'official' },
    fields: [
      { is: 'act', field: 'data.of', of: [], needed: true },
      { is: 'line', field: 'data.language', needed: true },
      one('data.standing', 'official', 'machine-draft'),
      { is: 'text', field: 'form.text', rows: 8, needed: true },
    ],
  },
  'evidence.deposit': {
    data: { marks: { handling: [], tlp: 'AMBER' } },
    fields: [
      { is: 'line', field: 'form.title', needed: true },
      files,
      { is: 'text', field: 'form.text', hint: 'evidence.deposit-text-hint' },
      { is: 'found-matter', field: 'data.relatesTo' },
      { is: 'marks', field: 'data.marks', hasNote: true },
    ],
  },
  'evidence.permit': {
    data: { exhibits: [], ways: [] },
    fields: [
      { is: 'exhibits', field: 'data.exhibits' },
      some('data.ways', ...WAYS),
      instant('data.until'),
      note,
    ],
  },
  'call.stand-down': {
    data: {},
    fields: [
      one(
        'data.outcome',
        'resolved',
        'under-way',
        'referred',
        'no-action',
        'false-alarm',
        'unanswered',
        'drill-done',
        'other',
      ),
      words,
    ],
  },
}
