import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { VOCABULARY } from '../../src/acts/index.ts'
import { actsPage } from './acts.ts'

describe('docs/acts.md', () => {
  it('is what the code says; `node bin/run.mjs tools/pages/main.ts` writes it anew', () => {
    const written = readFileSync(new URL('../../docs/acts.md', import.meta.url), 'utf8')
    expect(written).toBe(actsPage())
    for (const { name } of VOCABULARY) expect(written).toContain(`\n## ${name}\n`)
  })
})
