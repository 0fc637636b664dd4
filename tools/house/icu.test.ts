import { describe, expect, it } from 'vitest'
import { argumentsOf } from './icu.ts'

describe('the arguments of an ICU message', () => {
  it.each([
    ['plain', []],
    ['{a} and { b }', ['a', 'b']],
    ['{when, date, ::yMMMd}', ['when:date']],
    ["it''s '{quoted}' and it's {a}", ['a']],
    [
      '{n, plural, offset:1 =0 {none} one {{name}} other {# and {m, select, x {y} other {}}}}',
      ['m:select', 'n:plural', 'name'],
    ],
  ])('reads %s', (message, expected) => {
    expect(argumentsOf(message)).toEqual(expected)
  })

  it.each(['{a', 'a}', '{}', '{n, plural, one {#}}', '{n, plural, other {#}', '{a, }'])(
    'refuses %s',
    (message) => {
      expect(argumentsOf(message)).toBeUndefined()
    },
  )
})
