import { afterEach, expect, it } from 'vitest'
import { Siege } from './siege.ts'

let siege: Siege
afterEach(() => siege.end())

it('a statement that cannot be checked is a fault of its own, and neither ends the process nor stops the next check', async () => {
  siege = await Siege.begin()
  const live = siege.victim.node?.channel(siege.channel)
  if (live === undefined) throw new Error('the victim does not run')
  const hash = '0'.repeat(64)
  const leaf = siege.leaf(1, { type: 'channel.state', data: { hash, since: {}, upTo: {} } })
  await siege.victim.disk.close()
  live.claims.check('zz', [{ id: hash, leaf }])
  await expect(live.claims.idle()).resolves.toBeUndefined()
  const faults = siege.victim.logged.filter(({ facts }) => facts['code'] === 'fault')
  expect(faults.map(({ facts }) => facts['message'])).toContain('StoreError: the store is closed')
})
