import { type ActId, type Instant, type PartyId, instantFromMs } from '../record/index.ts'
import { spansOf } from './entries.ts'
import type { Fact } from './facts.ts'

/** One matter behind a figure, with the instants that it was counted by. */
export interface FigureMatter {
  readonly id: ActId
  readonly kind: Fact['kind']
  readonly by: PartyId
  readonly to: PartyId
  readonly opened: Instant
  /** Of a request. */
  readonly requestKind: string | null
  readonly urgency: string | null
  /** Of a call. */
  readonly drill: boolean
  /** What has not happened is not there. */
  readonly instants: Readonly<Record<string, Instant>>
  readonly spans: Readonly<Record<string, number>>
}

export function figureMatter(fact: Fact): FigureMatter {
  const { by, id, kind, openedMs, to } = fact
  return {
    id,
    kind,
    by,
    to,
    opened: instantFromMs(openedMs),
    requestKind: fact.kind === 'request' ? fact.requestKind : null,
    urgency: fact.kind === 'request' ? fact.urgency : null,
    drill: fact.kind === 'call' && fact.drill,
    instants: Object.fromEntries(
      instantsOf(fact).flatMap(([code, ms]) => (ms === null ? [] : [[code, instantFromMs(ms)]])),
    ),
    spans: Object.fromEntries(spansOf(fact).map(({ code, ms }) => [code, ms])),
  }
}

function instantsOf(fact: Fact): readonly (readonly [code: string, ms: number | null])[] {
  switch (fact.kind) {
    case 'request':
      return [
        ['acknowledge-by', fact.acknowledgeByMs],
        ['acknowledged', fact.acknowledgedMs],
        ['answer-by', fact.answerByMs],
        ['answered', fact.answeredMs],
        ['due', fact.dueMs],
      ]
    case 'contact':
      return [
        ['check-by', fact.answerByMs],
        ['machine', fact.machineMs],
        ['person', fact.personMs],
      ]
    case 'call':
      return [
        ['pick-up-by', fact.unansweredMs],
        ['picked-up', fact.answeredMs],
      ]
  }
}
