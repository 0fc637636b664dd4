import { describe, expect, it } from 'vitest'
import { plantedProject } from '../project.ts'
import { names } from './names.ts'

describe('names of files', () => {
  it.each(['src/store/utils.ts', 'src/common/index.ts', 'src/store/helpers.test.ts', 'tests/lib/a.ts'])(
    'refuses %s',
    (path) => {
      expect(names.check(plantedProject({ [path]: '' })).findings).toHaveLength(1)
    },
  )

  it('takes names that hold such a word as a part', () => {
    expect(names.check(plantedProject({ 'src/store/common-prefix.ts': '' })).findings).toEqual([])
  })
})
