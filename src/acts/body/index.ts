import type { ActDefinition } from '../definition.ts'
import { bodyExpunge } from './expunge.ts'
import { bodyExpunged } from './expunged.ts'

/** Acts that erase. */
export const bodyFamily: readonly ActDefinition[] = [bodyExpunge, bodyExpunged]
