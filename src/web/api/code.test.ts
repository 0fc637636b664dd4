import { beforeEach, expect, it, vi } from 'vitest'
import type * as code from './code.ts'

type Code = typeof code

/** Each a page of its own. */
let page: Code
beforeEach(async () => {
  vi.resetModules()
  page = await import('./code.ts')
  vi.useFakeTimers()
  vi.stubGlobal('reportError', vi.fn<() => void>())
  return () => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
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
  expect(await awaited(page.fetched(failing(50), { isReached: async () => false }))).toBe('here')
  expect(page.isIncomplete()).toBe(false)
})

it('is asked for three times of a node that is there, and the page is told to be incomplete then', async () => {
  expect(await awaited(page.fetched(failing(2), { isReached: async () => true }))).toBe('here')
  expect(page.isIncomplete()).toBe(false)
  const told = vi.fn<() => void>()
  page.onIncomplete(told)
  expect(await awaited(page.fetched(failing(3), { isReached: async () => true }))).toBeUndefined()
  expect(page.isIncomplete()).toBe(true)
  expect(told).toHaveBeenCalledTimes(1)
})

it('is asked for no more once nobody wants it, and nothing is said of it', async () => {
  const isWanted = vi.fn<() => boolean>().mockReturnValueOnce(true).mockReturnValue(false)
  const load = vi.fn<() => Promise<string>>(failing(50))
  expect(await awaited(page.fetched(load, { isReached: async () => true, isWanted }))).toBeUndefined()
  expect(load).toHaveBeenCalledTimes(2)
  expect(page.isIncomplete()).toBe(false)
})

it.each([
  ['away', () => Promise.reject(new TypeError('Failed to fetch')), 'here'],
  ['a proxy', async () => new Response('<h1>Bad Gateway</h1>', { status: 502 }), 'here'],
  [
    'a node that is stopping',
    async () =>
      new Response('{"status":503}', { status: 503, headers: { 'content-type': 'application/json' } }),
    'here',
  ],
  ['a node that is there', async () => Response.json({ status: 'ok' }), undefined],
  [
    'a node that refuses',
    async () =>
      new Response('{"status":429,"code":"too-many","detail":""}', {
        status: 429,
        headers: { 'content-type': 'application/problem+json' },
      }),
    undefined,
  ],
] as const)('is asked for more than three times of %s: %#', async (_who, fetch, given) => {
  vi.stubGlobal('fetch', fetch)
  vi.stubGlobal('navigator', { onLine: true })
  expect(await awaited(page.fetched(failing(7)))).toBe(given)
})
