import { describe, expect, it } from 'vitest'
import type { Clock } from '../exchange/index.ts'
import { EventHub, type Hint, type Listener } from './events.ts'

const clock: Clock = { now: () => 0, monotonic: () => 0, after: () => () => undefined }
const hint = (no: number): Hint => ({ channel: 'c', matters: [`m${no}`], what: 'folded' })

function listener(over: Partial<Listener> = {}): Listener & { leave: () => void } {
  let leave: () => void = () => undefined
  return {
    user: 'u',
    lastEventId: undefined,
    pastMs: undefined,
    sees: (one) => Promise.resolve(one),
    mayStay: () => Promise.resolve(true),
    whenGone: (run) => (leave = run),
    leave: () => leave(),
    ...over,
  }
}

async function take(stream: AsyncGenerator<Uint8Array>, count: number): Promise<string[]> {
  const pieces: string[] = []
  for (let i = 0; i < count; i++) {
    const { value, done } = await stream.next()
    if (done === true) break
    pieces.push(new TextDecoder().decode(value))
  }
  return pieces
}

describe('event streams', () => {
  it('tell hints in order and go on after the last one that was heard', async () => {
    const hub = new EventHub(clock, 'run')
    for (let i = 1; i <= 3; i++) hub.publish(hint(i))
    const stream = hub.stream(listener({ lastEventId: 'run-1' }))
    const [, second, third] = await take(stream, 3)
    expect(second).toBe(`id: run-2\nevent: hint\ndata: ${JSON.stringify(hint(2))}\n\n`)
    expect(third).toContain('id: run-3')
  })

  it('say that hints were lost instead of filling memory for who does not read', async () => {
    const hub = new EventHub(clock, 'run')
    const stream = hub.stream(listener())
    await take(stream, 1)
    for (let i = 1; i <= 300; i++) hub.publish(hint(i))
    const [first, next] = await take(stream, 2)
    expect(first).toContain('event: reset')
    expect(next).toContain('event: hint')
  })

  it('say so too to who comes back from another run, or too late', async () => {
    const hub = new EventHub(clock, 'run')
    for (let i = 1; i <= 1_100; i++) hub.publish(hint(i))
    for (const lastEventId of ['other-5', 'run-1', 'run-9999', 'run-x', 'x']) {
      const one = listener({ lastEventId })
      const [, first] = await take(hub.stream(one), 2)
      expect([lastEventId, first]).toEqual([lastEventId, expect.stringContaining('event: reset')])
      one.leave()
    }
  })

  it('begin with what happened since the page was asked for, and say so when that is not kept any more', async () => {
    let nowMs = 0
    const hub = new EventHub({ ...clock, monotonic: () => nowMs }, 'run')
    for (let i = 1; i <= 3; i++) {
      nowMs = i * 1_000
      hub.publish(hint(i))
    }
    const [, second, third] = await take(hub.stream(listener({ pastMs: 1_000 })), 3)
    expect(second).toContain('id: run-2')
    expect(third).toContain('id: run-3')
    for (let i = 4; i <= 1_100; i++) hub.publish(hint(i))
    for (const pastMs of [10, 60_000]) {
      const [, first] = await take(hub.stream(listener({ pastMs })), 2)
      expect([pastMs, first]).toEqual([pastMs, expect.stringContaining('event: reset')])
    }
  })

  it('say so too to who has missed more than can wait for it', async () => {
    const hub = new EventHub(clock, 'run')
    for (let i = 1; i <= 300; i++) hub.publish(hint(i))
    const [, first] = await take(hub.stream(listener({ lastEventId: 'run-1' })), 2)
    expect(first).toContain('event: reset')
  })

  it('hold no more of one person than their bound, and let go of who left', async () => {
    const hub = new EventHub(clock, 'run')
    const all = Array.from({ length: 16 }, () => listener())
    for (const one of all) hub.stream(one)
    expect(() => hub.stream(listener())).toThrow('At most 16')
    hub.stream(listener({ user: 'v' }))
    all[0]?.leave()
    hub.stream(listener())
    expect(hub.streams).toBe(17)
  })

  it('end when the node does', async () => {
    const hub = new EventHub(clock, 'run')
    const stream = hub.stream(listener())
    await take(stream, 1)
    const ended = stream.next()
    hub.close()
    expect(await ended).toEqual({ value: undefined, done: true })
  })
})
