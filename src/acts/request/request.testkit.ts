import { at, DAY_MS, exhibitOf, hexOf } from '../acts.testkit.ts'
import type { Step } from '../acts.testkit.ts'

/** For tests only: the steps of a request by us to cn. */
export const ACK: Step = { type: 'request.acknowledge', by: 'cn' }
export const ASK: Step = { type: 'request.ask', by: 'cn', data: { what: ['period'], by: at(5 * DAY_MS) } }
export const ACCEPT: Step = { type: 'request.accept', by: 'cn', data: { conditions: ['no-court-use'] } }
export const PART: Step = {
  type: 'request.supply',
  by: 'cn',
  data: { exhibits: [exhibitOf(2)], final: false },
}
export const FINAL: Step = {
  type: 'request.supply',
  by: 'cn',
  data: { exhibits: [exhibitOf(3)], final: true },
}
export const DECLINE: Step = { type: 'request.decline', by: 'cn', data: { grounds: ['de-minimis'] } }
export const POSTPONE: Step = {
  type: 'request.postpone',
  by: 'cn',
  data: { grounds: ['ongoing-investigation'], until: at(20 * DAY_MS) },
}
export const CONSULT: Step = { type: 'request.consult', by: 'cn', data: { on: 'refusal' } }
export const CONSULT_LATER: Step = { type: 'request.consult', by: 'cn', data: { on: 'postponement' } }
export const RATE: Step = {
  type: 'request.rate',
  by: 'us',
  data: { completeness: 5, timeliness: 4, usefulness: 3 },
}
export const CLOSE: Step = { type: 'request.close', by: 'us', data: { outcome: 'answered' } }
export const WITHDRAW: Step = { type: 'request.withdraw', by: 'us', data: { reason: 'not-needed' } }
export const KEPT: Step = { ...ACCEPT, data: { conditions: [], keptUntil: at(60 * DAY_MS) } }
export const PRESERVED: Step = {
  type: 'request.supply',
  by: 'cn',
  data: { exhibits: [], final: true, keptUntil: at(60 * DAY_MS) },
}
export const clarify = (to: number, more: Partial<Step> = {}): Step => ({
  type: 'request.clarify',
  by: 'us',
  data: { exhibits: [], to: hexOf(to) },
  ...more,
})
export const extend = (what: string, until: number): Step => ({
  type: 'request.extend',
  by: 'us',
  data: { until: at(until), what },
})
export const expire = (by: string, after: number): Step => ({ type: 'request.expire', by, after })
