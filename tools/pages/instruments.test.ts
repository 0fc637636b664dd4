import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CLOCK_RULES, FORM_RULES, GROUNDS } from '../../src/instruments/index.ts'
import { instrumentsPage } from './instruments.ts'

describe('docs/instruments.md', () => {
  it('is what the code says; `node bin/run.mjs tools/pages/main.ts` writes it anew', () => {
    const written = readFileSync(new URL('../../docs/instruments.md', import.meta.url), 'utf8')
    expect(written).toBe(instrumentsPage())
  })

  it('names every rule and every ground, and marks what nobody has compared with the text', () => {
    const page = instrumentsPage()
    for (const { id, checked } of [...CLOCK_RULES, ...FORM_RULES])
      expect(page).toContain(checked ? `| \`${id}\` |` : `| \`${id}\` **(?)** |`)
    for (const ground of GROUNDS) expect(page).toContain(`| \`${ground}\` |`)
  })
})
