import { describe, expect, it } from 'vitest'
import { plantedProject } from '../project.ts'
import { cycles } from './cycles.ts'

const check = (files: Readonly<Record<string, string>>): string[] =>
  cycles.check(plantedProject(files)).findings.map((one) => one.message)

describe('circles of imports', () => {
  it('finds one over three files, once', () => {
    const files = {
      'src/store/a.ts': "import './b.ts'",
      'src/store/b.ts': "import './c.ts'",
      'src/store/c.ts': "import './a.ts'",
    }
    expect(check(files)).toEqual([
      'Files import each other in a circle: src/store/a.ts → src/store/b.ts → src/store/c.ts → src/store/a.ts.',
    ])
  })

  it('counts one of types only, and does not refuse it', () => {
    const files = {
      'src/store/a.ts': "import type { B } from './b.ts'",
      'src/store/b.ts': "import type { A } from './a.ts'\nimport type { C } from './a.ts'",
    }
    const { looked, findings } = cycles.check(plantedProject(files))
    expect(findings).toEqual([])
    expect(looked).toContain('1 circles of types only')
  })

  it('knows that types named one by one still load the file', () => {
    const files = {
      'src/store/a.ts': "import { type B } from './b.ts'",
      'src/store/b.ts': "import { a } from './a.ts'",
    }
    expect(check(files)).toHaveLength(1)
  })

  it('takes two ways to one file for no circle', () => {
    const files = {
      'src/store/a.ts': "import './b.ts'\nimport './c.ts'",
      'src/store/b.ts': "import './c.ts'",
      'src/store/c.ts': '',
    }
    expect(check(files)).toEqual([])
  })
})
