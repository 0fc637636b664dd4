import type { ActId } from '../../record/index.ts'
import type { CommonState } from '../matter.ts'
import type { MatterOutline } from '../outline.ts'

/** Exhibits handed over on their own, outside a request's answer. */
export interface EvidenceState extends CommonState {
  readonly kind: 'evidence'
  /** The matter they belong to, as the depositor says. */
  readonly relatesTo: ActId | null
}

export function outlineOfEvidence(state: EvidenceState): MatterOutline {
  return { status: statusOf(state), onClock: null, dueMs: null, lapsesMs: null }
}

function statusOf({ exhibits }: EvidenceState): string {
  if (exhibits.some((exhibit) => exhibit.refused.length > 0)) return 'refused'
  return exhibits.every((exhibit) => exhibit.received.length > 0) ? 'received' : 'deposited'
}
