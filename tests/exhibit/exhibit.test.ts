import { mkdtemp, rm, stat } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Pair, foundPair } from '../kill/pair.ts'
import { filesWith, flipByte, writeNoise } from './plain-file.ts'
import { Station } from './station.ts'

const MIB = 1024 * 1024
const LARGE_BYTES = 256 * MIB
const SMALL_BYTES = 9 * MIB + 6
const MEMORY_LIMIT_BYTES = 300 * MIB
/** A cut costs at most the segment under way on each side. */
const SEGMENT_BYTES = 4 * MIB
const MARKER = 'PLAIN-TEXT-THAT-MUST-NOT-REACH-ANY-DISK'

let dir = ''
let stations: Station[] = []
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'entente-exhibit-'))
  stations = []
})
afterEach(async () => {
  await Promise.all(stations.map((station) => station.kill()))
  await rm(dir, { recursive: true, force: true })
})

async function startBoth(pair: Pair): Promise<{ us: Station; cn: Station }> {
  const [us, cn] = [new Station(pair.us), new Station(pair.cn)]
  stations = [us, cn]
  await Promise.all([us.start(), cn.start()])
  return { us, cn }
}

/** Waits until the part of an exhibit that has arrived passes `bytes`. */
async function arrived(station: Station, sealed: string, bytes: number): Promise<void> {
  const path = join(station.dir, 'exhibits', `${sealed}.part`)
  for (;;) {
    const held = await stat(path).then(
      ({ size }) => size,
      () => 0,
    )
    if (held >= bytes) return
    if (existsSync(path.replace(/\.part$/, ''))) throw new Error('the exhibit arrived whole before the cut')
    await sleep(2)
  }
}

async function receivedBy(station: Station, sealed: string, party: string): Promise<void> {
  await station.until('look', { sealed }, ({ received }) => received.includes(party))
}

describe('an exhibit of 256 MB between two nodes in two processes', () => {
  it('crosses in bounded memory, goes on after a kill on either side, and is found to match', async () => {
    const file = join(dir, 'evidence.bin')
    await writeNoise(file, LARGE_BYTES, MARKER)
    expect(await filesWith(dir, Buffer.from(MARKER))).toEqual([file])
    const { us, cn } = await startBoth(await foundPair(join(dir, 'nodes')))
    const { sealed, sealedBytes, sealMs } = await us.ask('deposit', { path: file, text: 'a disk image' })
    await rm(file)
    await arrived(cn, sealed, sealedBytes * 0.3)
    await cn.kill()
    await cn.start()
    await arrived(cn, sealed, sealedBytes * 0.6)
    await us.kill()
    await us.start()
    await receivedBy(us, sealed, 'cn')
    await receivedBy(cn, sealed, 'cn')
    const resentBytes = us.sentBytes(sealed) - sealedBytes
    console.log(
      `exhibit: 256 MB sealed in ${Math.round(sealMs)} ms, crossed with a kill on either side; ` +
        `${(resentBytes / MIB).toFixed(1)} MB sent again; peak memory ${mb(us.peakBytes)} MB at the sender, ${mb(cn.peakBytes)} MB at the receiver`,
    )
    expect(resentBytes).toBeGreaterThanOrEqual(0)
    expect(resentBytes).toBeLessThanOrEqual(2 * SEGMENT_BYTES)
    for (const { peakBytes } of [us, cn]) expect(peakBytes).toBeLessThan(MEMORY_LIMIT_BYTES)
    expect(await filesWith(dir, Buffer.from(MARKER))).toEqual([])
  }, 240_000)
})

describe('an exhibit of which one byte differs on the sender’s disk', () => {
  it('is refused, is not kept, and arrives once the byte is right again', async () => {
    const file = join(dir, 'evidence.bin')
    await writeNoise(file, SMALL_BYTES, MARKER)
    const { us, cn } = await startBoth(await foundPair(join(dir, 'nodes')))
    await cn.kill()
    const { sealed } = await us.ask('deposit', { path: file, text: 'a log' })
    const onDisk = join(us.dir, 'exhibits', sealed)
    await flipByte(onDisk, SMALL_BYTES / 2)
    await cn.start()
    const seen = await cn.until('look', { sealed }, ({ troubles }) => troubles.some(isMismatch))
    expect(seen).toMatchObject({ heldBytes: 0, complete: false, received: [] })
    expect(existsSync(join(cn.dir, 'exhibits', sealed))).toBe(false)
    expect(existsSync(join(cn.dir, 'exhibits', `${sealed}.part`))).toBe(false)
    await flipByte(onDisk, SMALL_BYTES / 2)
    await cn.kill()
    await cn.start()
    await receivedBy(us, sealed, 'cn')
  }, 240_000)

  it('is not sent again and again by a node that nobody can call', async () => {
    const file = join(dir, 'evidence.bin')
    await writeNoise(file, SMALL_BYTES, MARKER)
    const { us, cn } = await startBoth(await foundPair(join(dir, 'nodes'), { usReachable: false }))
    await cn.kill()
    const { sealed, sealedBytes } = await us.ask('deposit', { path: file, text: 'a log' })
    await flipByte(join(us.dir, 'exhibits', sealed), SMALL_BYTES / 2)
    await cn.start()
    await us.until('look', { sealed }, ({ troubles }) => troubles.some(isMismatch))
    await sleep(2_000)
    expect(us.sentBytes(sealed)).toBeLessThanOrEqual(sealedBytes + SEGMENT_BYTES)
    expect((await cn.ask('look', { sealed })).received).toEqual([])
    expect(existsSync(join(cn.dir, 'exhibits', sealed))).toBe(false)
  }, 240_000)
})

describe('a node that nobody can call', () => {
  it('fetches exhibits and hands over its own, also when either is killed in between', async () => {
    const [fromUs, fromCn] = [join(dir, 'from-us.bin'), join(dir, 'from-cn.bin')]
    await writeNoise(fromUs, 4 * SMALL_BYTES, MARKER)
    await writeNoise(fromCn, 4 * SMALL_BYTES, MARKER)
    const { us, cn } = await startBoth(await foundPair(join(dir, 'nodes'), { usReachable: false }))
    const offered = await us.ask('deposit', { path: fromUs, text: 'from us' })
    await arrived(cn, offered.sealed, SMALL_BYTES)
    await cn.kill()
    await cn.start()
    await receivedBy(us, offered.sealed, 'cn')
    const fetched = await cn.ask('deposit', { path: fromCn, text: 'from cn' })
    await arrived(us, fetched.sealed, SMALL_BYTES)
    await us.kill()
    await us.start()
    await receivedBy(cn, fetched.sealed, 'us')
    expect(us.sentBytes(offered.sealed) - offered.sealedBytes).toBeLessThanOrEqual(2 * SEGMENT_BYTES)
    expect(cn.sentBytes(fetched.sealed) - fetched.sealedBytes).toBeLessThanOrEqual(2 * SEGMENT_BYTES)
  }, 240_000)
})

function isMismatch(trouble: string): boolean {
  return trouble.includes('exhibit-mismatch') || trouble.includes('is not the one named')
}

function mb(bytes: number): string {
  return (bytes / MIB).toFixed(0)
}
