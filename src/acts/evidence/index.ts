import type { ActDefinition } from '../definition.ts'
import { evidenceDeposit } from './deposit.ts'
import { evidenceReceive } from './receive.ts'

/** Acts of custody. */
export const evidenceFamily: readonly ActDefinition[] = [evidenceDeposit, evidenceReceive]
