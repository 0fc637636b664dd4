import type { JsonObject } from '../record/index.ts'

const INSTANT = '2030-01-31T08:00:00.000Z'
const LATER = '2030-03-01T08:00:00.000Z'
/** Stands for the id of an act; whoever copies an example puts the real one there. */
const AN_ACT = 'a'.repeat(64)

/**
 * Data of each act that a person makes, by its name, as it would be typed: exhibits are left out, since the node fills
 * them in. What the others need, the node knows.
 */
export const ACT_EXAMPLES: Readonly<Record<string, JsonObject>> = {
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
  'request.extend': { until: LATER, what: 'answer' },
  'request.withdraw': { reason: 'not-needed' },
  'request.rate': { completeness: 5, timeliness: 4, usefulness: 5 },
  'request.close': { outcome: 'answered' },
  'request.expire': {},
  'evidence.deposit': {},
  'remark.post': {},
}
