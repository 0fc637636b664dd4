import { countIdentifiers, dueInstant, rulesFor } from '../../instruments/index.ts'
import type { ArgumentsOf } from '../../app/index.ts'
import type { MessageKey } from '../../words/index.ts'
import { type JsonObject, isJsonObject } from '../json-input.ts'
import type { DemoParty } from './parties.ts'

const DAY_MS = 86_400_000
/** The request that the reader follows from its first word to its end. */
export const REQUEST = 'request'

/** What one side does next: an act, and the sentence that tells it. */
export interface Step {
  readonly by: DemoParty['id']
  readonly tells: MessageKey
  readonly type: string
  /** The matter, by the name that it has in this story; its first step opens it. */
  readonly matter: string
  readonly data: JsonObject
  readonly body?: NonNullable<ArgumentsOf<'act'>['body']>
  readonly exhibits: readonly string[]
  /** Answers the question that the step of this type asked. */
  readonly answers?: string
}

/** The request of the demonstration: a form as the instruments have it, its contents invented. */
export interface DemoRequest {
  readonly data: JsonObject
  readonly body: JsonObject
}

/** The rest of the story after the request: acknowledged, asked, clarified, supplied, rated, closed. */
export function stepsAfter(nowMs: number, reply: string): Step[] {
  const after = (days: number): string => instantAfter(nowMs, days)
  return [
    step('cn', 'demo.step.acknowledge', 'request.acknowledge', {}),
    step(
      'cn',
      'demo.step.ask',
      'request.ask',
      { by: after(5), what: ['period'] },
      'Invented: In which time zone are the times of the log written, and until when was the account used?',
    ),
    {
      ...step(
        'us',
        'demo.step.clarify',
        'request.clarify',
        {},
        'Invented: All times are UTC. The last use known to us is 6 December 2016, 09:40 UTC.',
      ),
      answers: 'request.ask',
    },
    {
      ...step(
        'cn',
        'demo.step.supply',
        'request.supply',
        { final: true, keptUntil: after(60) },
        'Invented: The records are preserved. The sign-in records of the period are attached.',
      ),
      exhibits: [reply],
    },
    step('us', 'demo.step.rate', 'request.rate', { completeness: 5, timeliness: 5, usefulness: 4 }),
    step('us', 'demo.step.close', 'request.close', { outcome: 'answered' }),
  ]
}

export function openingStep(request: DemoRequest, exhibits: readonly string[]): Step {
  const body = {
    base64: Buffer.from(JSON.stringify(request.body)).toString('base64'),
    type: 'application/json',
  }
  return {
    by: 'us',
    tells: 'demo.step.open',
    type: 'request.open',
    matter: REQUEST,
    data: request.data,
    body,
    exhibits,
  }
}

/** The coded part of a request that goes with a form, for a form that comes without one. */
export function dataFor(form: JsonObject, nowMs: number): JsonObject {
  const [rule] = rulesFor('charter', 'preserve', 'urgent', 'acknowledge')
  const list = Array.isArray(form['identifiers']) ? form['identifiers'].filter(isIdentifier) : []
  return {
    acknowledgeBy: dueInstant(rule?.length ?? null, new Date(nowMs).toISOString()),
    answerBy: instantAfter(nowMs, 10),
    confidentiality: ['confidential', 'do-not-notify-user'],
    dataLostBy: instantAfter(nowMs, 20),
    exhibits: [],
    followUp: { mutualAssistanceBy: instantAfter(nowMs, 60) },
    identifiers: countIdentifiers(list).map(({ count, type }) => ({ count, type })),
    instrument: { id: 'charter' },
    kind: 'preserve',
    marks: { handling: ['H2'], pap: 'GREEN', tlp: 'AMBER' },
    offences: ['fraud-business-email-compromise', 'fraud-phishing'],
    to: 'cn',
    urgency: 'urgent',
  }
}

function step(by: Step['by'], tells: MessageKey, type: string, data: JsonObject, text?: string): Step {
  const body =
    text === undefined ? {} : { body: { base64: Buffer.from(text).toString('base64'), type: 'text/plain' } }
  return { by, tells, type, matter: REQUEST, data, exhibits: [], ...body }
}

export function instantAfter(nowMs: number, days: number): string {
  return new Date(nowMs + days * DAY_MS).toISOString()
}

type Counted = Parameters<typeof countIdentifiers>[0][number]

function isIdentifier(value: unknown): value is Counted {
  return isJsonObject(value) && typeof value['type'] === 'string'
}
