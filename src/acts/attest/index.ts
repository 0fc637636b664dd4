import type { ActDefinition } from '../definition.ts'
import { attestSign } from './sign.ts'

/** Signatures of people. */
export const attestFamily: readonly ActDefinition[] = [attestSign]
