import { expect, it } from 'vitest'
import { OfflineError, ProblemError } from './client.ts'
import { Wishes } from './wishes.ts'

function counted(): Wishes {
  let drawn = 0
  return new Wishes(() => `key ${(drawn += 1)}`)
}

const keyOf = (key: string): Promise<string> => Promise.resolve(key)
const refused = (status: number, code: string): ProblemError =>
  new ProblemError({ type: '', title: '', detail: '', room: 'api', status, code })

it('keeps the key of a wish until the node has answered it', async () => {
  const wishes = counted()
  const keys: string[] = []
  const losing = (cause: Error) => (key: string) => {
    keys.push(key)
    return Promise.reject(cause)
  }
  for (const cause of [new OfflineError('lost'), refused(503, 'answer-late'), refused(409, 'key-in-use')])
    await expect(wishes.ask('a call', losing(cause))).rejects.toBe(cause)
  expect(await wishes.ask('a call', keyOf)).toBe('key 1')
  expect(keys).toEqual(['key 1', 'key 1', 'key 1'])
  expect(await wishes.ask('a call', keyOf)).toBe('key 2')
})

it('draws another key after a refusal: what is wished then is wished anew', async () => {
  const wishes = counted()
  await expect(wishes.ask('a call', () => Promise.reject(refused(422, 'field-wrong')))).rejects.toThrow(
    ProblemError,
  )
  expect(await wishes.ask('a call', keyOf)).toBe('key 2')
})

it('gives each wish a key of its own, also while another is open', async () => {
  const wishes = counted()
  await expect(wishes.ask('a call', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost')
  expect(await wishes.ask('another', keyOf)).toBe('key 2')
  expect(await wishes.ask('a call', keyOf)).toBe('key 1')
})

it('asks once for what is wished twice before it is answered, and again after that', async () => {
  const wishes = counted()
  expect(await Promise.all([wishes.ask('a call', keyOf), wishes.ask('a call', keyOf)])).toEqual([
    'key 1',
    'key 1',
  ])
  expect(await wishes.ask('a call', keyOf)).toBe('key 2')
})
