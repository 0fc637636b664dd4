import type { ActDefinition } from '../definition.ts'
import { leadFeedback } from './feedback.ts'
import { leadGive } from './give.ts'
import { leadTake } from './take.ts'

/** Information given without a request. */
export const leadFamily: readonly ActDefinition[] = [leadGive, leadTake, leadFeedback]
