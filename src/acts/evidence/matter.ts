import type { ActId } from '../../record/index.ts'
import type { CommonState } from '../matter.ts'

/** Exhibits handed over on their own, outside a request's answer. */
export interface EvidenceState extends CommonState {
  readonly kind: 'evidence'
  /** The matter they belong to, as the depositor says. */
  readonly relatesTo: ActId | null
}
