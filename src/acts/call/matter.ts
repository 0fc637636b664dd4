import type { ActId, PartyId } from '../../record/index.ts'
import type { CommonState } from '../matter.ts'
import type { MatterOutline } from '../outline.ts'

/** Whom the called side rings, one after the other. */
export const CALL_LINES = ['seat', 'deputy', 'principal'] as const
export type CallLine = (typeof CALL_LINES)[number]

export const CALL_REASONS = ['stuck', 'incident', 'other'] as const
export type CallReason = (typeof CALL_REASONS)[number]

export const CALL_SEVERITIES = ['critical', 'serious', 'moderate'] as const
export type CallSeverity = (typeof CALL_SEVERITIES)[number]

export const CALL_OUTCOMES = [
  'resolved',
  'under-way',
  'referred',
  'no-action',
  'false-alarm',
  'unanswered',
  'drill-done',
  'other',
] as const
export type CallOutcome = (typeof CALL_OUTCOMES)[number]

/** Steps of one escalation; more would page nobody new. */
export const CALL_STEPS_MAX = 12

export interface CallStep {
  readonly atMs: number
  readonly line: CallLine
}

/** Who speaks for one side: an officer's appointment and a seat, where the act named them. */
export interface CallSpeaker {
  readonly officer: ActId | null
  readonly seat: ActId | null
}

/** A hotline call from one party to another. */
export interface CallState extends CommonState {
  /** When the first person answered; null until then. */
  readonly answeredMs: number | null
  readonly called: PartyId
  readonly calledSpeaker: CallSpeaker
  readonly caller: PartyId
  readonly callerSpeaker: CallSpeaker
  readonly drill: boolean
  readonly handOvers: number
  readonly kind: 'call'
  /** The matter that is stuck. */
  readonly matter: ActId | null
  readonly outcome: CallOutcome | null
  readonly placedMs: number
  readonly reason: CallReason
  readonly severity: CallSeverity
  /** `handed-over`: somebody else of the called side has taken it over and has not answered yet. */
  readonly stage: 'ringing' | 'answered' | 'handed-over' | 'stood-down'
  readonly steps: readonly CallStep[]
  /** When the call counts as unanswered. */
  readonly unansweredMs: number
}

/**
 * A ringing call is due at its first escalation: by then the line that was rung first should have answered. It lapses when
 * nobody has. What comes in between depends on the hour, and `callAt` tells it.
 */
export function outlineOfCall(state: CallState): MatterOutline {
  const { called, stage, steps, unansweredMs } = state
  const isWaiting = stage === 'ringing' || stage === 'handed-over'
  return {
    status: stage,
    onClock: isWaiting ? called : null,
    dueMs: stage === 'ringing' ? (steps[1]?.atMs ?? unansweredMs) : null,
    lapsesMs: stage === 'ringing' ? unansweredMs : null,
    to: called,
    acknowledged: state.answeredMs !== null,
  }
}

export interface CallMoment {
  readonly status: CallState['stage'] | 'unanswered'
  /** The step whose line is being rung; null before the first and when nobody is rung any more. */
  readonly step: CallStep | null
  readonly nextStepMs: number | null
  /** Whole minutes from the call to a person's answer; null while there is none. */
  readonly answerMinutes: number | null
}

/** How a call stands at an instant: the same on both sides, since both hold the same steps. */
export function callAt(state: CallState, nowMs: number): CallMoment {
  const isRinging = state.stage === 'ringing'
  const isUnanswered = isRinging && nowMs >= state.unansweredMs
  const rings = isRinging && !isUnanswered
  return {
    status: isUnanswered ? 'unanswered' : state.stage,
    step: rings ? (state.steps.findLast(({ atMs }) => atMs <= nowMs) ?? null) : null,
    nextStepMs: rings ? (state.steps.find(({ atMs }) => atMs > nowMs)?.atMs ?? null) : null,
    answerMinutes:
      state.answeredMs === null
        ? null
        : Math.max(0, Math.floor((state.answeredMs - state.placedMs) / MINUTE_MS)),
  }
}

const MINUTE_MS = 60_000
