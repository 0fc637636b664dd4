import { describe, expect, it } from 'vitest'
import { systemClock, systemRng } from './real-effects.ts'

describe('the real clock', () => {
  it('tells the machine’s time in milliseconds since 1970', () => {
    const before = Date.now()
    const told = systemClock.now()
    expect(told).toBeGreaterThanOrEqual(before)
    expect(told).toBeLessThanOrEqual(Date.now())
  })

  it('never goes back when measuring', () => {
    const readings = Array.from({ length: 1000 }, () => systemClock.monotonic())
    expect(readings).toEqual(readings.toSorted((a, b) => a - b))
  })

  it('runs what was asked for once, unless cancelled', async () => {
    const ran: string[] = []
    const cancel = systemClock.after(1, () => ran.push('cancelled'))
    cancel()
    await new Promise<void>((resolve) => {
      systemClock.after(20, () => {
        ran.push('kept')
        resolve()
      })
    })
    expect(ran).toEqual(['kept'])
  })

  it('keeps a delay that is longer than a timer can hold', async () => {
    let fired = false
    const cancel = systemClock.after(2 ** 40, () => {
      fired = true
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    cancel()
    expect(fired).toBe(false)
  })
})

describe('the real randomness', () => {
  it('gives as many bytes as asked for, different each time', () => {
    const one = systemRng.bytes(32)
    expect(one).toHaveLength(32)
    expect(Buffer.from(one).equals(Buffer.from(systemRng.bytes(32)))).toBe(false)
  })
})
