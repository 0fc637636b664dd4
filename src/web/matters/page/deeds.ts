import type { CaseState, ContactState, LeadState, MatterState, RequestState } from '../../../acts/index.ts'

/** One act that may be made now. */
export interface Deed {
  readonly type: string
  /** What it takes at the officers' door. */
  readonly needs: 'act' | 'hotline'
  /** All its coded data, where nothing is left to be said: one press and one confirmation. */
  readonly whole?: Readonly<Record<string, string | boolean>>
}

const LIVE: readonly RequestState['stage'][] = [
  'open',
  'acknowledged',
  'accepted',
  'postponed',
  'partly-supplied',
]
const ANSWERED: readonly RequestState['stage'][] = ['supplied', 'rated', 'declined', 'expired']
const ASKS_MAX = 16
const KEEPING: readonly string[] = ['preserve', 'preserve-extend']

/**
 * What a party may do about a matter now, the main thing first. Whatever stands here the fold gives effect: a test holds
 * each of them against it.
 */
export function deedsOf(state: MatterState, self: string, nowMs: number): readonly Deed[] {
  return [...ownDeeds(state, self, nowMs), act('remark.post'), act('remark.translate')]
}

function ownDeeds(state: MatterState, self: string, nowMs: number): readonly Deed[] {
  switch (state.kind) {
    case 'request':
      return requestDeeds(state, self, nowMs)
    case 'case':
      return caseDeeds(state, self)
    case 'lead':
      return leadDeeds(state, self)
    case 'contact':
      return contactDeeds(state, self)
    // Calls have a screen of their own, agencies too; exhibits carry their own deeds.
    case 'agency':
    case 'call':
    case 'channel':
    case 'evidence':
      return []
  }
}

const act = (type: string, whole?: Deed['whole']): Deed => ({
  type,
  needs: 'act',
  ...(whole === undefined ? {} : { whole }),
})

function requestDeeds(state: RequestState, self: string, nowMs: number): readonly Deed[] {
  const isLive = LIVE.includes(state.stage)
  const keeps = keepingDeeds(state, self, nowMs)
  if (self === state.requested)
    return [...(isLive ? answerDeeds(state) : []), ...keeps, ...expiry(state, self, nowMs)]
  if (self !== state.requester) return []
  return [
    ...(isLive ? askerDeeds(state) : []),
    ...(ANSWERED.includes(state.stage)
      ? [...(state.rating === null ? [act('request.rate')] : []), act('request.close')]
      : []),
    ...keeps,
    ...expiry(state, self, nowMs),
  ]
}

function answerDeeds(state: RequestState): readonly Deed[] {
  const mayRefuse = state.consultedMs !== null || state.urgency === 'emergency'
  return [
    ...(state.stage === 'open' ? [act('request.acknowledge', {})] : []),
    ...(['open', 'acknowledged', 'postponed'].includes(state.stage) ? [act('request.accept')] : []),
    act('request.supply'),
    ...(state.asks.length < ASKS_MAX ? [act('request.ask')] : []),
    act('request.consult'),
    // Without a word before, one ground is open: that the data do not exist.
    act('request.decline'),
    ...(mayRefuse ? [act('request.postpone')] : []),
  ]
}

function askerDeeds(state: RequestState): readonly Deed[] {
  return [
    ...(state.asks.length > 0 ? [act('request.clarify')] : []),
    act('request.consult'),
    act('request.withdraw'),
  ]
}

/** More time: for the answer by the requester, for keeping what is kept by either. */
function keepingDeeds(state: RequestState, self: string, nowMs: number): readonly Deed[] {
  const isLive = LIVE.includes(state.stage)
  const mayKeep = isLive || state.stage === 'supplied' || state.stage === 'rated'
  const keeping = mayKeep && state.keptUntilMs !== null && nowMs < state.keptUntilMs
  const answer = self === state.requester && isLive && state.answerByMs !== null
  return keeping || answer ? [act('request.extend')] : []
}

/** That a deadline has passed is for whoever missed it to say, and of kept data for either side. */
function expiry(state: RequestState, self: string, nowMs: number): readonly Deed[] {
  const isKept =
    (state.stage === 'supplied' || state.stage === 'rated') &&
    KEEPING.includes(state.requestKind) &&
    state.keptUntilMs !== null
  if (!isKept && !LIVE.includes(state.stage)) return []
  if (!isKept && state.onClock !== self) return []
  return state.dueMs !== null && nowMs >= state.dueMs ? [act('request.expire', {})] : []
}

function caseDeeds(state: CaseState, self: string): readonly Deed[] {
  const isOpen = state.stage === 'open'
  const waiting = state.proposals.filter(({ accepted }) => !accepted.includes(self))
  const hasNumber = state.numbers.some(({ by }) => by === self) || state.opened?.by === self
  return [
    ...(isOpen ? waiting.map((one) => act('case.prioritise.accept', { to: one.act })) : []),
    ...(hasNumber ? [] : [act('case.number')]),
    ...(isOpen ? [act('case.link'), act('case.prioritise', { on: state.prioritySinceMs === null })] : []),
    ...(hasNumber ? [act('case.number')] : []),
    isOpen ? act('case.close') : act('case.reopen'),
  ]
}

function leadDeeds(state: LeadState, self: string): readonly Deed[] {
  const isFor = state.to === null ? self !== state.giver : self === state.to
  if (!isFor) return []
  return state.takes.some(({ by }) => by === self) ? [act('lead.feedback')] : [act('lead.take', {})]
}

function contactDeeds(state: ContactState, self: string): readonly Deed[] {
  if (self !== state.asked || state.person !== null) return []
  return [{ type: 'directory.contact.answer', needs: 'hotline', whole: { how: 'person' } }]
}
