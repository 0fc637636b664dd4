import type { Marks } from '../../instruments/index.ts'
import type { ActId } from '../../record/index.ts'
import type { CommonState, ExhibitState } from '../matter.ts'
import type { MatterOutline } from '../outline.ts'

/** Exhibits handed over on their own, outside a request's answer. */
export interface EvidenceState extends CommonState {
  readonly kind: 'evidence'
  /** Null when the depositor marked it with nothing. */
  readonly marks: Marks | null
  /** The matter they belong to, as the depositor says. */
  readonly relatesTo: ActId | null
}

export function outlineOfEvidence(state: EvidenceState): MatterOutline {
  // Nodes receipt files by themselves, and the short ledger forgets who looked: a person's sight is claimed for nobody.
  return { status: statusOf(state), onClock: null, dueMs: null, lapsesMs: null, acknowledgedBy: [] }
}

/** What matters most comes first. */
function statusOf({ exhibits }: EvidenceState): string {
  if (exhibits.some(({ shutBy }) => shutBy !== null)) return 'under-seal'
  if (exhibits.some(({ refused }) => refused.length > 0)) return 'refused'
  if (exhibits.every(isGone)) return 'destroyed'
  return exhibits.every(({ received }) => received.length > 0) ? 'received' : 'deposited'
}

/** Every party that held it has destroyed its copy. */
function isGone({ by, destroyed, received }: ExhibitState): boolean {
  return [by, ...received].every((party) => destroyed.includes(party))
}
