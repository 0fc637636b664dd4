import type { JsonObject, Leaf, PartyId } from '../record/index.ts'
import { actNamed } from './registry.ts'
import type { AdmittedAct, FoldContext, Outcome } from './definition.ts'
import type { MatterState } from './matter.ts'
import type { RequestState } from './request/matter.ts'
import type { VoidCode } from './voids.ts'

/** For tests only: three parties, acts made one after another, everybody seeing everything. */
export const CHANNEL: string = 'c'.repeat(64)
export const CONTEXT: FoldContext = {
  channel: CHANNEL,
  parties: ['cn', 'us', 'sg'],
  fold: 1,
  exhibitBytesMax: 1_000_000,
}
export const MATTER: string = 'a'.repeat(64)
export const START_MS: number = Date.UTC(2016, 11, 7)
export const HOUR_MS = 3_600_000
export const DAY_MS: number = 24 * HOUR_MS

export function at(ms: number): string {
  return new Date(START_MS + ms).toISOString()
}

export function hexOf(n: number): string {
  return n.toString(16).padStart(64, '0')
}

export function exhibitOf(n: number): JsonObject {
  return {
    hmac: hexOf(n),
    mediaType: 'application/zip',
    plainBytes: 900,
    sealed: hexOf(n),
    sealedBytes: 1000,
  }
}

export function openData(to: PartyId, more: JsonObject = {}): JsonObject {
  return {
    acknowledgeBy: at(7 * DAY_MS),
    answerBy: at(30 * DAY_MS),
    confidentiality: ['confidential'],
    exhibits: [exhibitOf(1)],
    identifiers: [{ count: 2, type: 'ipv4' }],
    instrument: { article: '29', id: 'budapest' },
    kind: 'preserve',
    marks: { handling: ['H1'], pap: 'AMBER', tlp: 'AMBER' },
    offences: ['illegal-access'],
    to,
    urgency: 'routine',
    ...more,
  }
}

export interface Step {
  readonly type: string
  readonly by: PartyId
  readonly data?: JsonObject
  /** Milliseconds after START_MS. */
  readonly after?: number
  readonly deps?: Leaf['deps']
  readonly about?: string | null
  readonly body?: string | null
}

/** Act number `seq`, as admitted; every act has seen all lower numbers of the others. */
export function actOf(seq: number, step: Step): AdmittedAct {
  const opens = actNamed(step.type)?.about.how
  const about =
    step.about === undefined ? (opens === 'opens' || opens === 'channel' ? null : MATTER) : step.about
  const body = step.body === undefined ? neededBody(step.type) : step.body
  const others = CONTEXT.parties.filter((party) => party !== step.by)
  return {
    id: opens === 'opens' ? MATTER : hexOf(seq),
    leaf: {
      v: 1,
      type: step.type,
      party: step.by,
      seq,
      made: at(step.after ?? seq),
      deps: step.deps ?? Object.fromEntries(others.map((party) => [party, seq])),
      ...(about === null ? {} : { about }),
      ...(body === null ? {} : { body: { hmac: hexOf(seq), size: 10, type: body } }),
      data: step.data ?? {},
    },
  }
}

/** The first type of body that the act takes, when it needs one. */
function neededBody(type: string): string | null {
  const body = actNamed(type)?.body
  return body?.rule === 'required'
    ? (body.types.find((each) => each === 'text/plain') ?? body.types[0] ?? null)
    : null
}

/** Folds steps one after another and gives the last outcome; an earlier void act fails the test. */
export function outcomeOf(
  steps: readonly Step[],
  context: FoldContext = CONTEXT,
  from?: MatterState,
): Outcome {
  let outcome: Outcome | null = from ?? null
  steps.forEach((step, index) => {
    if (typeof outcome === 'string') throw new Error(`step ${index} is void: ${outcome}`)
    outcome = foldOne(outcome, actOf(index + 1, step), context)
  })
  if (outcome === null) throw new Error('no steps')
  return outcome
}

function foldOne(state: MatterState | null, act: AdmittedAct, context: FoldContext): Outcome {
  const definition = actNamed(act.leaf.type)
  if (definition === undefined) throw new Error(`no act ${act.leaf.type}`)
  return definition.fold(state, act, context)
}

export function requestAfter(...steps: readonly Step[]): RequestState {
  const outcome = outcomeOf(steps)
  if (typeof outcome === 'string' || outcome.kind !== 'request')
    throw new Error(`not a request: ${typeof outcome === 'string' ? outcome : outcome.kind}`)
  return outcome
}

export function codeAfter(...steps: readonly Step[]): VoidCode | 'effective' {
  const outcome = outcomeOf(steps)
  return typeof outcome === 'string' ? outcome : 'effective'
}

export const OPEN: Step = { type: 'request.open', by: 'us', data: openData('cn') }
