import type { Restrictions } from '../../instruments/index.ts'
import type { PartyId } from '../../record/index.ts'
import type { MatterState } from '../matter.ts'

/** Nobody has said what may be done with it. */
const UNMARKED: Restrictions = { conditions: [], confidentiality: [], marks: null }

/** What binds everybody else as to the material of one party in a matter. What is marked with nothing stays inside. */
export function boundBy(state: MatterState, owner: PartyId): Restrictions {
  if (state.kind === 'request') {
    if (owner === state.requester)
      return { conditions: [], confidentiality: state.confidentiality, marks: state.marks }
    if (owner === state.requested)
      return { conditions: state.conditions, confidentiality: [], marks: state.answerMarks }
    return UNMARKED
  }
  // A case is marked as a whole, whoever adds to it.
  if (state.kind === 'case') return { ...UNMARKED, marks: state.marks }
  if (state.kind === 'lead' || state.kind === 'evidence')
    return owner === state.opened?.by ? { ...UNMARKED, marks: state.marks } : UNMARKED
  return UNMARKED
}

/** Parties whose words stand in a matter, as far as its state tells: those whose matter it is, and owners of exhibits. */
export function authorsOf(state: MatterState): PartyId[] {
  return [...new Set([...principalsOf(state), ...state.exhibits.map(({ by }) => by)])]
}

function principalsOf(state: MatterState): PartyId[] {
  if (state.kind === 'request')
    return state.acknowledgedMs === null ? [state.requester] : [state.requester, state.requested]
  if (state.kind === 'call') return state.answeredMs === null ? [state.caller] : [state.caller, state.called]
  if (state.kind === 'lead') return [state.giver, ...state.takes.map(({ by }) => by)]
  return state.opened === null ? [] : [state.opened.by]
}
