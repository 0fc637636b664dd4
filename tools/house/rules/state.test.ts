import { describe, expect, it } from 'vitest'
import { plantedProject } from '../project.ts'
import { state } from './state.ts'

const check = (text: string): number =>
  state.check(plantedProject({ 'src/store/a.ts': text })).findings.length

describe('state of a module', () => {
  it('finds a variable that can change, exported or not', () => {
    expect(check('let a = 1')).toBe(1)
    expect(check('export let a = 1')).toBe(1)
    expect(check('var a = 1')).toBe(1)
  })

  it('leaves constants and the variables of functions alone', () => {
    expect(check('const a = 1\nexport function f(): void { let b = 1 }')).toBe(0)
  })
})
