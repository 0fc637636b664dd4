import { cpSync, mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plantedProject } from '../house/project.ts'
import { lint } from './lint.ts'

const root = join(import.meta.dirname, '..', '..')

/** What each line breaks. */
const planted: Readonly<Record<string, string>> = {
  'no-floating-promises': 'export function a(f: () => Promise<void>): void { f() }',
  'no-misused-promises': 'export const b = (f: () => Promise<boolean>): number => (f() ? 1 : 2)',
  'await-thenable': 'export const c = async (): Promise<void> => { await 1 }',
  'switch-exhaustiveness-check': "export function d(x: 'p' | 'q'): void { switch (x) { case 'p': break } }",
  'no-explicit-any': 'export function e(x: any): void { void x }',
  'no-unsafe-member-access': "export const g = (): unknown => JSON.parse('1').x",
  'no-unsafe-return': "export const h = (): string => JSON.parse('1')",
  eqeqeq: 'export const i = (x: unknown): boolean => x == 1',
  'no-console': "console.log('j')",
  'no-default-export': 'export default 1',
  'no-non-null-assertion': 'export const k = (x: string | undefined): string => x!',
}

describe('the lint', () => {
  let folder = ''

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'entente-lint-'))
    for (const name of ['.oxlintrc.json', 'tsconfig.json', 'package.json'])
      cpSync(join(root, name), join(folder, name))
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    mkdirSync(join(folder, 'src', 'store'), { recursive: true })
    for (const [rule, text] of Object.entries(planted))
      writeFileSync(join(folder, 'src', 'store', `${rule}.ts`), `${text}\n`)
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('finds what is planted, with types and without', async () => {
    const result = await lint.run({ root: folder, project: plantedProject({}), write: false })
    expect(result.passed).toBe(false)
    expect(result.looked).toMatch(/^11 files, \d+ rules, 1\d findings$/)
    for (const rule of Object.keys(planted))
      expect(result.report).toMatch(new RegExp(`${rule}\\.ts.*\\b${rule}\\)`))
  })
})
