import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ExhibitFolder, generateExhibitIdentity } from '../../src/store/index.ts'

const MIB = 1024 * 1024
const SEGMENT_BYTES = 4 * MIB
const ROOM = { maxBytes: 1e9 }
const SALT = new Uint8Array(32).fill(7)
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entente-exhibits-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function* numbered(count: number, meter: (chunk: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) {
    const chunk = Buffer.alloc(MIB, `chunk ${i} `)
    meter(chunk)
    yield chunk
  }
}

/** Largest resident size above that at the start, sampled while `work` runs. */
async function growthOf(work: () => Promise<void>): Promise<number> {
  const start = process.memoryUsage.rss()
  let peak = start
  const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5)
  try {
    await work()
  } finally {
    clearInterval(sampler)
  }
  return peak - start
}

describe('an exhibit of 64 MB', () => {
  it('is sealed, crosses with a cut in the middle, and is opened, in far less memory than its size', async () => {
    const { identity, recipient } = await generateExhibitIdentity()
    const ours = await ExhibitFolder.open(join(folder, 'ours'), ROOM)
    let theirs = await ExhibitFolder.open(join(folder, 'theirs'), ROOM)
    const sent = createHash('sha256')
    const growthBytes = await growthOf(async () => {
      const exhibit = await ours.seal(
        numbered(64, (chunk) => sent.update(chunk)),
        [recipient],
        SALT,
      )
      const { sealed, sealedBytes } = exhibit
      let { heldBytes, complete } = await theirs.held(sealed)
      while (!complete) {
        if (heldBytes > sealedBytes / 2 && heldBytes < sealedBytes / 2 + SEGMENT_BYTES)
          theirs = await ExhibitFolder.open(join(folder, 'theirs'), ROOM)
        const segment = await ours.read(sealed, heldBytes, SEGMENT_BYTES)
        ;({ heldBytes, complete } = await theirs.append(sealed, sealedBytes, heldBytes, segment))
      }
      await theirs.open(sealed, identity, { salt: SALT, hmac: exhibit.hmac }, join(folder, 'out'))
    })
    const opened = createHash('sha256')
    opened.update(await readFile(join(folder, 'out')))
    expect(opened.digest('hex')).toBe(sent.digest('hex'))
    console.log(
      `store: 64 MB exhibit sealed, carried and opened in ${Math.round(growthBytes / MIB)} MB of memory`,
    )
    // Held whole, plain and sealed bytes together would take 128 MB.
    expect(growthBytes).toBeLessThan(96 * MIB)
  })
})
