import type { ActDefinition } from '../definition.ts'
import { remarkPost } from './post.ts'

/** Words. */
export const remarkFamily: readonly ActDefinition[] = [remarkPost]
