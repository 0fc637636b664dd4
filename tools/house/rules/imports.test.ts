import { describe, expect, it } from 'vitest'
import { plantedProject } from '../project.ts'
import { imports, packageOf } from './imports.ts'

const record = { 'src/record/index.ts': '', 'src/record/leaf.ts': '' }
const check = (path: string, text: string): string[] =>
  imports
    .check(plantedProject({ ...record, 'src/app/index.ts': '', [path]: text }))
    .findings.map((one) => one.message)

describe('the directions of imports', () => {
  it('lets a room import the index of a room below it', () => {
    expect(check('src/acts/a.ts', "import { x } from '../record/index.ts'")).toEqual([])
  })

  it('finds a room that imports one above it', () => {
    expect(check('src/record/a.ts', "import { x } from '../app/index.ts'")).toEqual([
      'The room "record" may not import from "app"; it imports from no room.',
    ])
  })

  it('finds an import past the index, by any form of import', () => {
    const forms = [
      "import { x } from '../record/leaf.ts'",
      "import type { x } from '../record/leaf.ts'",
      "export * from '../record/leaf.ts'",
      "export const x = import('../record/leaf.ts')",
      "export type X = import('../record/leaf.ts').X",
    ]
    for (const form of forms) expect(check('src/store/a.ts', form), form).toHaveLength(1)
  })

  it('finds an import past the index from outside the rooms', () => {
    expect(check('tests/a.test.ts', "import { x } from '../src/record/leaf.ts'")).toHaveLength(1)
  })

  it('lets api know the types of app and nothing else of it', () => {
    expect(check('src/api/a.ts', "import type { X } from '../app/index.ts'")).toEqual([])
    expect(check('src/api/a.ts', "import { x } from '../app/index.ts'")).toHaveLength(1)
  })

  it('finds a package that a room may not use, and leaves tests alone', () => {
    const text = "import { readFileSync } from 'node:fs'"
    expect(check('src/record/a.ts', text)).toEqual([
      'The room "record" may use only node:crypto, not node:fs.',
    ])
    expect(check('src/record/a.test.ts', text)).toEqual([])
    expect(check('src/store/a.ts', text)).toEqual([])
  })

  it('finds a room that imports from outside the rooms, a missing file and an unknown room', () => {
    expect(check('src/store/a.ts', "import { x } from '../../tools/x.ts'")).toHaveLength(1)
    expect(check('src/store/a.ts', "import { x } from './gone.ts'")).toEqual([
      'There is no file src/store/gone.ts.',
    ])
    expect(check('src/odds/a.ts', '')).toHaveLength(1)
  })

  it('says how much it looked at', () => {
    const { looked } = imports.check(plantedProject({ 'src/acts/a.ts': "import 'zod'" }))
    expect(looked).toMatch(/^1 files, 1 imports checked against \d+ rooms$/)
  })
})

describe('packageOf', () => {
  it('cuts the path off and keeps the scope', () => {
    expect(packageOf('@scure/bip39/wordlists/english.js')).toBe('@scure/bip39')
    expect(packageOf('zod/mini')).toBe('zod')
    expect(packageOf('node:fs/promises')).toBe('node:fs/promises')
  })
})
