import { describe, expect, it } from 'vitest'
import { plantedProject } from '../project.ts'
import { unfinished } from './unfinished.ts'

const check = (text: string): number =>
  unfinished.check(plantedProject({ 'src/store/a.test.ts': text })).findings.length

describe('unfinished things', () => {
  it.each(['it.skip("a", f)', 'describe.only("a", f)', 'it.todo("a")', 'test.skip.each([1])("a", f)'])(
    'finds %s',
    (text) => {
      expect(check(text)).toBe(1)
    },
  )

  it('finds a mark in a comment and not in a text', () => {
    const mark = ['TO', 'DO'].join('')
    expect(check(`// ${mark}: later`)).toBe(1)
    expect(check(`export const a = '${mark}'`)).toBe(0)
  })
})
