import { expect, it } from 'vitest'
import type { ChannelId } from '../record/index.ts'
import type { AppendBatch, ChannelRow, Store } from './port.ts'

/** What the port promises of channels that were proposed and are withdrawn; the feeds are of the party `alpha`. */
export function droppingPromises(
  store: () => Store,
  reopen: () => Promise<void>,
  [kept, dropped]: readonly [ChannelRow, ChannelRow],
  feedIn: (channel: ChannelId) => { batch(count: number, head?: string): AppendBatch },
): void {
  it('forgets a channel that was never opened wholly, and no other', async () => {
    await store().putChannel({ ...dropped, status: 'proposed' })
    await store().append(feedIn(dropped.id).batch(3, 'a head'))
    await store().putChannel({ ...kept, status: 'open' })
    await store().append(feedIn(kept.id).batch(3, 'a head'))
    expect(await store().dropProposed(kept.id)).toBe(false)
    expect(await store().dropProposed(dropped.id)).toBe(true)
    expect(await store().dropProposed(dropped.id)).toBe(false)
    await reopen()
    expect((await store().channels()).map(({ id }) => id)).toEqual([kept.id])
    expect((await store().feed(kept.id, 'alpha'))?.size).toBe(3)
    await store().putChannel({ ...dropped, status: 'proposed' })
    expect(await store().feed(dropped.id, 'alpha')).toBeUndefined()
    await store().append(feedIn(dropped.id).batch(2))
    expect(await store().check()).toEqual([])
  })
}
