import { QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { makeQueries } from './query-client.ts'

const KEY = ['filters.list', {}]

/** Asks as a screen does, of a node whose answers are given by hand. */
function shown() {
  const client = makeQueries()
  const answers: ((said: string) => void)[] = []
  const observer = new QueryObserver(client, {
    queryKey: KEY,
    queryFn: () => new Promise<string>((resolve) => answers.push(resolve)),
  })
  let now: string | undefined
  const leave = observer.subscribe(({ data }) => (now = data))
  return { answers, client, leave, seen: () => now }
}

it('what changes while it is first asked for is asked for again, since the answer may be of before', async () => {
  const { answers, client, leave, seen } = shown()
  expect(answers).toHaveLength(1)
  void client.invalidateQueries({ queryKey: ['filters.list'] })
  answers[0]?.('before')
  await expect.poll(() => answers.length).toBe(2)
  answers[1]?.('after')
  await expect.poll(seen).toBe('after')
  leave()
})

it('what does not change is asked for once', async () => {
  const { answers, leave, seen } = shown()
  answers[0]?.('as it is')
  await expect.poll(seen).toBe('as it is')
  await new Promise((resolve) => setImmediate(resolve))
  expect(answers).toHaveLength(1)
  leave()
})
