import { writeFileSync } from 'node:fs'
import { actsPage } from './acts.ts'

/** Writes the pages that are made from the code. */
writeFileSync(new URL('../../docs/acts.md', import.meta.url), actsPage())
