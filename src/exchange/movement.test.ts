import { expect, it } from 'vitest'
import type { Clock } from './effects.ts'
import { Movement } from './movement.ts'

const silent: Clock = { now: () => 0, monotonic: () => 0, after: () => () => undefined }

it('a notice wakes all who wait, once', () => {
  const movement = new Movement()
  const woken: string[] = []
  movement.listen(() => woken.push('a'))
  const stop = movement.listen(() => woken.push('b'))
  stop()
  movement.notify()
  movement.notify()
  expect(woken).toEqual(['a'])
})

it('a notice given while nobody waits is kept for the next who asks', async () => {
  const movement = new Movement()
  movement.notify()
  let rung = false
  void movement.wait(silent, 1_000).then(() => (rung = true))
  await new Promise((resolve) => setImmediate(resolve))
  expect(rung).toBe(true)
  let again = false
  void movement.wait(silent, 1_000).then(() => (again = true))
  await new Promise((resolve) => setImmediate(resolve))
  expect(again).toBe(false)
})

it('who waits no longer than a time is woken by the clock, and leaves nothing behind', async () => {
  let ring: (() => void) | undefined
  let cancelled = 0
  const clock: Clock = {
    ...silent,
    after: (_ms, run) => {
      ring = run
      return () => cancelled++
    },
  }
  const movement = new Movement()
  let woken = 0
  void movement.wait(clock, 5).then(() => woken++)
  ring?.()
  await new Promise((resolve) => setImmediate(resolve))
  movement.notify()
  await new Promise((resolve) => setImmediate(resolve))
  expect([woken, cancelled]).toEqual([1, 1])
})
