import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ageOpened, ageSealed, generateExhibitIdentity } from './age-file.ts'

const CHUNK = 64 * 1024
/** Around every edge of the chunks, and of the pieces in which a file is read. */
const SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 4 * CHUNK, 4 * CHUNK + 1, 9 * CHUNK + 17]
/** What OpenSSL, this room and the library say. */
const REFUSED = /invalid tag|tagLength|chunk|does not end|header|stream|nonce|unexpected|payload/i
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entente-age-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(Uint8Array.from(chunk))
  return Buffer.concat(parts)
}

async function seal(recipient: string, plain: Uint8Array, pieceBytes = 1000): Promise<Buffer> {
  return whole(await ageSealed([recipient], pieces(plain, pieceBytes)))
}

async function open(identity: string, sealed: Uint8Array): Promise<Buffer> {
  const path = join(folder, 'sealed')
  await writeFile(path, sealed)
  return whole(ageOpened(path, identity))
}

describe('a sealed file', () => {
  it('opens to what was sealed, whatever its size and the pieces it came in', async () => {
    const { identity, recipient } = await generateExhibitIdentity()
    for (const size of SIZES) {
      const plain = randomBytes(size)
      const sealed = await seal(recipient, plain, size % 2 === 0 ? 1000 : 300_000)
      expect(plain.equals(await open(identity, sealed)), `${size} bytes`).toBe(true)
    }
  }, 60_000)

  it('does not open when a chunk is changed, left out, doubled, exchanged or cut', async () => {
    const { identity, recipient } = await generateExhibitIdentity()
    const sealed = await seal(recipient, randomBytes(4 * CHUNK))
    const begin = sealed.length - 4 * (CHUNK + 16)
    const chunk = (i: number): Buffer =>
      sealed.subarray(begin + i * (CHUNK + 16), begin + (i + 1) * (CHUNK + 16))
    const made = (...order: number[]): Buffer =>
      Buffer.concat([sealed.subarray(0, begin), ...order.map(chunk)])
    expect((await open(identity, made(0, 1, 2, 3))).length).toBe(4 * CHUNK)
    const changed = [...[0, 1, 2, 3].map((i) => begin + i * (CHUNK + 16)), sealed.length - 1, begin - 1]
    for (const at of changed) {
      const copy = Buffer.from(sealed)
      copy[at] = (copy[at] ?? 0) ^ 1
      await expect(open(identity, copy)).rejects.toThrow(REFUSED)
    }
    for (const order of [[0, 1, 2], [1, 2, 3], [0, 1, 1, 2, 3], [0, 2, 1, 3], [3], [0, 1, 2, 3, 3], []])
      await expect(open(identity, made(...order))).rejects.toThrow(REFUSED)
    for (const cut of [1, 16, CHUNK, CHUNK + 1, CHUNK + 16])
      await expect(open(identity, sealed.subarray(0, sealed.length - cut))).rejects.toThrow(REFUSED)
  }, 60_000)

  it('has a header that ends: a file of other bytes is given up early', async () => {
    const { identity } = await generateExhibitIdentity()
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.alloc(1_000_000, 'a'),
      Buffer.from('age-encryption.org/v1\n'),
    ])
      await expect(open(identity, bytes)).rejects.toThrow('the header does not end')
  })
})
