import { describe, expect, it } from 'vitest'
import { LANGUAGES, translator } from '../words/index.ts'
import { languageOf, problemOf } from './problem.ts'
import { apiStatuses, statusOf, statusTable } from './statuses.ts'

describe('languageOf', () => {
  it('takes the one that the caller wants most among ours', () => {
    const cases: [string | undefined, string][] = [
      [undefined, 'en'],
      ['', 'en'],
      ['*', 'en'],
      ['vi', 'vi'],
      ['de, vi;q=0.2', 'vi'],
      ['en;q=0.1, zh-Hans;q=0.9', 'zh-Hans'],
      ['zh-TW', 'en'],
      ['vi;q=0, zh-CN;q=0.001', 'zh-Hans'],
      ['vi;q=2', 'vi'],
      [`${'x,'.repeat(10_000)}vi`, 'en'],
    ]
    for (const [header, language] of cases) expect([header, languageOf(header)]).toEqual([header, language])
  })
})

describe('problemOf', () => {
  it('shows nothing of a fault but that there is one', () => {
    const fault = { room: 'fault', code: 'fault', message: 'at /secret/path.ts:1', field: 'x' }
    const problem = problemOf(fault, 'en')
    expect(problem).toMatchObject({ status: 500, code: 'internal', room: 'api' })
    expect(JSON.stringify(problem)).not.toContain('secret')
    const unknown = problemOf({ room: 'nowhere', code: 'odd', message: 'inner words', field: null }, 'vi')
    expect(JSON.stringify(unknown)).not.toContain('inner words')
  })

  it('names code and field, and speaks the caller’s language', () => {
    const refusal = {
      room: 'api',
      code: 'host-refused',
      message: 'host: is another.',
      field: 'host',
    }
    expect(problemOf(refusal, 'en')).toEqual({
      type: '/docs/errors.md#host-refused',
      title: 'The node does not answer to that name.',
      status: 421,
      detail: 'host: is another.',
      room: 'api',
      code: 'host-refused',
      field: 'host',
    })
    expect(problemOf(refusal, 'zh-Hans').detail).toContain('host: is another.')
    expect(problemOf(refusal, 'zh-Hans').title).toBe('节点不以该名称应答。')
  })

  it('has a word for every code of this room in every language', () => {
    for (const language of LANGUAGES)
      for (const code of Object.keys(apiStatuses))
        expect([language, code, translator(language).knows('error', code)]).toEqual([language, code, true])
  })
})

describe('statusOf', () => {
  it('is a refusal’s status for every code, and never a success', () => {
    let looked = 0
    for (const [room, codes] of Object.entries(statusTable()))
      for (const [code, status] of Object.entries(codes)) {
        looked += 1
        expect(statusOf({ room, code })).toBe(status)
        expect(status).toBeGreaterThanOrEqual(400)
        expect(status).toBeLessThan(600)
      }
    expect(looked).toBeGreaterThan(150)
    expect(statusOf({ room: 'constructor', code: 'name' })).toBe(500)
    expect(statusOf({ room: 'api', code: 'toString' })).toBe(500)
    expect(statusOf({ room: 'exchange', code: 'peer-unreachable' })).toBe(502)
  })
})
