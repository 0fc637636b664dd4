import { beforeEach, expect, it, vi } from 'vitest'
import { fetched, isIncomplete, onIncomplete } from './code.ts'

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

/** What fails so often, and is here then. */
function failing(times: number): () => Promise<string> {
  let left = times
  return async () => {
    if ((left -= 1) >= 0) throw new TypeError('Failed to fetch dynamically imported module')
    return 'here'
  }
}

async function awaited<T>(promise: Promise<T>): Promise<T> {
  await vi.runAllTimersAsync()
  return promise
}

it('is asked for until a node that is away is back', async () => {
  expect(await awaited(fetched(failing(50), async () => false))).toBe('here')
  expect(isIncomplete()).toBe(false)
})

it('is asked for three times of a node that is there, and the page is told to be incomplete then', async () => {
  expect(await awaited(fetched(failing(2), async () => true))).toBe('here')
  expect(isIncomplete()).toBe(false)
  const told = vi.fn<() => void>()
  onIncomplete(told)
  expect(await awaited(fetched(failing(3), async () => true))).toBeUndefined()
  expect(isIncomplete()).toBe(true)
  expect(told).toHaveBeenCalledTimes(1)
})
