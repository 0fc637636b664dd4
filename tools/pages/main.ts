import { writeFileSync } from 'node:fs'
import { actsPage } from './acts.ts'
import { addressesPage } from './addresses.ts'
import { openApiPage, statusesPage } from './api.ts'
import { glossaryPage } from './glossary.ts'
import { instrumentsPage } from './instruments.ts'

/** Writes the pages that are made from the code. */
writeFileSync(new URL('../../docs/acts.md', import.meta.url), actsPage())
writeFileSync(new URL('../../docs/api/openapi.json', import.meta.url), await openApiPage())
writeFileSync(new URL('../../docs/api/statuses.md', import.meta.url), statusesPage())
writeFileSync(new URL('../../docs/instruments.md', import.meta.url), instrumentsPage())
writeFileSync(new URL('../../src/web/api/addresses.ts', import.meta.url), await addressesPage())
writeFileSync(new URL('../../docs/glossary.md', import.meta.url), await glossaryPage())
