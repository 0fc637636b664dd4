import { describe, expect, it } from 'vitest'
import type { Clock } from '../../src/exchange/index.ts'
import { openParts } from '../../src/store/index.ts'
import { API_TABLES, KEYS_KEPT_MS, StoredKeys } from '../../src/api/index.ts'

function keysOf(
  run: string,
  file = openParts(':memory:', [API_TABLES]),
): { keys: StoredKeys; file: typeof file; pass: (ms: number) => void } {
  let now = 1_000_000
  const clock: Clock = { now: () => now, monotonic: () => now, after: () => () => undefined }
  return { keys: new StoredKeys(file, clock, run), file, pass: (ms) => (now += ms) }
}

describe('an idempotency key', () => {
  it('stands for one request of one user, and then for its answer', async () => {
    const { keys } = keysOf('a')
    expect(await keys.begin('u', 'k', 'hash')).toEqual({ is: 'new' })
    expect(await keys.begin('u', 'k', 'hash')).toEqual({ is: 'running' })
    expect(await keys.begin('u', 'k', 'other')).toEqual({ is: 'other' })
    expect(await keys.begin('v', 'k', 'other')).toEqual({ is: 'new' })
    await keys.finish('u', 'k', 201, '{}')
    expect(await keys.begin('u', 'k', 'hash')).toEqual({ is: 'done', status: 201, body: '{}' })
  })

  it('is free again when nothing was done, and never when nobody can tell', async () => {
    const { keys } = keysOf('a')
    await keys.begin('u', 'k', 'hash')
    await keys.release('u', 'k')
    expect(await keys.begin('u', 'k', 'other')).toEqual({ is: 'new' })
    await keys.doubt('u', 'k')
    expect(await keys.begin('u', 'k', 'other')).toEqual({ is: 'unsettled' })
  })

  it('says after a restart that its request was cut off', async () => {
    const { keys, file } = keysOf('a')
    await keys.begin('u', 'k', 'hash')
    await keys.begin('u', 'done', 'hash')
    await keys.finish('u', 'done', 201, 'x')
    const later = keysOf('b', file).keys
    expect(await later.begin('u', 'k', 'hash')).toEqual({ is: 'unsettled' })
    expect(await later.begin('u', 'done', 'hash')).toEqual({ is: 'done', status: 201, body: 'x' })
  })

  it('is forgotten after a day', async () => {
    const { keys, pass } = keysOf('a')
    await keys.begin('u', 'k', 'hash')
    pass(KEYS_KEPT_MS + 1)
    expect(await keys.begin('u', 'k', 'other')).toEqual({ is: 'new' })
  })
})
