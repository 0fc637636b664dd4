import { describe, expect, it } from 'vitest'
import { plantedProject } from '../project.ts'
import { paths } from './paths.ts'

const check = (text: string): number => paths.check(plantedProject({ 'docs/a.md': text })).findings.length
const slash = '/'

describe('paths of one machine', () => {
  it.each([`${slash}home/ann/x`, `see ${slash}work/main`, `"${slash}Users/ann"`, `..${slash}shared/design`])(
    'finds %s',
    (text) => {
      expect(check(text)).toBe(1)
    },
  )

  it.each([
    'https://example.org/home/x',
    `src${slash}work/x`,
    '/etc/ssl/certs',
    '../shared/vectors/a.json',
    '/dev/null',
  ])('lets through %s', (text) => {
    expect(check(text)).toBe(0)
  })
})
