import { describe, expect, it } from 'vitest'
import { ExchangeError } from './errors.ts'
import {
  FAULT_WINDOW_MS,
  FIRST_PAUSE_MS,
  FORGIVEN_FAULTS,
  LONGEST_PAUSE_MS,
  Misconduct,
} from './misconduct.ts'

const fault = new ExchangeError('leaf-misplaced', 'made up')
const innocent = new ExchangeError('batch-gap', 'behind')

function paused(misconduct: Misconduct, caller: string, nowMs: number): boolean {
  try {
    misconduct.checkPause(caller, nowMs)
    return false
  } catch (cause) {
    return cause instanceof ExchangeError && cause.code === 'request-rate-limited'
  }
}

describe('a member who sends what no honest node would', () => {
  it('is forgiven a few, then paused, each time for twice as long up to a bound', () => {
    const misconduct = new Misconduct()
    for (let i = 0; i < FORGIVEN_FAULTS; i++) misconduct.note('cn', fault, i)
    expect(paused(misconduct, 'cn', 20)).toBe(false)
    misconduct.note('cn', fault, 20)
    expect(paused(misconduct, 'cn', 20 + FIRST_PAUSE_MS - 1)).toBe(true)
    expect(paused(misconduct, 'cn', 20 + FIRST_PAUSE_MS)).toBe(false)
    for (let i = 0; i < 20; i++) misconduct.note('cn', fault, 5_000)
    expect(paused(misconduct, 'cn', 5_000 + LONGEST_PAUSE_MS - 1)).toBe(true)
    expect(paused(misconduct, 'cn', 5_000 + LONGEST_PAUSE_MS)).toBe(false)
  })

  it('makes nobody else wait', () => {
    const misconduct = new Misconduct()
    for (let i = 0; i < 50; i++) misconduct.note('cn', fault, 0)
    expect([paused(misconduct, 'cn', 1), paused(misconduct, 'vn', 1)]).toEqual([true, false])
  })

  it('begins anew after a quiet window', () => {
    const misconduct = new Misconduct()
    for (let i = 0; i < FORGIVEN_FAULTS; i++) misconduct.note('cn', fault, 0)
    misconduct.note('cn', fault, FAULT_WINDOW_MS + 1)
    expect(paused(misconduct, 'cn', FAULT_WINDOW_MS + 2)).toBe(false)
  })

  it('is not one who is merely behind, or met a fault of ours', () => {
    const misconduct = new Misconduct()
    for (let i = 0; i < 50; i++) misconduct.note('cn', innocent, 0)
    for (let i = 0; i < 50; i++) misconduct.note('cn', new TypeError('ours'), 0)
    expect(paused(misconduct, 'cn', 1)).toBe(false)
  })
})
