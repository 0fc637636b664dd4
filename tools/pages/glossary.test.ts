import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { glossaryPage } from './glossary.ts'

it('the glossary is made from the words that the screens show', async () => {
  const held = readFileSync(new URL('../../docs/glossary.md', import.meta.url), 'utf8')
  expect(held, 'run: node bin/run.mjs tools/pages/main.ts').toBe(await glossaryPage())
  expect(held.split('\n').filter((line) => line.startsWith('- **')).length).toBeGreaterThan(100)
})
