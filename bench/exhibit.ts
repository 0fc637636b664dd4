/** `npm run exhibit -- [--gigabytes N] [--json FILE]`: one exhibit of that size between two nodes in two processes. */
import { createCipheriv, createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { filesWith, writeNoise } from '../tests/exhibit/plain-file.ts'
import { Station } from '../tests/exhibit/station.ts'
import { foundPair } from '../tests/kill/pair.ts'

const GIB = 1024 ** 3
const MIB = 1024 ** 2
const MEMORY_LIMIT_MB = 300
/** What is written and read to learn what the machine gives. */
const SAMPLE_BYTES = 512 * MIB
/** No step of one exhibit takes longer. */
const LIMIT_MS = 3_600_000
const MARKER = 'PLAIN-TEXT-THAT-MUST-NOT-REACH-ANY-DISK'

interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What this machine gives at most, measured in the same run. */
  readonly limit?: number
}

const { values } = parseArgs({
  options: { gigabytes: { type: 'string', default: '5' }, json: { type: 'string' }, dir: { type: 'string' } },
})
const bytes = Math.round(Number(values.gigabytes) * GIB)
if (!Number.isSafeInteger(bytes) || bytes < 64 * MIB) {
  console.error('Usage: npm run exhibit -- [--gigabytes N] [--json FILE] [--dir D], N at least 0.0625')
  process.exit(2)
}
const dir = await mkdtemp(join(values.dir ?? tmpdir(), 'entente-exhibit-'))
let good = false
try {
  const figures = await measure(dir, bytes)
  for (const figure of figures) console.log(inWords(figure))
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`)
  good = figures.every(({ limit, unit, value }) => unit !== 'MB of memory' || value < (limit ?? 0))
} finally {
  await rm(dir, { recursive: true, force: true })
}
process.exit(good ? 0 : 1)

async function measure(folder: string, size: number): Promise<Figure[]> {
  const file = join(folder, 'evidence.bin')
  await writeNoise(file, size, MARKER)
  const limits = await measureLimits(folder, file)
  const pair = await foundPair(join(folder, 'nodes'))
  const [us, cn] = [new Station(pair.us), new Station(pair.cn)]
  try {
    await Promise.all([us.start(), cn.start()])
    const { sealed, sealedBytes, sealMs } = await us.ask('deposit', { path: file, text: 'a disk image' })
    await rm(file)
    const crossing = await cross(us, cn, sealed, sealedBytes)
    const checkMs = await timed(() =>
      us.until('look', { sealed }, ({ received }) => received.includes('cn'), LIMIT_MS),
    )
    if ((await filesWith(folder, Buffer.from(MARKER))).length > 0)
      throw new Error('plain bytes were found on a disk')
    const rate = (ms: number): number => size / MIB / (ms / 1000)
    return [
      { name: 'sealing', value: rate(sealMs), unit: 'MB/s', limit: limits.sealing },
      { name: 'sealing takes', value: sealMs / 1000, unit: 's' },
      {
        name: 'crossing, with a kill in the middle',
        value: rate(crossing.ms),
        unit: 'MB/s',
        limit: limits.crossing,
      },
      { name: 'crossing takes', value: crossing.ms / 1000, unit: 's' },
      { name: 'sent again after the kill', value: crossing.resentBytes / MIB, unit: 'MB' },
      { name: 'checking', value: rate(checkMs), unit: 'MB/s', limit: limits.checking },
      { name: 'checking takes', value: checkMs / 1000, unit: 's' },
      { name: 'copying the file, synced at its end', value: limits.copying, unit: 'MB/s' },
      { name: 'copying the file, each segment synced', value: limits.writing, unit: 'MB/s' },
      { name: 'SHA-256', value: limits.hashing, unit: 'MB/s' },
      { name: 'ChaCha20-Poly1305', value: limits.cipher, unit: 'MB/s' },
      { name: 'peak at the sender', value: us.peakBytes / MIB, unit: 'MB of memory', limit: MEMORY_LIMIT_MB },
      {
        name: 'peak at the receiver',
        value: cn.peakBytes / MIB,
        unit: 'MB of memory',
        limit: MEMORY_LIMIT_MB,
      },
    ]
  } finally {
    await Promise.all([us.kill(), cn.kill()])
  }
}

/** Until the receiver holds all of it; the receiver is killed once on the way. */
async function cross(
  us: Station,
  cn: Station,
  sealed: string,
  size: number,
): Promise<{ ms: number; resentBytes: number }> {
  const part = join(cn.dir, 'exhibits', `${sealed}.part`)
  const held = (): Promise<number> =>
    stat(part).then(
      (found) => found.size,
      () => 0,
    )
  const ms = await timed(async () => {
    while ((await held()) < size / 2) await sleep(50)
    await cn.kill()
    await cn.start()
    await cn.until('look', { sealed }, ({ complete }) => complete, LIMIT_MS)
  })
  return { ms, resentBytes: us.sentBytes(sealed) - size }
}

interface Limits {
  readonly hashing: number
  readonly cipher: number
  readonly copying: number
  /** A file written in segments, each synced, as a transfer must. */
  readonly writing: number
  /** Hashing plain and sealed bytes, the cipher, and copying, one after the other: what one thread can do at best. */
  readonly sealing: number
  readonly checking: number
  /** Digests on both ends, TLS on both ends (as fast as the cipher), synced writing: on one thread each. */
  readonly crossing: number
}

async function measureLimits(folder: string, file: string): Promise<Limits> {
  const chunk = Buffer.alloc(MIB, 7)
  const key = Buffer.alloc(32)
  const rounds = SAMPLE_BYTES / MIB
  const hashing = await rateOf(() => {
    const digest = createHash('sha256')
    for (let i = 0; i < rounds; i++) digest.update(chunk)
    digest.digest()
  })
  const cipher = await rateOf(() => {
    for (let i = 0; i < rounds * 16; i++) {
      const seal = createCipheriv('chacha20-poly1305', key, Buffer.alloc(12), { authTagLength: 16 })
      seal.update(chunk.subarray(0, 65_536))
      seal.final()
    }
  })
  const copy = join(folder, 'copy')
  const sample = Math.min(SAMPLE_BYTES, (await stat(file)).size)
  const copyRate = async (synced: boolean): Promise<number> =>
    sample / MIB / ((await timed(() => copySample(file, copy, synced))) / 1000)
  const [copying, writing] = [await copyRate(false), await copyRate(true)]
  await rm(copy)
  const chain = (...rates: number[]): number => 1 / rates.reduce((sum, each) => sum + 1 / each, 0)
  return {
    hashing,
    cipher,
    copying,
    writing,
    sealing: chain(hashing, hashing, cipher, copying),
    checking: chain(hashing, cipher),
    crossing: chain(hashing, cipher, writing),
  }
}

async function copySample(from: string, to: string, syncEach: boolean): Promise<void> {
  await using out = await open(to, 'w')
  for await (const piece of createReadStream(from, { highWaterMark: 4 * MIB, end: SAMPLE_BYTES - 1 })) {
    await out.write(Buffer.from(piece))
    if (syncEach) await out.datasync()
  }
  await out.sync()
}

async function rateOf(work: () => void | Promise<void>): Promise<number> {
  return SAMPLE_BYTES / MIB / ((await timed(work)) / 1000)
}

async function timed(work: () => unknown): Promise<number> {
  const startMs = performance.now()
  await work()
  return performance.now() - startMs
}

function inWords({ limit, name, unit, value }: Figure): string {
  const beside =
    limit === undefined ? '' : `; the limit is ${limit.toFixed(0)} (${(value / limit).toFixed(2)})`
  return `exhibit: ${name}: ${value.toFixed(value < 10 ? 1 : 0)} ${unit}${beside}`
}
