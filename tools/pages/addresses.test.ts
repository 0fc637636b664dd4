import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { addressesPage } from './addresses.ts'

it('the addresses that the screens call are those of the route table', async () => {
  const held = readFileSync(new URL('../../src/web/api/addresses.ts', import.meta.url), 'utf8')
  expect(held, 'run: node bin/run.mjs tools/pages/main.ts').toBe(await addressesPage())
})
