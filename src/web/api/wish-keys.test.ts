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
