import type { ActId, PartyId } from '../../record/index.ts'
import type { FoldContext, ReadAct } from '../definition.ts'
import { canonicalOrder } from '../fields.ts'
import type { VoidCode } from '../voids.ts'
import { ADMISSIONS_MAX, hasLeft, membersOf, PROPOSALS_OPEN_MAX } from './matter.ts'
import type { ChannelState, Offer, Proposal } from './matter.ts'

/**
 * The channel with an offer that waits for the others. A party has one open offer of each kind: a new one takes the
 * place of the old, which nobody can accept any more.
 */
export function propose(
  state: ChannelState,
  act: ReadAct<unknown>,
  offer: Offer,
  context: FoldContext,
): ChannelState | VoidCode {
  if (hasLeft(state, act.by)) return 'has-left'
  const others = state.proposals.filter((one) => one.by !== act.by || one.offer.kind !== offer.kind)
  if (others.length >= PROPOSALS_OPEN_MAX) return 'matter-full'
  const proposal = { accepted: [act.by], act: act.id, by: act.by, offer, seq: act.seq }
  return settleProposals({ ...state, proposals: [...others, proposal] }, context)
}

/** The channel with one more acceptance; the last one enacts the offer. */
export function accept(
  state: ChannelState,
  act: ReadAct<{ readonly to: ActId }>,
  kind: Offer['kind'],
  context: FoldContext,
): ChannelState | VoidCode {
  if (hasLeft(state, act.by)) return 'has-left'
  const proposal = state.proposals.find((one) => one.act === act.data.to && one.offer.kind === kind)
  if (proposal === undefined) return 'proposal-unknown'
  if (proposal.by === act.by) return 'own-proposal'
  // Whoever had not seen it cannot have accepted it, even if it guessed the id.
  if ((act.deps[proposal.by] ?? 0) <= proposal.seq) return 'proposal-unknown'
  if (proposal.accepted.includes(act.by)) return 'already-accepted'
  const accepted = context.parties.filter((party) => party === act.by || proposal.accepted.includes(party))
  const proposals = state.proposals.map((one) => (one === proposal ? { ...proposal, accepted } : one))
  return settleProposals({ ...state, proposals }, context)
}

/** Enacts what every member has accepted: after an acceptance, and after the last who had not has left. */
export function settleProposals(state: ChannelState, context: FoldContext): ChannelState {
  const members = membersOf(state, context)
  const ready = state.proposals.find((one) => isAccepted(one, members))
  if (ready === undefined) return state
  const rest = state.proposals.filter((one) => one !== ready)
  return settleProposals(enact({ ...state, proposals: rest }, ready), context)
}

function isAccepted({ accepted }: Proposal, members: readonly PartyId[]): boolean {
  return members.every((party) => accepted.includes(party))
}

/** Offers of the same kind fall with it: they were made, and accepted, upon what held before. */
function enact(state: ChannelState, { act, offer }: Proposal): ChannelState {
  const others = state.proposals.filter((one) => one.offer.kind !== offer.kind)
  switch (offer.kind) {
    case 'amend': {
      const amended = canonicalOrder({ ...state.terms?.amended, ...offer.terms })
      return { ...state, proposals: others, terms: { act, amended, count: (state.terms?.count ?? 0) + 1 } }
    }
    case 'upgrade':
      return { ...state, fold: offer.fold, proposals: others }
    case 'admit': {
      // Several may join; only offers of the very same party are done with.
      const proposals = state.proposals.filter(
        (one) => one.offer.kind !== 'admit' || one.offer.party !== offer.party,
      )
      const earlier = state.admissions.filter(({ party }) => party !== offer.party)
      const admissions = [...earlier, { act, keys: offer.keys, party: offer.party }].slice(-ADMISSIONS_MAX)
      return { ...state, admissions, proposals }
    }
  }
}
