import { describe, expect, it } from 'vitest'
import { plantedProject } from '../project.ts'
import { words } from './words.ts'

const program = (body: string): string => `export const words = {${body}}`
const check = (files: Readonly<Record<string, string>>): string[] =>
  words.check(plantedProject(files)).findings.map((one) => one.message)
const three = (en: string, vi: string, zh: string): string[] =>
  check({
    'src/words/en.ts': program(en),
    'src/words/vi.ts': program(vi),
    'src/words/zh-Hans.ts': program(zh),
  })

describe('words in three languages', () => {
  it('looks at nothing before there are any', () => {
    expect(words.check(plantedProject({}))).toEqual({ looked: '0 messages in 3 languages', findings: [] })
  })

  it('finds that there are none although the room exists', () => {
    expect(check({ 'src/words/index.ts': '' })).toHaveLength(3)
  })

  it('finds a language that is missing', () => {
    expect(check({ 'src/words/en.ts': program("a: 'A'"), 'src/words/vi.ts': program("a: 'A'") })).toContain(
      'There are no words in zh-Hans.',
    )
  })

  it('finds a key that is missing, one too many, and an empty text', () => {
    expect(three("a: 'A', b: 'B'", "a: 'A'", "a: 'A', b: 'B', c: 'C'")).toEqual([
      '"b" is missing.',
      '"c" is not in en.',
    ])
    expect(three("a: 'A'", "a: ''", "a: 'A'")).toEqual(['"a" is empty.'])
  })

  it('finds an argument that is missing or of another kind', () => {
    expect(three("a: '{n} acts'", "a: '{m} acts'", "a: '{n, number} acts'")).toHaveLength(2)
  })

  it('lets languages differ in their plurals', () => {
    const en = "a: '{n, plural, one {# act} other {# acts}}'"
    expect(three(en, "a: '{n, plural, other {# acts}}'", en)).toEqual([])
  })

  it('reads texts that are put together, and JSON', () => {
    expect(three("a: 'one ' + '{x}'", 'a: `{x} one`', "a: '{x}'")).toEqual([])
    const json = {
      'src/words/en.json': '{"a":"{x}"}',
      'src/words/vi.json': '{"a":"{y}"}',
      'src/words/zh-Hans.json': '{"a":"{x}"}',
    }
    expect(check(json)).toEqual(['"a" has the arguments (y), in en they are (x).'])
  })
})
