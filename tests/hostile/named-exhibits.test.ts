import { hash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { EXHIBITS_PER_ACT_MAX } from '../../src/acts/index.ts'
import type { HeldChannel } from '../../src/exchange/index.ts'
import { bytesOf } from './history.ts'
import { Siege } from './siege.ts'

let siege: Siege
afterEach(() => siege.end())

const ACTS = 200

/** Acts that name exhibits which nobody has; the vocabulary allows so many in each. */
function naming(acts: number, exhibits: number): Uint8Array[] {
  return Array.from({ length: acts }, (_act, i) => {
    const listed = Array.from({ length: exhibits }, (_exhibit, k) => {
      const sealed = hash('sha256', `${i} ${k}`)
      return { hmac: sealed, mediaType: 'text/plain', plainBytes: 1, sealed, sealedBytes: 2 }
    })
    return bytesOf(siege.leaf(i + 1, { type: 'evidence.deposit', data: { exhibits: listed } }))
  })
}

function channelHeld(): HeldChannel {
  const live = siege.victim.node?.channel(siege.channel)
  if (live === undefined) throw new Error('the victim does not run')
  return live.held
}

describe('exhibits that are named and that nobody has', () => {
  it('keep a node from looking after the feeds of others no longer than one step', async () => {
    siege = await Siege.begin()
    expect((await siege.push(siege.base.with(...naming(ACTS, EXHIBITS_PER_ACT_MAX)).batch(1))).status).toBe(
      200,
    )
    await siege.pass(5_000)
    expect(channelHeld().wanted.size).toBe(ACTS * EXHIBITS_PER_ACT_MAX)
    let greeted = false
    siege.net.onDelivered = (from, to, { path }) => {
      greeted ||= from === 'us.example' && to === 'cn.example' && path.endsWith('/hello')
    }
    // As when the friend has sent something that does not fit.
    channelHeld().needsGreeting.add('cn')
    channelHeld().moved.hint.notify()
    await siege.pass(2_000)
    expect(greeted).toBe(true)
  })

  it('are passed over when an act names more than one may', async () => {
    siege = await Siege.begin()
    expect((await siege.push(siege.base.with(...naming(1, EXHIBITS_PER_ACT_MAX + 1)).batch(1))).status).toBe(
      200,
    )
    await siege.pass(1_000)
    expect(channelHeld().wanted.size).toBe(0)
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
  })
})
