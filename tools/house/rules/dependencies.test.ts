import { describe, expect, it } from 'vitest'
import { plantedProject } from '../project.ts'
import { dependencies } from './dependencies.ts'

const check = (versions: Readonly<Record<string, string>>, page: string): string[] =>
  dependencies
    .check(
      plantedProject({
        'package.json': JSON.stringify({ dependencies: versions }),
        'docs/dependencies.md': page,
      }),
    )
    .findings.map((one) => one.message)

describe('dependencies', () => {
  it('have a reason and one version', () => {
    expect(check({ zod: '1.2.3' }, '| `zod` | schemas |\n')).toEqual([])
  })

  it('finds one without a reason, a reason without one, and a range', () => {
    expect(check({ zod: '^1.2.3' }, '| `yup` | schemas |\n')).toEqual([
      'zod has no line with its reason.',
      'yup is no longer in package.json.',
      'zod is not pinned to one version: ^1.2.3.',
    ])
  })
})
