import type { JsonObject } from '../record/index.ts'

const INSTANT = '2030-01-31T08:00:00.000Z'
const LATER = '2030-03-01T08:00:00.000Z'
/** Stands for the id of an act; whoever copies an example puts the real one there. */
const AN_ACT = 'a'.repeat(64)
/** Stands for the SHA-256 of a sealed exhibit. */
const A_SEALED_FILE = 'b'.repeat(64)

const AGENCY: JsonObject = {
  calendar: {
    country: 'VN',
    officeHours: { from: '08:00', to: '17:00' },
    timeZone: 'Asia/Ho_Chi_Minh',
    workingDays: [1, 2, 3, 4, 5],
  },
  country: 'VN',
  functions: ['cert', 'point-of-contact'],
  languages: ['vi', 'en'],
  requires: { fields: ['judicial', 'law.text'], languages: ['en', 'vi'] },
}

/**
 * Data of each act that a person makes, by its name, as it would be typed: exhibits are left out, since the node fills
 * them in. What the others need, the node knows.
 */
export const ACT_EXAMPLES: Readonly<Record<string, JsonObject>> = {
  'channel.amend': { terms: { contactChecks: { answerHours: 12, everyDays: 30 } } },
  'channel.amend.accept': { to: AN_ACT },
  'channel.suspend': { ground: 'technical', until: INSTANT },
  'channel.resume': {},
  'channel.rename': {},
  'channel.succeed': { channel: AN_ACT },
  'channel.admit': { keys: AN_ACT, party: 'vn' },
  'channel.admit.accept': { to: AN_ACT },
  'channel.leave': { reason: 'mandate-ended' },
  'channel.key.revoke': { keys: AN_ACT, reason: 'compromised', since: INSTANT },
  'channel.upgrade': { fold: 2 },
  'channel.upgrade.accept': { to: AN_ACT },
  'directory.agency.list': AGENCY,
  'directory.agency.update': AGENCY,
  'directory.agency.retire': {},
  'directory.seat.open': { function: 'cert', hours: 'always', languages: ['en', 'vi'] },
  'directory.seat.close': { seat: AN_ACT },
  'directory.officer.appoint': {
    alg: -7,
    credential: '0123456789abcdef0123456789abcdef',
    key: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==',
    rp: 'desk.example',
    seat: AN_ACT,
  },
  'directory.officer.relieve': { officer: AN_ACT, reason: 'term-ended' },
  'directory.duty.set': {
    seat: AN_ACT,
    shifts: [{ from: INSTANT, line: 'seat', officer: AN_ACT, to: LATER }],
  },
  'directory.contact.check': { answerBy: INSTANT, to: 'cn', wants: 'person' },
  'directory.contact.answer': { how: 'person' },
  'case.open': { marks: { handling: [], tlp: 'AMBER' }, offences: ['ransomware'] },
  'case.number': {},
  'case.prioritise': { on: true },
  'case.prioritise.accept': { to: AN_ACT },
  'case.link': { matter: AN_ACT },
  'case.close': { outcome: 'prosecuted' },
  'case.reopen': { reason: 'new-facts' },
  'request.open': {
    acknowledgeBy: INSTANT,
    answerBy: LATER,
    confidentiality: ['confidential'],
    identifiers: [{ count: 1, type: 'ipv4' }],
    instrument: { id: 'charter' },
    kind: 'preserve',
    marks: { handling: [], tlp: 'AMBER' },
    offences: ['illegal-access'],
    to: 'cn',
    urgency: 'routine',
  },
  'request.acknowledge': { answerBy: INSTANT },
  'request.ask': { by: INSTANT, what: ['period'] },
  'request.clarify': { to: AN_ACT },
  'request.consult': { on: 'conditions' },
  'request.accept': { conditions: ['purpose-only'], keptUntil: LATER },
  'request.supply': { final: true },
  'request.decline': { grounds: ['dual-criminality-missing'] },
  'request.postpone': { grounds: ['ongoing-investigation'], until: LATER },
  'request.extend': { until: LATER, what: 'keeping' },
  'request.withdraw': { reason: 'not-needed' },
  'request.rate': { completeness: 5, timeliness: 4, usefulness: 5 },
  'request.close': { outcome: 'answered' },
  'request.expire': {},
  'lead.give': {
    feedbackBy: LATER,
    identifiers: [{ count: 3, type: 'domain' }],
    marks: { handling: [], pap: 'GREEN', tlp: 'GREEN' },
    offences: ['fraud-phishing'],
  },
  'lead.take': {},
  'lead.feedback': { rating: 4, use: 'opened-case' },
  'call.place': {
    drill: false,
    matter: AN_ACT,
    reason: 'stuck',
    severity: 'serious',
    steps: [
      { at: '2030-01-31T08:00:00.000Z', line: 'seat' },
      { at: '2030-01-31T08:15:00.000Z', line: 'deputy' },
      { at: '2030-01-31T08:30:00.000Z', line: 'principal' },
    ],
    to: 'cn',
    unansweredAt: '2030-01-31T09:00:00.000Z',
  },
  'call.answer': { officer: AN_ACT },
  'call.hand-over': { seat: AN_ACT },
  'call.stand-down': { outcome: 'resolved' },
  'evidence.deposit': { marks: { handling: ['H1'], tlp: 'AMBER' } },
  'evidence.transfer': { keeper: AN_ACT, reason: 'examination', sealed: A_SEALED_FILE },
  'evidence.view': { purpose: 'examination', sealed: A_SEALED_FILE },
  'evidence.permit': { exhibits: [A_SEALED_FILE], ways: ['court-bundle'] },
  'evidence.release': {
    exhibits: [A_SEALED_FILE],
    permissions: [AN_ACT],
    scope: 'exhibits',
    way: 'court-bundle',
  },
  'evidence.seal': { ground: 'court-order', on: true, sealed: A_SEALED_FILE },
  'evidence.destroy': { ground: 'retention-ended', sealed: A_SEALED_FILE },
  'remark.post': {},
  'remark.translate': { language: 'vi', of: AN_ACT, standing: 'machine-draft' },
}
