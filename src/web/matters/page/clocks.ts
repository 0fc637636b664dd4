import type { MatterState, RequestState } from '../../../acts/index.ts'
import { type Act, type Clocks as Rules, type Rule, textIn } from './given.ts'

/** An instant by which something is wanted. */
export interface Due {
  readonly what:
    | 'acknowledge'
    | 'answer'
    | 'clarify'
    | 'preserve'
    | 'postponed'
    | 'data-lost'
    | 'follow-up'
    | 'feedback'
    | 'contact'
    | 'ring'
    | 'unanswered'
  readonly atMs: number
  /** As it was set first, where it was moved since. */
  readonly setMs: number | null
  /** When it was met; null while it was not. */
  readonly metMs: number | null
  /** Nobody has to meet it any more. */
  readonly isOver: boolean
  /** It says when something ends by itself, and nobody is late for it. */
  readonly isMere: boolean
  readonly rule: Rule | null
  /** What that rule alone would give, where it can be told. */
  readonly ruleMs: number | null
  /** Line of the hotline that is rung from then on. */
  readonly line: string | null
}

/** Something that was done at an instant. */
export interface Done {
  readonly type: string
  readonly by: string
  readonly act: string
  readonly atMs: number
}

/** While a question waits for its answer the clock of the answer stands still. */
export interface Pause {
  readonly fromMs: number
  readonly toMs: number | null
}

export interface Clocks {
  readonly dues: readonly Due[]
  readonly done: readonly Done[]
  readonly pauses: readonly Pause[]
}

/** Nobody is shown a move that a clock cannot show. */
const MINUTE_MS = 60_000
/** Acts that nodes make by themselves, and words: neither moves a clock. */
const QUIET: readonly string[] = ['evidence.', 'remark.', 'body.', 'attest.']
const ENDING: readonly string[] = ['request.decline', 'request.withdraw', 'request.expire']

/** What a matter's clocks were planned to be, what was done when, and when they stood still. */
export function clocksOf(state: MatterState, acts: readonly Act[], rules: Rules | undefined): Clocks {
  const effective = acts.filter((one) => one.void === null)
  const done = effective
    .filter(({ type }) => !QUIET.some((family) => type.startsWith(family)))
    .map(({ by, id, made, type }) => ({ type, by, act: id, atMs: Date.parse(made) }))
  const pauses = state.kind === 'request' ? pausesOf(state, effective) : []
  return { dues: duesOf(state, effective, rules).toSorted((a, b) => a.atMs - b.atMs), done, pauses }
}

function duesOf(state: MatterState, acts: readonly Act[], rules: Rules | undefined): readonly Due[] {
  switch (state.kind) {
    case 'request':
      return requestDues(state, acts, rules)
    case 'lead': {
      const told = state.takes.flatMap(({ feedback }) => (feedback === null ? [] : [feedback.atMs]))
      return state.feedbackByMs === null
        ? []
        : [due('feedback', state.feedbackByMs, { metMs: told.length === 0 ? null : Math.min(...told) })]
    }
    case 'contact': {
      const counts = state.wants === 'machine' ? (state.machine ?? state.person) : state.person
      return [due('contact', state.answerByMs, { metMs: counts?.atMs ?? null })]
    }
    case 'call': {
      const { answeredMs } = state
      // Who comes later in the line is not rung any more.
      const isRung = (atMs: number): boolean =>
        state.stage === 'ringing' || (answeredMs !== null && atMs <= answeredMs)
      const rings = state.steps.map(({ atMs, line }) =>
        due('ring', atMs, { isMere: true, isOver: !isRung(atMs), line }),
      )
      return [
        ...rings,
        due('unanswered', state.unansweredMs, { metMs: answeredMs, isOver: state.stage === 'stood-down' }),
      ]
    }
    case 'agency':
    case 'case':
    case 'channel':
    case 'evidence':
      return []
  }
}

function due(what: Due['what'], atMs: number, more: Partial<Due> = {}): Due {
  return {
    what,
    atMs,
    setMs: null,
    metMs: null,
    isOver: false,
    isMere: false,
    rule: null,
    ruleMs: null,
    line: null,
    ...more,
  }
}

function requestDues(state: RequestState, acts: readonly Act[], rules: Rules | undefined): readonly Due[] {
  const isOver = ['closed', 'withdrawn', 'expired'].includes(state.stage)
  const opening = acts.find(({ type }) => type === 'request.open')
  const set = msIn(opening, 'answerBy')
  const answered = acts.find(
    ({ data, type }) => type === 'request.decline' || (type === 'request.supply' && data['final'] === true),
  )
  const answeredMs = answered === undefined ? null : Date.parse(answered.made)
  return [
    due('acknowledge', state.acknowledgeByMs, {
      metMs: state.acknowledgedMs,
      isOver,
      ...behind(rules, ['acknowledge']),
    }),
    ...(state.answerByMs === null
      ? []
      : [
          due('answer', state.answerByMs, {
            setMs: set !== null && Math.abs(set - state.answerByMs) >= MINUTE_MS ? set : null,
            metMs: answeredMs,
            isOver,
            ...behind(rules, ['answer', 'execute']),
          }),
        ]),
    ...questionDues(acts, isOver || answeredMs !== null, rules),
    ...(state.postponedUntilMs === null
      ? []
      : [
          due('postponed', state.postponedUntilMs, {
            metMs: answeredMs,
            isOver: isOver || state.stage !== 'postponed',
          }),
        ]),
    ...(state.keptUntilMs === null
      ? []
      : [
          due('preserve', state.keptUntilMs, {
            setMs: firstKept(state, acts),
            isMere: true,
            ...later(rules, 'preserve'),
          }),
        ]),
    ...(state.dataLostByMs === null ? [] : [due('data-lost', state.dataLostByMs, { isMere: true })]),
    ...(state.followUpByMs === null ? [] : [due('follow-up', state.followUpByMs, { isMere: true })]),
  ]
}

function questionDues(acts: readonly Act[], isOver: boolean, rules: Rules | undefined): readonly Due[] {
  return acts.flatMap((ask) => {
    const atMs = ask.type === 'request.ask' ? msIn(ask, 'by') : null
    if (atMs === null) return []
    const answer = acts.find(({ data, type }) => type === 'request.clarify' && data['to'] === ask.id)
    const metMs = answer === undefined ? null : Date.parse(answer.made)
    return [due('clarify', atMs, { metMs, isOver, ...later(rules, 'clarify') })]
  })
}

/** The instant that was promised first, where it was moved since. */
function firstKept(state: RequestState, acts: readonly Act[]): number | null {
  const promised = acts.map((one) => msIn(one, 'keptUntil')).find((ms) => ms !== null)
  return promised === undefined || promised === state.keptUntilMs ? null : promised
}

function behind(rules: Rules | undefined, aims: readonly string[]): Pick<Due, 'rule' | 'ruleMs'> {
  const found = rules?.clocks.find(({ rule }) => aims.includes(rule.aim))
  return { rule: found?.rule ?? null, ruleMs: found === undefined ? null : Date.parse(found.due) }
}

function later(rules: Rules | undefined, aim: string): Pick<Due, 'rule'> {
  const known = [...(rules?.later ?? []), ...(rules?.clocks.map(({ rule }) => rule) ?? [])]
  return { rule: known.find((rule) => rule.aim === aim) ?? null }
}

/** As the fold counts them: from the first open question to the answer of the last, or to the end of the matter. */
function pausesOf(state: RequestState, acts: readonly Act[]): readonly Pause[] {
  const pauses: Pause[] = []
  const open = new Set<string>()
  let fromMs: number | null = null
  for (const one of acts) {
    const { data, id, type } = one
    const atMs = Date.parse(one.made)
    if (type === 'request.ask') {
      fromMs ??= atMs
      open.add(id)
    } else if (type === 'request.clarify') open.delete(textIn(data, 'to') ?? '')
    else if (ENDING.includes(type) || (type === 'request.supply' && data['final'] === true)) open.clear()
    if (fromMs !== null && open.size === 0) {
      pauses.push({ fromMs, toMs: Math.max(fromMs, atMs) })
      fromMs = null
    }
  }
  // Acts that are not shown yet may have begun it; the state knows.
  const standsMs = state.pausedFromMs ?? fromMs
  return standsMs === null ? pauses : [...pauses, { fromMs: standsMs, toMs: null }]
}

function msIn(act: Act | undefined, field: string): number | null {
  const value = act?.data[field]
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(ms) ? null : ms
}
