import { expect, it } from 'vitest'
import { ProblemError } from '../api/client.ts'
import { misnamed } from './misnamed.ts'

const refused = (rule: string, params: Record<string, string | number>, field = 'body.name'): ProblemError =>
  new ProblemError({
    type: '',
    title: '',
    detail: '',
    status: 400,
    room: 'api',
    code: 'request-invalid',
    rule,
    field,
    params,
  })

it('proposes the name without what the node refused in it', () => {
  expect(misnamed('a\u202egpj.exe', refused('refused-characters', { characters: 'U+202E' }))).toEqual({
    why: 'characters',
    characters: 'U+202E',
    proposed: 'agpj.exe',
  })
  const several = refused('refused-characters', { characters: ': (U+003A), U+E0041, U+D800' })
  expect(misnamed('C:\u{e0041}x\ud800.log', several)?.proposed).toBe('Cx.log')
})

it('proposes a name that is too long cut to what the node takes, with its ending and no letter cut in two', () => {
  const tooLong = refused('too-long', { most: 12 })
  expect(misnamed('minutes of the meeting.docx', tooLong)).toEqual({
    why: 'length',
    most: 12,
    proposed: 'minutes.docx',
  })
  expect(misnamed('disk of the server.tar.gz', tooLong)?.proposed).toBe('disk.tar.gz')
  expect(misnamed('biên bản Việt Nam.pdf'.normalize('NFD'), tooLong)?.proposed).toBe(
    'biên b.pdf'.normalize('NFD'),
  )
  expect(misnamed('会议👩‍👩‍👧‍👦记录记录.pdf', tooLong)?.proposed).toBe('会议.pdf')
  // What stands after the last dot is no ending.
  expect(misnamed('Statement. As given by the witness', tooLong)?.proposed).toBe('Statement. A')
  expect(misnamed('x'.repeat(400), refused('too-long', { most: 255 }))?.proposed).toHaveLength(255)
})

it('proposes nothing where something else was refused', () => {
  expect(misnamed('a', refused('too-long', { most: 12 }, 'body.mediaType'))).toBeUndefined()
  expect(misnamed('a', new Error('lost'))).toBeUndefined()
})
