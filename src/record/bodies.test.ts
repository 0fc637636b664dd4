import { describe, expect, it } from 'vitest'
import { bodiesPath, bodyRuns, encodeBodies, parseBodies } from './bodies.ts'
import { codeOf } from './parties.testkit.ts'

const bodies = Array.from({ length: 20 }, (_, i) =>
  i % 3 === 0 ? undefined : { salt: Buffer.alloc(32, i), bytes: Buffer.alloc(i * 10, i) },
)
const bundle = encodeBodies(bodies)

async function runsOf(bytes: Uint8Array, count: number, runBytes: number): Promise<number[]> {
  let at = 0
  const read = (length: number): Promise<Uint8Array<ArrayBuffer>> =>
    Promise.resolve(new Uint8Array(bytes.subarray(at, (at += length))))
  const counts: number[] = []
  let from = 0
  for await (const run of bodyRuns(count, bytes.length, runBytes, read)) {
    expect(parseBodies(run.bytes, run.count).map((body) => body?.bytes.length)).toEqual(
      bodies.slice(from, from + run.count).map((body) => body?.bytes.length),
    )
    counts.push(run.count)
    from += run.count
  }
  return counts
}

describe('a bundle of bodies', () => {
  it('gives back what it was made of', () => {
    const parsed = parseBodies(bundle, bodies.length)
    expect(parsed.map((body) => body && Buffer.from(body.bytes).toString('hex'))).toEqual(
      bodies.map((body) => body?.bytes.toString('hex')),
    )
  })

  it('is refused cut anywhere, with a byte more, or for another count', () => {
    for (let end = 0; end < bundle.length; end++) {
      expect(
        codeOf(() => parseBodies(bundle.subarray(0, end), bodies.length)),
        `cut at ${end}`,
      ).toBe('bodies-malformed')
    }
    expect(codeOf(() => parseBodies(Buffer.concat([bundle, Buffer.of(0)]), bodies.length))).toBe(
      'bodies-malformed',
    )
    expect(codeOf(() => parseBodies(bundle, bodies.length - 1))).toBe('bodies-malformed')
    expect(codeOf(() => parseBodies(Buffer.of(2), 1))).toBe('bodies-malformed')
  })

  it.each([
    [1e9, 1],
    [1_000, 2],
    [1, 20],
  ])('is read in runs of about %i bytes', async (runBytes, runs) => {
    const found = await runsOf(bundle, bodies.length, runBytes)
    expect(found.reduce((sum, count) => sum + count, 0)).toBe(20)
    expect(found.length).toBe(runs)
  })

  it('is refused in runs when it is cut, too long, or has a body above what is carried', async () => {
    const cut = bundle.subarray(0, bundle.length - 1)
    await expect(runsOf(cut, bodies.length, 100)).rejects.toMatchObject({ code: 'bodies-malformed' })
    await expect(runsOf(bundle, bodies.length - 1, 100)).rejects.toMatchObject({ code: 'bodies-malformed' })
    const large = Buffer.concat([Buffer.of(1), Buffer.alloc(32), Buffer.of(0xff, 0xff, 0xff, 0xff)])
    await expect(runsOf(large, 1, 1)).rejects.toMatchObject({ code: 'body-too-large' })
  })

  it('stands beside its entries', () => {
    expect(bodiesPath(1_234_067, 256)).toBe('bodies/x001/x234/067')
    expect(bodiesPath(0, 3)).toBe('bodies/000.p/3')
  })
})
