import { describe, expect, it } from 'vitest'
import { plantedProject } from '../project.ts'
import { errorCodes } from './error-codes.ts'

const code = "export type StoreErrorCode = 'store-full' | 'store-io'\n"
const row = (name: string): string => `| \`${name}\` | means | do |\n`
const check = (files: Readonly<Record<string, string>>): string[] =>
  errorCodes.check(plantedProject(files)).findings.map((one) => one.message)

describe('error codes and their page', () => {
  it('are one', () => {
    const page = `## store\n\n${row('store-full')}${row('store-io')}`
    expect(check({ 'src/store/errors.ts': code, 'docs/errors.md': page })).toEqual([])
  })

  it('finds a code that is not explained, also when the page is missing', () => {
    const page = `## store\n\n${row('store-full')}`
    expect(check({ 'src/store/errors.ts': code, 'docs/errors.md': page })).toEqual([
      'store-io is not explained in docs/errors.md under "## store".',
    ])
    expect(check({ 'src/store/errors.ts': code })).toHaveLength(2)
  })

  it('finds a code that is explained under another room, twice, or does not exist', () => {
    const page = `## store\n\n${row('store-full')}${row('store-full')}## record\n\n${row('store-io')}`
    expect(check({ 'src/store/errors.ts': code, 'docs/errors.md': page })).toEqual([
      'store-io is not explained in docs/errors.md under "## store".',
      'store-io is not a code of the room "record".',
      'store-full is explained twice.',
    ])
  })

  it('finds a status that differs from the one in use', () => {
    const files = {
      'src/exchange/errors.ts': "export type ExchangeErrorCode = 'batch-gap'",
      'src/exchange/statuses.ts': "export const statuses = { 'batch-gap': 409 }",
      'docs/errors.md': '## exchange\n\n| `batch-gap` | 404 | means | do |\n',
    }
    expect(check(files)).toEqual(['batch-gap answers 409, the page says 404.'])
  })

  it('counts the codes of void acts under a heading of their own', () => {
    const files = { 'src/acts/voids.ts': "export const VOID_CODES = ['to-self'] as const" }
    expect(check({ ...files, 'docs/errors.md': `## voids\n\n${row('to-self')}` })).toEqual([])
    expect(check({ ...files, 'docs/errors.md': `## acts\n\n${row('to-self')}` })).toHaveLength(2)
  })
})
