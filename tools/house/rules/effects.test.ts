import { describe, expect, it } from 'vitest'
import { plantedProject } from '../project.ts'
import { effects } from './effects.ts'

const check = (path: string, text: string): string[] =>
  effects.check(plantedProject({ [path]: text })).findings.map((one) => one.message)

const everywhere = [
  'export const t = Date.now()',
  'export const t = new Date()',
  'export const t = Date()',
  'export const t = performance.now()',
  'export const t = Temporal.Now.instant()',
  'export const t = Math.random()',
  "export const t = Math['random']()",
  "import { randomBytes } from 'node:crypto'",
  "import { randomUUID as id } from 'node:crypto'",
  "import * as crypto from 'node:crypto'\nexport const t = crypto.randomBytes(1)",
  'export const t = crypto.getRandomValues(new Uint8Array(1))',
  'export const t = globalThis.crypto.randomUUID()',
  'setTimeout(() => {}, 1)',
  'export const wait = setTimeout',
  'export const t = process.hrtime()',
  'export const t = process.env.HOME',
]

const onlyInPure = [
  'export const t = process.pid',
  "console.log('a')",
  "export const t = fetch('a')",
  'export const t = new Date(2026, 1, 1)',
  'export const t = (d: Date) => d.getHours()',
  "export const t = 'a'.localeCompare('b')",
  'export const t = { console }',
]

const allowed = [
  'export const t = new Date(0).toISOString()',
  'export const t = Date.parse("2026-01-01T00:00:00.000Z")',
  'export const t = (d: Date) => d.getUTCHours()',
  'export const t = (clock: { now(): number }) => clock.now()',
  'export const t = (process: { pid: number }) => process.pid',
  'export const t = { process: 1, setTimeout: 2 }',
  'export interface T { console: string }',
  "import { createHash } from 'node:crypto'\nexport const t = createHash('sha256')",
]

describe('clock, randomness and the outside', () => {
  it.each(everywhere)('finds in every room: %s', (text) => {
    expect(check('src/record/a.ts', text)).not.toEqual([])
    expect(check('src/exchange/a.ts', text)).not.toEqual([])
  })

  it.each(onlyInPure)('finds in a pure room only: %s', (text) => {
    expect(check('src/channel/a.ts', text)).not.toEqual([])
    expect(check('src/exchange/a.ts', text)).toEqual([])
  })

  it.each(allowed)('lets through: %s', (text) => {
    expect(check('src/record/a.ts', text)).toEqual([])
  })

  it('leaves the files alone that implement effects, and tests', () => {
    const text = 'export const t = Date.now()'
    expect(check('src/exchange/real-effects.ts', text)).toEqual([])
    expect(check('src/app/effects/clock.ts', text)).toEqual([])
    expect(check('src/record/a.test.ts', text)).toEqual([])
    expect(check('src/record/real-effects.ts', text), 'a pure room has no such files').not.toEqual([])
  })

  it('lets the environment be read where it is read once', () => {
    expect(check('src/app/env.ts', 'export const t = process.env')).toEqual([])
    expect(check('src/cli/main.ts', 'export const t = process.argv')).toEqual([])
  })
})
