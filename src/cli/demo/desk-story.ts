import type { ArgumentsOf } from '../../app/index.ts'
import type { JsonObject } from '../json-input.ts'
import { demoForm } from './form.ts'
import { type DemoParty, demoParties } from './parties.ts'
import { type Step, instantAfter } from './story.ts'

const HOUR_DAYS = 1 / 24
const MARKS: JsonObject = { handling: [], pap: 'GREEN', tlp: 'AMBER' }

/** Names of offices are those of the releases; what happens is invented. */
const agencies: Readonly<Record<DemoParty['id'], { country: string; en: string; zh: string }>> = {
  us: { country: 'US', en: 'Department of Homeland Security', zh: '国土安全部' },
  cn: { country: 'CN', en: 'Ministry of Public Security', zh: '公安部' },
}

/** Each side lists its agency, with hours, holidays and what it wants in requests, and opens a seat there. */
export function directorySteps(): Step[] {
  return demoParties.flatMap(({ id, zone }) => {
    const { country, en, zh } = agencies[id]
    const entry = {
      calendar: {
        country,
        officeHours: { from: '09:00', to: '17:00' },
        timeZone: zone,
        workingDays: [1, 2, 3, 4, 5],
      },
      country,
      functions: ['cybercrime-unit', 'point-of-contact'],
      languages: ['en', 'zh-Hans'],
      requires: { fields: ['law.text', 'judicial'] },
    }
    return [
      deed(id, 'demo.desk.agency', 'directory.agency.list', agencyOf(id), entry, {
        names: { en, 'zh-Hans': zh },
      }),
      deed(
        id,
        'demo.desk.seat',
        'directory.seat.open',
        agencyOf(id),
        { function: 'point-of-contact', hours: 'always', languages: ['en', 'zh-Hans'] },
        { names: { en: '24/7 point of contact', 'zh-Hans': '全天候联络点' } },
      ),
    ]
  })
}

export function agencyOf(party: DemoParty['id']): string {
  return `agency of ${party}`
}

/** One side asks whether the other's point of contact is there; its node answers at once by itself. */
export function contactStep(nowMs: number, agency: string, seat: string): Step {
  const answerBy = instantAfter(nowMs, 1)
  const data = { agency, answerBy, seat, to: 'cn', wants: 'person' }
  return deed('us', 'demo.desk.check', 'directory.contact.check', 'contact', data)
}

export function contactAnswer(): Step {
  return deed('cn', 'demo.desk.answer', 'directory.contact.answer', 'contact', { how: 'person' })
}

/** A drill of the hotline that a person answers. */
export function drillSteps(nowMs: number): Step[] {
  return [
    deed('cn', 'demo.desk.drill', 'call.place', 'drill', callTo('us', nowMs), {
      text: 'Invented: a drill of the hotline, as the parties agreed to test it.',
    }),
    deed('us', 'demo.desk.pick-up', 'call.answer', 'drill', {}),
    deed(
      'cn',
      'demo.desk.stand-down',
      'call.stand-down',
      'drill',
      { outcome: 'drill-done' },
      {
        text: 'Invented: answered by the duty officer; the line is good.',
      },
    ),
  ]
}

/** A case that both sides agree comes first, with the request tied to it. */
export function caseSteps(request: string): Step[] {
  return [
    deed(
      'us',
      'demo.desk.case',
      'case.open',
      'case',
      { marks: MARKS, offences: ['fraud-business-email-compromise'] },
      { title: 'Business e-mail compromise against exporters (invented)', number: 'DEMO-US-C-1' },
    ),
    deed('cn', 'demo.desk.number', 'case.number', 'case', {}, { number: 'DEMO-CN-C-1' }),
    deed('us', 'demo.desk.link', 'case.link', 'case', { matter: request }),
    deed('us', 'demo.desk.first', 'case.prioritise', 'case', { on: true }),
    { ...deed('cn', 'demo.desk.agreed', 'case.prioritise.accept', 'case', {}), answers: 'case.prioritise' },
  ]
}

/** Something that nobody asked for, and what came of it. */
export function leadSteps(nowMs: number): Step[] {
  const domains = ['invoice.example', 'billing.example', 'accounts.example']
  const data = {
    exhibits: [],
    feedbackBy: instantAfter(nowMs, 30),
    identifiers: [{ count: domains.length, type: 'domain' }],
    marks: MARKS,
    offences: ['fraud-phishing'],
    to: 'us',
  }
  const body = {
    text: 'Invented: the same sender registered these names on one day.',
    identifiers: domains.map((value) => ({ type: 'domain', value })),
  }
  return [
    deed('cn', 'demo.desk.lead', 'lead.give', 'lead', data, body),
    deed('us', 'demo.desk.take', 'lead.take', 'lead', {}),
    deed('us', 'demo.desk.feedback', 'lead.feedback', 'lead', { rating: 4, use: 'added-to-case' }),
  ]
}

/** What the people at both desks find waiting when they sign in. */
export function waitingSteps(nowMs: number): Step[] {
  const toUs = request('us', 'information', 'routine', 7, 30, nowMs)
  const soon = request('us', 'emergency-disclosure', 'emergency', 2 * HOUR_DAYS, 8 * HOUR_DAYS, nowMs)
  const toCn = request('cn', 'preserve', 'urgent', 7, 10, nowMs)
  return [
    open('cn', 'partly', toUs, 'Who held the address on the days named?', 'DEMO-CN-2016-0001'),
    deed('us', 'demo.step.acknowledge', 'request.acknowledge', 'partly', {}),
    deed(
      'us',
      'demo.desk.partly',
      'request.supply',
      'partly',
      { exhibits: [], final: false },
      {
        text: 'Invented: the records of the first three days; the rest follows.',
      },
    ),
    open('cn', 'soon', soon, 'Who signed in from the address tonight?', 'DEMO-CN-2016-0002'),
    open('us', 'seen', toCn, 'Please preserve the records of the mailbox.', 'DEMO-US-2016-0002'),
    deed('us', 'demo.desk.ringing', 'call.place', 'ringing', callTo('cn', nowMs), {
      text: 'Invented: a drill. Please answer it at your desk.',
    }),
  ]
}

function open(by: DemoParty['id'], matter: string, data: JsonObject, wanted: string, number: string): Step {
  const [own, other] = by === 'us' ? (['us', 'cn'] as const) : (['cn', 'us'] as const)
  const form: JsonObject = {
    ...demoForm,
    title: `${wanted} (demonstration, contents invented)`,
    ourNumber: number,
    requesting: { name: agencies[own].en, country: agencies[own].country },
    requested: { name: agencies[other].en, country: agencies[other].country },
    operational: { name: agencies[own].en, country: agencies[own].country },
    identifiers: [{ type: 'ipv4', value: '198.51.100.7', note: 'kept for examples' }],
    wanted,
  }
  return deed(by, 'demo.step.open', 'request.open', matter, data, form)
}

function request(
  to: DemoParty['id'],
  kind: string,
  urgency: string,
  acknowledgeDays: number,
  answerDays: number,
  nowMs: number,
): JsonObject {
  return {
    acknowledgeBy: instantAfter(nowMs, acknowledgeDays),
    answerBy: instantAfter(nowMs, answerDays),
    confidentiality: ['confidential'],
    exhibits: [],
    identifiers: [{ count: 1, type: 'ipv4' }],
    instrument: { id: 'charter' },
    kind,
    marks: MARKS,
    offences: ['fraud-business-email-compromise'],
    to,
    urgency,
  }
}

/** The lines that the charter names, each with its time: the charter of the demonstration leaves the defaults in force. */
function callTo(to: DemoParty['id'], nowMs: number): JsonObject {
  const at = (minutes: number): string => instantAfter(nowMs, (minutes / 60) * HOUR_DAYS)
  return {
    drill: true,
    reason: 'other',
    severity: 'moderate',
    steps: [
      { at: at(0), line: 'seat' },
      { at: at(15), line: 'deputy' },
      { at: at(45), line: 'principal' },
    ],
    to,
    unansweredAt: at(75),
  }
}

function deed(
  by: Step['by'],
  tells: Step['tells'],
  type: string,
  matter: string,
  data: JsonObject,
  body?: JsonObject,
): Step {
  return {
    by,
    tells,
    type,
    matter,
    data,
    exhibits: [],
    ...(body === undefined ? {} : { body: written(body) }),
  }
}

function written(body: JsonObject): NonNullable<ArgumentsOf<'act'>['body']> {
  return { base64: Buffer.from(JSON.stringify(body)).toString('base64'), type: 'application/json' }
}
