import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId } from '../fields.ts'

/** Another party agrees to the proposal; with the last of them it holds. */
export const casePrioritiseAccept: ActDefinition = defineAct({
  name: 'case.prioritise.accept',
  class: 'paired',
  by: 'not-proposer',
  since: 1,
  about: { how: 'about', kind: 'case' },
  data: z.strictObject({ to: actId }),
  body: { rule: 'optional', types: ['text/plain', 'application/json'] },
  effect(state, act, context) {
    if (state.stage === 'closed') return 'matter-closed'
    const proposal = state.proposals.find((one) => one.act === act.data.to)
    if (proposal === undefined) return 'proposal-unknown'
    if (proposal.by === act.by) return 'own-proposal'
    // Whoever had not seen it cannot have accepted it, even if it guessed the id.
    if ((act.deps[proposal.by] ?? 0) <= proposal.seq) return 'proposal-unknown'
    if (proposal.accepted.includes(act.by)) return 'already-accepted'
    const accepted = context.parties.filter((party) => party === act.by || proposal.accepted.includes(party))
    if (accepted.length < context.parties.length) {
      const proposals = state.proposals.map((one) => (one === proposal ? { ...proposal, accepted } : one))
      return { ...state, proposals }
    }
    // The others were made upon what held before.
    return { ...state, prioritySinceMs: proposal.on ? act.madeMs : null, proposals: [] }
  },
})
