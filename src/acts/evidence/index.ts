import type { ActDefinition } from '../definition.ts'
import { evidenceDeposit } from './deposit.ts'
import { evidenceDestroy } from './destroy.ts'
import { evidencePermit } from './permit.ts'
import { evidenceReceive } from './receive.ts'
import { evidenceRelease } from './release.ts'
import { evidenceSeal } from './seal.ts'
import { evidenceTransfer } from './transfer.ts'
import { evidenceView } from './view.ts'

/** Acts of custody, about the exhibits of any matter. */
export const evidenceFamily: readonly ActDefinition[] = [
  evidenceDeposit,
  evidenceReceive,
  evidenceTransfer,
  evidenceView,
  evidencePermit,
  evidenceRelease,
  evidenceSeal,
  evidenceDestroy,
]
