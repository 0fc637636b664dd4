import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ariaStrings } from './aria-words.ts'

const inPackage = (name: string): string =>
  join(createRequire(import.meta.url).resolve(`${name}/package.json`), '..', 'dist/private')
const MODULES = [
  ...['overlays', 'searchfield', 'autocomplete', 'combobox'].map((component) => ({
    list: join(inPackage('react-aria'), component, 'intlStrings.mjs'),
    english: join(inPackage('react-aria'), 'intl', component, 'en-US.mjs'),
  })),
  {
    list: join(inPackage('react-aria-components'), 'intlStrings.mjs'),
    english: join(inPackage('react-aria-components'), 'intl/en-US.mjs'),
  },
]

describe('what React Aria says', () => {
  it('is there in Vietnamese for every component of the screens, and in no language that is not ours', async () => {
    for (const { english, list } of MODULES) {
      const made = ariaStrings(readFileSync(list, 'utf8'), list) ?? ''
      const { default: strings } = (await import(english)) as { default: Readonly<Record<string, unknown>> }
      for (const key of Object.keys(strings))
        expect([list, made.includes(JSON.stringify(key))]).toEqual([list, true])
      expect(made.match(/'[a-z]{2}-[A-Z]{2}':/g)).toEqual(["'vi-VN':", "'en-US':", "'zh-CN':"])
    }
  })

  it('leaves every other module as it is', () => {
    expect(ariaStrings('export {}', '/src/web/main.tsx')).toBeNull()
  })
})
