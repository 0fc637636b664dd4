import { expect, it } from 'vitest'
import { WishKeys } from './wish-keys.ts'

function counted(): WishKeys {
  let drawn = 0
  return new WishKeys(() => `key ${(drawn += 1)}`)
}

it('keeps the key of a wish until it is answered', () => {
  const keys = counted()
  const first = keys.keyOf('a call')
  expect(keys.keyOf('a call')).toBe(first)
  keys.answered('a call')
  expect(keys.keyOf('a call')).not.toBe(first)
})

it('gives each wish a key of its own, also while another is open', () => {
  const keys = counted()
  const call = keys.keyOf('a call')
  expect(keys.keyOf('another')).not.toBe(call)
  expect(keys.keyOf('a call')).toBe(call)
})

it('asks once for what is wished twice before it is answered, and again after that', async () => {
  const keys = counted()
  let asked = 0
  const ask = (): Promise<number> => Promise.resolve((asked += 1))
  expect(await Promise.all([keys.once('a call', ask), keys.once('a call', ask)])).toEqual([1, 1])
  expect(await keys.once('a call', ask)).toBe(2)
})

it('is not held up by what failed', async () => {
  const keys = counted()
  await expect(keys.once('a call', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost')
  expect(await keys.once('a call', () => Promise.resolve('answered'))).toBe('answered')
})
