import { z } from 'zod'
import { type CallSpeaker, type CallState, type CallStep, callAt } from '../acts/index.ts'
import { type ActId, type PartyId, instantFromMs } from '../record/index.ts'
import { type DutyInfo, dutyInfo } from './duty.ts'

interface StepInfo {
  readonly at: string
  readonly line: string
}
const step: z.ZodType<StepInfo> = z.object({ at: z.string(), line: z.string() })

/** A hotline call as it stands at the moment of asking. */
export interface CallInfo {
  readonly id: ActId
  readonly caller: PartyId
  readonly called: PartyId
  readonly drill: boolean
  readonly reason: string
  readonly severity: string
  readonly matter: ActId | null
  /** `unanswered`: nobody came to the telephone in time. */
  readonly status: 'ringing' | 'answered' | 'handed-over' | 'stood-down' | 'unanswered'
  readonly outcome: string | null
  readonly placed: string
  readonly steps: readonly StepInfo[]
  /** The line that is being rung. */
  readonly rings: StepInfo | null
  readonly nextStep: string | null
  readonly unansweredAt: string
  readonly answered: string | null
  readonly answerMinutes: number | null
  readonly handOvers: number
  readonly callerSpeaker: CallSpeaker
  readonly calledSpeaker: CallSpeaker
}
const speaker: z.ZodType<CallSpeaker> = z.object({
  officer: z.string().nullable(),
  seat: z.string().nullable(),
})
const callFields = {
  id: z.string(),
  caller: z.string(),
  called: z.string(),
  drill: z.boolean(),
  reason: z.string(),
  severity: z.string(),
  matter: z.string().nullable(),
  status: z.enum(['ringing', 'answered', 'handed-over', 'stood-down', 'unanswered']),
  outcome: z.string().nullable(),
  placed: z.string(),
  steps: z.array(step),
  rings: step.nullable(),
  nextStep: z.string().nullable(),
  unansweredAt: z.string(),
  answered: z.string().nullable(),
  answerMinutes: z.int().nullable(),
  handOvers: z.int(),
  callerSpeaker: speaker,
  calledSpeaker: speaker,
}
export const callInfo: z.ZodType<CallInfo> = z.object(callFields)

export interface CallDetail extends CallInfo {
  /** Who is on duty at the called side now, where the call may ring. */
  readonly duty: readonly DutyInfo[]
}
export const callDetail: z.ZodType<CallDetail> = z.object({ ...callFields, duty: z.array(dutyInfo) })

export function viewCall(
  { id, state }: { readonly id: ActId; readonly state: CallState },
  nowMs: number,
): CallInfo {
  const moment = callAt(state, nowMs)
  const { answeredMs, called, calledSpeaker, caller, callerSpeaker, drill, handOvers } = state
  return {
    id,
    caller,
    called,
    drill,
    reason: state.reason,
    severity: state.severity,
    matter: state.matter,
    status: moment.status,
    outcome: state.outcome,
    placed: instantFromMs(state.placedMs),
    steps: state.steps.map(viewStep),
    rings: moment.step === null ? null : viewStep(moment.step),
    nextStep: moment.nextStepMs === null ? null : instantFromMs(moment.nextStepMs),
    unansweredAt: instantFromMs(state.unansweredMs),
    answered: answeredMs === null ? null : instantFromMs(answeredMs),
    answerMinutes: moment.answerMinutes,
    handOvers,
    callerSpeaker,
    calledSpeaker,
  }
}

function viewStep({ atMs, line }: CallStep): StepInfo {
  return { at: instantFromMs(atMs), line }
}
