import { describe, expect, it } from 'vitest'
import { ReplayMemory } from './replay.ts'

const NOW_MS = 1_800_000_000_000
const NOW_S = NOW_MS / 1000

function nonceOf(number: number): string {
  return number.toString(16).padStart(32, '0')
}

describe('the replay memory', () => {
  it('takes a nonce once per key', () => {
    const memory = new ReplayMemory()
    memory.note('key-a', nonceOf(1), NOW_S, NOW_MS)
    expect(() => memory.note('key-a', nonceOf(1), NOW_S, NOW_MS)).toThrow(
      expect.objectContaining({ code: 'request-replayed' }),
    )
    memory.note('key-b', nonceOf(1), NOW_S, NOW_MS)
    expect(memory.size).toBe(2)
  })

  it('still knows a nonce at the last moment at which its request is fresh', () => {
    const memory = new ReplayMemory()
    memory.note('a', nonceOf(1), NOW_S + 60, NOW_MS)
    memory.note('a', nonceOf(2), NOW_S + 100, NOW_MS + 120_000)
    expect(() => memory.note('a', nonceOf(1), NOW_S + 60, NOW_MS + 120_000)).toThrow(
      expect.objectContaining({ code: 'request-replayed' }),
    )
  })

  it('forgets what could not be fresh any more', () => {
    const memory = new ReplayMemory()
    for (let number = 0; number < 1000; number += 1)
      memory.note('a', nonceOf(number), NOW_S + (number % 10), NOW_MS)
    expect(memory.size).toBe(1000)
    memory.note('a', nonceOf(5000), NOW_S + 80, NOW_MS + 80_000)
    expect(memory.size).toBe(1)
  })

  it('does not take again what it has forgotten when the clock steps back', () => {
    const memory = new ReplayMemory()
    memory.note('a', nonceOf(1), NOW_S, NOW_MS)
    memory.note('a', nonceOf(2), NOW_S + 70, NOW_MS + 70_000)
    expect(memory.size).toBe(1)
    expect(() => memory.note('a', nonceOf(1), NOW_S, NOW_MS)).toThrow(
      expect.objectContaining({ code: 'request-stale' }),
    )
    memory.note('a', nonceOf(3), NOW_S + 1, NOW_MS)
  })

  it('refuses when one key has filled its share, and goes on for others', () => {
    const memory = new ReplayMemory({ perKey: 3, total: 10 })
    for (const number of [1, 2, 3]) memory.note('a', nonceOf(number), NOW_S, NOW_MS)
    expect(() => memory.note('a', nonceOf(4), NOW_S, NOW_MS)).toThrow(
      expect.objectContaining({ code: 'request-rate-limited' }),
    )
    expect(() => memory.note('a', nonceOf(1), NOW_S, NOW_MS)).toThrow(
      expect.objectContaining({ code: 'request-replayed' }),
    )
    memory.note('b', nonceOf(4), NOW_S, NOW_MS)
    memory.note('a', nonceOf(4), NOW_S + 61, NOW_MS + 61_000)
    expect(memory.size).toBe(2)
  })

  it('refuses when all keys together have filled it, until time has passed for any of them', () => {
    const memory = new ReplayMemory({ perKey: 3, total: 4 })
    for (const key of ['a', 'b', 'c', 'd']) memory.note(key, nonceOf(1), NOW_S, NOW_MS)
    expect(() => memory.note('e', nonceOf(1), NOW_S, NOW_MS)).toThrow(
      expect.objectContaining({ code: 'request-rate-limited' }),
    )
    expect(memory.size).toBe(4)
    memory.note('e', nonceOf(1), NOW_S + 61, NOW_MS + 61_000)
    expect(memory.size).toBe(1)
  })
})
