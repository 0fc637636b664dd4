import type { ActDefinition } from '../definition.ts'
import { remarkPost } from './post.ts'
import { remarkTranslate } from './translate.ts'

/** Words. */
export const remarkFamily: readonly ActDefinition[] = [remarkPost, remarkTranslate]
