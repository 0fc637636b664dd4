import { describe, expect, it } from 'vitest'
import { Downloads, type Ready } from './downloads.ts'

const AT = { channel: 'c'.repeat(64), matter: 'a'.repeat(64) }
const MINUTE_MS = 60_000

function trial(): { downloads: Downloads; wait: (ms: number) => void } {
  let nowMs = 0
  let drawn = 0
  const clock = { now: () => 0, monotonic: () => nowMs, after: () => () => undefined }
  const rng = { bytes: (length: number) => new Uint8Array(length).fill((drawn += 1)) }
  return { downloads: new Downloads(clock, rng), wait: (ms) => (nowMs += ms) }
}

const ready = (name: string): Ready => ({
  name,
  still: () => Promise.resolve(),
  bytes: async function* () {
    yield new Uint8Array(1)
  },
})

describe('what was let out', () => {
  it('is fetched once, by whom it was promised to, in the place that it is of', () => {
    const { downloads } = trial()
    const id = downloads.promise('u_1', AT, ready('a.img'))
    expect(() => downloads.take('u_2', AT, id)).toThrow('nothing waits here')
    expect(() => downloads.take('u_1', { ...AT, matter: 'b'.repeat(64) }, id)).toThrow('nothing waits')
    expect(downloads.take('u_1', AT, id).name).toBe('a.img')
    expect(() => downloads.take('u_1', AT, id)).toThrow('nothing waits here')
  })

  it('is forgotten after five minutes', () => {
    const { downloads, wait } = trial()
    const first = downloads.promise('u_1', AT, ready('a'))
    wait(5 * MINUTE_MS)
    expect(downloads.take('u_1', AT, first).name).toBe('a')
    const second = downloads.promise('u_1', AT, ready('b'))
    wait(5 * MINUTE_MS + 1)
    expect(() => downloads.take('u_1', AT, second)).toThrow('nothing waits here')
  })

  it('is the newest sixteen of one user, and nobody else’s are in the way', () => {
    const { downloads } = trial()
    const other = downloads.promise('u_2', AT, ready('theirs'))
    const ids = Array.from({ length: 17 }, (_, n) => downloads.promise('u_1', AT, ready(String(n))))
    expect(() => downloads.take('u_1', AT, ids[0] ?? '')).toThrow('nothing waits here')
    expect(ids.slice(1).map((id) => downloads.take('u_1', AT, id).name)).toHaveLength(16)
    expect(downloads.take('u_2', AT, other).name).toBe('theirs')
  })
})
