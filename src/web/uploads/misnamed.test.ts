import { expect, it } from 'vitest'
import { ProblemError } from '../api/client.ts'
import { misnamed } from './misnamed.ts'

const refused = (rule: string, characters: string): ProblemError =>
  new ProblemError({
    type: '',
    title: '',
    detail: '',
    status: 400,
    room: 'api',
    code: 'request-invalid',
    rule,
    params: { characters },
  })

it('proposes the name without what the node refused in it', () => {
  expect(misnamed('a\u202egpj.exe', refused('refused-characters', 'U+202E'))).toEqual({
    characters: 'U+202E',
    proposed: 'agpj.exe',
  })
  const several = refused('refused-characters', ': (U+003A), U+E0041, U+D800')
  expect(misnamed('C:\u{e0041}x\ud800.log', several)?.proposed).toBe('Cx.log')
})

it('proposes nothing where something else was refused', () => {
  expect(misnamed('a', refused('too-long', ''))).toBeUndefined()
  expect(misnamed('a', new Error('lost'))).toBeUndefined()
})
