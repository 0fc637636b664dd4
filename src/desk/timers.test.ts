import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { SqliteFile } from '../store/index.ts'
import { DAY, deskFile, HandClock, MINUTE, NOON } from './desk.testkit.ts'
import { Timers } from './timers.ts'

interface Bench {
  readonly clock: HandClock
  readonly file: SqliteFile
  readonly timers: Timers
  readonly fired: { key: string; lateMs: number }[]
  readonly faults: unknown[]
  readonly steps: number[]
}

const open: SqliteFile[] = []
afterEach(async () => {
  for (const file of open.splice(0)) await file.close()
})

function bench(file = deskFile(), clock = new HandClock(NOON)): Bench {
  if (!open.includes(file)) open.push(file)
  const [fired, faults, steps]: [Bench['fired'], unknown[], number[]] = [[], [], []]
  const events = {
    fault: (cause: unknown) => void faults.push(cause),
    stepped: (by: number) => void steps.push(by),
  }
  const timers = new Timers(file, clock, events)
  timers.on('ring', z.object({}), (_payload, { key, lateMs }) => void fired.push({ key, lateMs }))
  timers.start()
  return { clock, file, timers, fired, faults, steps }
}

const ring = (key: string, atMs: number, paced = false) => ({ key, atMs, kind: 'ring', payload: {}, paced })

describe('timers', () => {
  it('fire when they are due, in order, and once', async () => {
    const { clock, file, timers, fired } = bench()
    await file.write(() => {
      timers.set(ring('late', NOON + 2 * MINUTE))
      timers.set(ring('soon', NOON + MINUTE))
    })
    await clock.pass(MINUTE - 1)
    expect(fired).toEqual([])
    await clock.pass(1)
    expect(fired).toEqual([{ key: 'soon', lateMs: 0 }])
    await clock.pass(DAY)
    expect(fired.map(({ key }) => key)).toEqual(['soon', 'late'])
    expect(timers.firings(10).map(({ key, lateMs }) => [key, lateMs])).toEqual([
      ['late', 0],
      ['soon', 0],
    ])
  })

  it('keep their first setting when they are set again, also after they have fired', async () => {
    const { clock, file, timers, fired } = bench()
    const again = (): Promise<void> => file.write(() => timers.set(ring('one', NOON + MINUTE)))
    await again()
    await again()
    await clock.pass(2 * MINUTE)
    await again()
    await clock.pass(2 * MINUTE)
    expect(fired).toHaveLength(1)
  })

  it('move when another instant is set, and fire for it although they fired for the first', async () => {
    const { clock, file, timers, fired } = bench()
    await file.write(() => timers.set(ring('one', NOON + MINUTE)))
    await file.write(() => timers.set(ring('one', NOON + 3 * MINUTE)))
    await clock.pass(2 * MINUTE)
    expect(fired).toEqual([])
    await clock.pass(2 * MINUTE)
    await file.write(() => timers.set(ring('one', NOON + 5 * MINUTE)))
    await clock.pass(2 * MINUTE)
    expect(fired).toHaveLength(2)
  })

  it('do not fire once they are taken back, alone or by the beginning of their key', async () => {
    const { clock, file, timers, fired } = bench()
    await file.write(() => {
      for (const key of ['call/a/1', 'call/a/2', 'call/b/1', 'due/a']) timers.set(ring(key, NOON + MINUTE))
      timers.cancelAll('call/a/')
      timers.cancel('due/a')
    })
    expect(timers.waiting('call/')).toEqual(['call/b/1'])
    await clock.pass(2 * MINUTE)
    expect(fired.map(({ key }) => key)).toEqual(['call/b/1'])
  })

  it('fire as soon as the process is back, and say how late', async () => {
    const first = bench()
    await first.file.write(() => first.timers.set(ring('one', NOON + MINUTE)))
    await first.timers.stop()
    await first.clock.pass(DAY)
    expect(first.fired).toEqual([])
    const second = bench(first.file, first.clock)
    await first.clock.pass(0)
    expect(second.fired).toEqual([{ key: 'one', lateMs: DAY - MINUTE }])
    expect(second.timers.punctuality).toEqual({ fired: 1, worstMs: DAY - MINUTE })
  })

  it('leave nothing behind of what a throwing handler wrote, and are tried again until it works', async () => {
    const { clock, file, timers, fired, faults } = bench()
    let works = false
    timers.on('frail', z.object({}), (_payload, { key }) => {
      timers.set(ring('made by a handler', NOON))
      if (!works) throw new Error('not now')
      fired.push({ key, lateMs: 0 })
    })
    await file.write(() => {
      timers.set({ key: 'frail', atMs: NOON + MINUTE, kind: 'frail', payload: {} })
      timers.set(ring('other', NOON + MINUTE))
    })
    await clock.pass(MINUTE + 500)
    expect(fired.map(({ key }) => key)).toEqual(['other'])
    expect(timers.waiting('')).toEqual(['frail'])
    await clock.pass(10_000)
    expect(faults.length).toBeGreaterThan(2)
    works = true
    await clock.pass(MINUTE)
    expect(fired.map(({ key }) => key)).toEqual(['other', 'frail', 'made by a handler'])
  })

  it('wait for a release that knows their kind', async () => {
    const { clock, file, timers, faults } = bench()
    await file.write(() => timers.set({ key: 'new', atMs: NOON, kind: 'of-tomorrow', payload: {} }))
    await clock.pass(MINUTE)
    expect(timers.waiting('')).toEqual(['new'])
    expect(String(faults[0])).toContain('"of-tomorrow"')
  })

  it.each([
    [{ key: '' }, 'timer.key'],
    [{ atMs: 0.5 }, 'timer.atMs'],
    [{ payload: 'x'.repeat(5_000) }, 'timer.payload'],
  ])('refuse %j', (wrong, field) => {
    const { timers } = bench()
    expect(() => timers.set({ ...ring('one', NOON), ...wrong })).toThrow(
      expect.objectContaining({ code: 'timer-invalid', field }),
    )
  })
})

describe('timers when the wall clock is set', () => {
  it('fire once when it jumps ahead, within seconds', async () => {
    const { clock, file, timers, fired, steps } = bench()
    await file.write(() => timers.set(ring('one', NOON + 60 * MINUTE)))
    await clock.pass(MINUTE)
    clock.step(10 * 365 * DAY)
    await clock.pass(6_000)
    expect(fired).toHaveLength(1)
    expect(steps).toEqual([10 * 365 * DAY])
  })

  it('do not fire again when it goes back over their instant', async () => {
    const { clock, file, timers, fired } = bench()
    await file.write(() => timers.set(ring('one', NOON + MINUTE)))
    await clock.pass(2 * MINUTE)
    clock.step(-60 * MINUTE)
    await file.write(() => timers.set(ring('one', NOON + MINUTE)))
    await clock.pass(120 * MINUTE)
    expect(fired).toHaveLength(1)
  })

  it('wait for their instant when it goes back before it, unless they go at a pace', async () => {
    const { clock, file, timers, fired } = bench()
    await file.write(() => {
      timers.set(ring('by the wall', NOON + 10 * MINUTE))
      timers.set(ring('at a pace', NOON + 10 * MINUTE, true))
    })
    await clock.pass(MINUTE)
    clock.step(-60 * MINUTE)
    await clock.pass(10 * MINUTE)
    expect(fired.map(({ key }) => key)).toEqual(['at a pace'])
    await clock.pass(60 * MINUTE)
    expect(fired.map(({ key }) => key)).toEqual(['at a pace', 'by the wall'])
  })

  it('never miss and never fire twice, whatever is set, taken back, passes, steps and restarts', async () => {
    const move = fc.oneof(
      fc.record({
        do: fc.constant('set' as const),
        key: fc.nat(4),
        inMs: fc.integer({ min: -MINUTE, max: 5 * MINUTE }),
      }),
      fc.record({ do: fc.constant('cancel' as const), key: fc.nat(4) }),
      fc.record({ do: fc.constant('pass' as const), ms: fc.nat(3 * MINUTE) }),
      fc.record({ do: fc.constant('step' as const), ms: fc.integer({ min: -5 * MINUTE, max: 5 * MINUTE }) }),
      fc.record({ do: fc.constant('restart' as const) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 12 }), async (moves) => {
        let at = bench()
        const { clock, file } = at
        const fired: string[] = []
        const expected = new Map<string, number>()
        const seen = new Set<string>()
        const collect = (): void => {
          for (const { key } of at.fired.splice(0)) {
            fired.push(`${key}@${expected.get(key)}`)
            expected.delete(key)
          }
        }
        for (const one of moves) {
          if (one.do === 'set') {
            const [key, atMs] = [`k${one.key}`, clock.now() + one.inMs]
            await file.write(() => at.timers.set(ring(key, atMs)))
            if (seen.has(`${key}@${atMs}`)) expected.delete(key)
            else expected.set(key, atMs)
          } else if (one.do === 'cancel') {
            await file.write(() => at.timers.cancel(`k${one.key}`))
            expected.delete(`k${one.key}`)
          } else if (one.do === 'pass') await clock.pass(one.ms)
          else if (one.do === 'step') clock.step(one.ms)
          else {
            await at.timers.stop()
            collect()
            at = bench(file, clock)
          }
          collect()
          for (const name of fired) seen.add(name)
        }
        await clock.pass(20 * MINUTE)
        collect()
        await at.timers.stop()
        expect(fired.filter((name) => name.endsWith('undefined'))).toEqual([])
        expect(new Set(fired).size).toBe(fired.length)
        expect([...expected]).toEqual([])
        expect(at.timers.waiting('')).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
