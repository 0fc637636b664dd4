import { afterEach, expect, it } from 'vitest'
import { systemClock } from '../exchange/index.ts'
import { type Change, Changes } from './changes.ts'
import { within } from './within.ts'

const [CHANNEL, OTHER] = ['c'.repeat(64), 'd'.repeat(64)]
const faults: string[] = []
const changes = new Changes(systemClock, (channel, cause) => faults.push(`${channel} ${String(cause)}`))

afterEach(() => {
  changes.stop()
  faults.length = 0
})

/** Longer than changes are gathered for. */
const gathered = (): Promise<unknown> => within(systemClock, 200, new Promise<never>(() => undefined))

it('changes of one kind that come together are told once, each matter once', async () => {
  const heard: Change[] = []
  changes.on((change) => heard.push(change))
  changes.note(CHANNEL, 'folded', ['a', 'b'])
  changes.note(OTHER, 'folded', ['x'])
  changes.note(CHANNEL, 'received')
  changes.note(CHANNEL, 'folded', ['b', 'c'])
  expect(heard).toEqual([])
  await gathered()
  expect(heard).toEqual([
    { channel: CHANNEL, what: 'folded', matters: ['a', 'b', 'c'] },
    { channel: OTHER, what: 'folded', matters: ['x'] },
    { channel: CHANNEL, what: 'received', matters: [] },
  ])
})

it('a listener that throws keeps no other from hearing, and one that has left hears no more', async () => {
  const heard: string[] = []
  changes.on(() => {
    throw new Error('no listener should')
  })
  const same = ({ what }: Change): void => void heard.push(what)
  const [leave] = [changes.on(same), changes.on(same)]
  changes.note(CHANNEL, 'settled')
  await gathered()
  expect(heard).toEqual(['settled', 'settled'])
  expect(faults).toEqual([`${CHANNEL} Error: no listener should`])
  leave()
  changes.note(CHANNEL, 'link')
  await gathered()
  expect(heard).toEqual(['settled', 'settled', 'link'])
})
