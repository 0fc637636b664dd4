import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { FIELD_RULE_CODES, REFUSAL_RULE_CODES } from '../instruments/index.ts'
import { PERMISSIONS } from '../sign-in/index.ts'
import { LANGUAGES, translator } from '../words/index.ts'
import { languageOf, problemOf } from './problem.ts'
import { apiStatuses, statusOf, statusTable } from './statuses.ts'
import { ROUTES } from './table.ts'

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
    expect(problemOf(refusal, 'zh-Hans')).toMatchObject({
      title: '节点不以该名称应答。',
      detail: '节点不以该名称应答。所涉项目：主机。',
      technical: 'host: is another.',
    })
  })

  it('says the rule with its values in the caller’s language, and as data', () => {
    const refusal = {
      room: 'sign-in',
      code: 'input-invalid',
      message: 'user.display: must have at most 80 characters',
      field: 'user.display',
      rule: { code: 'too-long', values: { most: 80 } },
    } as const
    expect(problemOf(refusal, 'vi')).toMatchObject({
      detail: `${translator('vi').term('error', 'input-invalid')} Tên hiển thị chỉ được có tối đa 80 ký tự.`,
      rule: 'too-long',
      params: { most: 80 },
    })
    expect(problemOf(refusal, 'en').detail).toBe(refusal.message)
    expect(problemOf(refusal, 'en').technical).toBeUndefined()
    const barred = {
      room: 'api',
      code: 'not-allowed',
      message: 'It needs "hotline".',
      field: 'hotline',
      rule: { code: 'needs-permission', values: { permission: 'hotline' } },
    } as const
    expect(problemOf(barred, 'zh-Hans').detail).toContain('拨打和接听热线')
  })

  it('has no English in the sentence of any code and any rule', () => {
    const codes = Object.entries(apiStatuses).filter(([, status]) => status !== 500)
    for (const [code] of codes) {
      const refusal = { room: 'api', code, message: 'inner English words', field: 'body.name' }
      for (const rule of [...FIELD_RULE_CODES, ...REFUSAL_RULE_CODES]) {
        const values = {
          least: 1,
          most: 2,
          bytes: 3,
          seconds: 4,
          allowed: '1',
          wanted: 'string',
          permission: 'act',
          characters: 'U+202E',
        }
        const { detail } = problemOf({ ...refusal, rule: { code: rule, values } }, 'zh-Hans')
        expect(detail).not.toContain('inner')
        expect([rule, detail.includes(translator('zh-Hans').term('error', code))]).toEqual([rule, true])
        expect(detail.length).toBeGreaterThan(translator('zh-Hans').term('error', code).length)
      }
    }
  })

  it('has a word for every permission in every language', () => {
    for (const language of LANGUAGES)
      for (const permission of PERMISSIONS)
        expect([permission, translator(language).knows('permission', permission)]).toEqual([permission, true])
  })

  it('has a name for whatever a person can fill in', () => {
    // Ids and bytes that only programs write.
    const technical = new Set([
      'id',
      'after',
      'before',
      'cursor',
      'json',
      'base64',
      'list',
      'at',
      'prefix',
      'waitMs',
      'stray',
      'changed',
    ])
    const names = ROUTES.flatMap(({ body }) => (body instanceof z.ZodObject ? Object.keys(body.shape) : []))
    const words = translator('vi')
    const nameless = names.filter((name) => !words.knows('part', name) && !words.knows('field', name))
    expect([...new Set(nameless)].filter((name) => !technical.has(name))).toEqual([])
    expect(names.length).toBeGreaterThan(80)
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
