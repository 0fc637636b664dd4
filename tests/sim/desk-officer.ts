import { ACT_EXAMPLES, type MatterState } from '../../src/acts/index.ts'
import type { JsonObject, PartyId } from '../../src/record/index.ts'
import type { SeededRng } from './random.ts'

/** Of a hundred openings that are no request: cases, leads and calls. */
const OPENINGS = ['case.open', 'case.open', 'lead.give', 'lead.give', 'call.place'] as const
const NOTHING = '0'.repeat(64)

export function deskOpening(rng: SeededRng): string {
  return rng.pick(OPENINGS)
}

/** What a party could sensibly do now about a case, a lead, a call, or an exhibit of any matter. */
export function deskActs(state: MatterState, party: PartyId): string[] {
  const custody =
    state.exhibits.length === 0
      ? []
      : ['evidence.view', 'evidence.permit', 'evidence.release', 'evidence.transfer', 'evidence.seal']
  switch (state.kind) {
    case 'case':
      return state.stage === 'closed'
        ? ['case.reopen', 'case.number']
        : ['case.number', 'case.link', 'case.prioritise', 'case.prioritise.accept', 'case.close']
    case 'lead':
      return party === state.giver ? custody : ['lead.take', 'lead.take', 'lead.feedback', ...custody]
    case 'call':
      if (party === state.called) return ['call.answer', 'call.answer', 'call.hand-over', 'call.stand-down']
      return party === state.caller ? ['call.hand-over', 'call.stand-down'] : []
    case 'agency':
    case 'channel':
    case 'contact':
    case 'evidence':
    case 'request':
      return custody
  }
}

/** Data of those acts; undefined for any other. */
export function deskData(
  type: string,
  state: MatterState | null,
  to: PartyId,
  at: (hours: number) => string,
  rng: SeededRng,
): JsonObject | undefined {
  const example = /^(?:case|lead|call|evidence|remark)\./.test(type) ? ACT_EXAMPLES[type] : undefined
  if (example === undefined) return undefined
  const sealed = state?.exhibits[0]?.sealed ?? NOTHING
  switch (type) {
    case 'case.prioritise':
      return { on: rng.chance(0.7) }
    case 'case.prioritise.accept':
      return { to: (state?.kind === 'case' ? state.proposals[0]?.act : undefined) ?? NOTHING }
    case 'case.link':
      return { matter: Buffer.from(rng.bytes(32)).toString('hex') }
    case 'lead.give':
      return { ...example, exhibits: [], feedbackBy: at(30), ...(rng.chance(0.5) ? { to } : {}) }
    case 'call.place':
      return {
        ...example,
        steps: [
          { at: at(0.1), line: 'seat' },
          { at: at(0.3), line: 'principal' },
        ],
        to,
        unansweredAt: at(rng.chance(0.9) ? 1 : 0.2),
      }
    case 'evidence.permit':
      return { exhibits: rng.chance(0.5) ? [] : [sealed], ways: ['court-bundle', 'community'] }
    case 'evidence.release': {
      const permissions = (state?.permits ?? []).slice(0, 8).map(({ act }) => act)
      return { exhibits: [sealed], permissions, scope: 'exhibits', way: rng.pick(['community', 'publish']) }
    }
    case 'evidence.transfer':
      return { reason: 'storage', sealed, to }
    case 'evidence.seal':
      return { ground: 'dispute', on: rng.chance(0.5), sealed }
    case 'evidence.view':
    case 'evidence.destroy':
      return { ...example, sealed }
    default:
      return example
  }
}
