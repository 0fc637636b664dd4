import type { ActDefinition } from '../definition.ts'
import { callAnswer } from './answer.ts'
import { callHandOver } from './hand-over.ts'
import { callPlace } from './place.ts'
import { callStandDown } from './stand-down.ts'

/** The hotline. */
export const callFamily: readonly ActDefinition[] = [callPlace, callAnswer, callHandOver, callStandDown]
