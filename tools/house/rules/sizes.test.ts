import { describe, expect, it } from 'vitest'
import { plantedProject } from '../project.ts'
import { sizes, sizesPath, summarise } from './sizes.ts'

const lines = (count: number): string => '// line\n'.repeat(count)
const functionOf = (count: number): string => `export function f(): void {\n${'  g()\n'.repeat(count - 2)}}\n`
const check = (
  files: Readonly<Record<string, string>>,
  recorded: { largest: number; over: number },
): string[] => {
  const record = JSON.stringify({
    largestFileLines: recorded.largest,
    largestFile: 'a',
    filesOver300: recorded.over,
  })
  return sizes.check(plantedProject({ ...files, [sizesPath]: record })).findings.map((one) => one.message)
}

describe('sizes', () => {
  it('finds a file over 450 lines, whatever is recorded', () => {
    expect(check({ 'src/store/a.ts': lines(450) }, { largest: 500, over: 1 })).toEqual([])
    expect(check({ 'src/store/a.ts': lines(451) }, { largest: 500, over: 1 })).toHaveLength(1)
  })

  it('finds a function over 70 lines, and lets a suite of tests be long', () => {
    expect(check({ 'src/store/a.ts': functionOf(70) }, { largest: 500, over: 1 })).toEqual([])
    expect(check({ 'src/store/a.ts': functionOf(71) }, { largest: 500, over: 1 })).toHaveLength(1)
    expect(check({ 'src/store/a.test.ts': functionOf(71) }, { largest: 500, over: 1 })).toEqual([])
  })

  it('lets the largest file and the number of large ones only go down', () => {
    expect(check({ 'src/store/a.ts': lines(301) }, { largest: 301, over: 1 })).toEqual([])
    expect(check({ 'src/store/a.ts': lines(302) }, { largest: 301, over: 1 })).toHaveLength(1)
    expect(
      check({ 'src/store/a.ts': lines(301), 'src/store/b.ts': lines(301) }, { largest: 301, over: 1 }),
    ).toHaveLength(1)
  })

  it('sums up what is to be recorded', () => {
    const files = { 'src/store/a.ts': lines(310), 'src/store/b.ts': lines(5) }
    expect(summarise(plantedProject(files))).toEqual({
      largestFileLines: 310,
      largestFile: 'src/store/a.ts',
      filesOver300: 1,
    })
  })
})
