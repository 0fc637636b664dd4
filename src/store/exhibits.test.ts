import { createHmac, hash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Decrypter } from 'age-encryption'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ExhibitFolder } from './exhibit-folder.ts'
import { generateExhibitIdentity } from './age-file.ts'

const SALT = new Uint8Array(32).fill(7)
let folder = ''
let ours: ExhibitFolder
let theirs: ExhibitFolder
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entente-exhibits-'))
  ours = await ExhibitFolder.open(join(folder, 'ours'), { maxBytes: 1e9 })
  theirs = await openTheirs()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function openTheirs(maxBytes = 1e9): Promise<ExhibitFolder> {
  return ExhibitFolder.open(join(folder, 'theirs'), { maxBytes })
}

async function* chunksOf(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

describe('a sealed exhibit', () => {
  it.each([0, 1, 65_535, 65_536, 65_537, 300_000])(
    'of %i bytes is named by its hash and opens to what went in',
    async (length) => {
      const { identity, recipient } = await generateExhibitIdentity()
      const other = await generateExhibitIdentity()
      const plain = randomBytes(length)
      const exhibit = await ours.seal(chunksOf(plain, 1000), [recipient, other.recipient], SALT)
      const sealedFile = await readFile(join(folder, 'ours', exhibit.sealed))
      expect(exhibit).toEqual({
        sealed: hash('sha256', sealedFile),
        sealedBytes: sealedFile.length,
        plainBytes: length,
        hmac: createHmac('sha256', SALT).update(plain).digest('hex'),
      })
      const decrypter = new Decrypter()
      decrypter.addIdentity(other.identity)
      expect(Buffer.from(await decrypter.decrypt(sealedFile)).equals(plain)).toBe(true)
      const out = join(folder, 'out')
      expect(await ours.open(exhibit.sealed, identity, { salt: SALT, hmac: exhibit.hmac }, out)).toBe(length)
      expect((await readFile(out)).equals(plain)).toBe(true)
    },
  )

  it('is not opened by another identity, with another salt, or when one byte differs; nothing is left behind', async () => {
    const { identity, recipient } = await generateExhibitIdentity()
    const stranger = await generateExhibitIdentity()
    const { sealed, sealedBytes, hmac } = await ours.seal(
      chunksOf(randomBytes(200_000), 5000),
      [recipient],
      SALT,
    )
    const out = join(folder, 'out')
    const attempt = (as: string, salt: Uint8Array): Promise<number> =>
      ours.open(sealed, as, { salt, hmac }, out)
    await expect(attempt(stranger.identity, SALT)).rejects.toMatchObject({ code: 'exhibit-unreadable' })
    await expect(attempt('AGE-SECRET-KEY-NONE', SALT)).rejects.toMatchObject({ code: 'exhibit-unreadable' })
    await expect(attempt(identity, new Uint8Array(32))).rejects.toMatchObject({ code: 'exhibit-mismatch' })
    const path = join(folder, 'ours', sealed)
    const bytes = await readFile(path)
    for (const at of [30, sealedBytes - 100_000, sealedBytes - 1]) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      await writeFile(path, changed)
      await expect(attempt(identity, SALT)).rejects.toMatchObject({ code: 'exhibit-unreadable' })
    }
    await writeFile(path, bytes.subarray(0, sealedBytes - 70_000))
    await expect(attempt(identity, SALT)).rejects.toMatchObject({ code: 'exhibit-unreadable' })
    expect((await readdir(folder)).toSorted()).toEqual(['ours', 'theirs'])
    await expect(ours.open('0'.repeat(64), identity, { salt: SALT, hmac }, out)).rejects.toMatchObject({
      code: 'exhibit-unknown',
    })
  })

  it('is not made from an input that fails, to a recipient that is none, or beyond the room there is', async () => {
    const { recipient } = await generateExhibitIdentity()
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield randomBytes(100_000)
      throw new Error('the reader stopped')
    }
    await expect(ours.seal(broken(), [recipient], SALT)).rejects.toMatchObject({ code: 'exhibit-unreadable' })
    await expect(ours.seal(join(folder, 'no-file'), [recipient], SALT)).rejects.toMatchObject({
      code: 'exhibit-unreadable',
    })
    for (const recipients of [[], ['age1nobody'], [recipient, '']]) {
      await expect(ours.seal(chunksOf(SALT, 9), recipients, SALT)).rejects.toMatchObject({
        code: 'exhibit-recipient-invalid',
      })
    }
    const small = await ExhibitFolder.open(join(folder, 'ours'), { maxBytes: 500_000 })
    await expect(small.seal(chunksOf(randomBytes(600_000), 9000), [recipient], SALT)).rejects.toMatchObject({
      code: 'store-full',
    })
    expect(await readdir(join(folder, 'ours'))).toEqual([])
    expect(small.usedBytes).toBe(0)
  })
})

describe('an exhibit that arrives in segments', () => {
  const bytes = randomBytes(100_000)
  const sealed = hash('sha256', bytes)
  const take = (from: number, to: number): ReturnType<ExhibitFolder['append']> =>
    theirs.append(sealed, bytes.length, from, bytes.subarray(from, to))

  it('goes on where it was cut, in the same process or another, and is complete at its last byte', async () => {
    expect(await theirs.held(sealed)).toEqual({ heldBytes: 0, complete: false })
    expect(await take(0, 30_000)).toEqual({ heldBytes: 30_000, complete: false })
    theirs = await openTheirs()
    expect(await theirs.held(sealed)).toEqual({ heldBytes: 30_000, complete: false })
    await expect(theirs.read(sealed, 0, 10)).rejects.toMatchObject({ code: 'exhibit-unknown' })
    expect(await take(30_000, 99_999)).toEqual({ heldBytes: 99_999, complete: false })
    expect(await take(99_999, 100_000)).toEqual({ heldBytes: 100_000, complete: true })
    expect(await take(0, 5)).toEqual({ heldBytes: 100_000, complete: true })
    expect(await theirs.held(sealed)).toEqual({ heldBytes: 100_000, complete: true })
    expect(await readdir(join(folder, 'theirs'))).toEqual([sealed])
    expect(theirs.usedBytes).toBe(100_000)
    expect((await theirs.read(sealed, 99_990, 500)).length).toBe(10)
    expect(Buffer.from(await theirs.read(sealed, 500, 700)).equals(bytes.subarray(500, 1200))).toBe(true)
    expect((await theirs.read(sealed, 200_000, 5)).length).toBe(0)
  })

  it('is completed by an empty segment when a crash came before the check', async () => {
    await writeFile(join(folder, 'theirs', `${sealed}.part`), bytes)
    theirs = await openTheirs()
    expect(await take(100_000, 100_000)).toEqual({ heldBytes: 100_000, complete: true })
  })

  it('takes each segment once when two senders offer the same', async () => {
    const results = await Promise.allSettled([take(0, 50_000), take(0, 50_000), take(50_000, 100_000)])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((await theirs.held(sealed)).complete).toBe(true)
  })

  it('refuses a segment that leaves a gap, goes too far, or does not fit the room', async () => {
    await take(0, 10)
    await expect(take(11, 20)).rejects.toMatchObject({ code: 'exhibit-gap' })
    await expect(take(9, 20)).rejects.toMatchObject({ code: 'exhibit-gap' })
    await expect(theirs.append(sealed, 15, 10, bytes.subarray(10, 16))).rejects.toMatchObject({
      code: 'exhibit-too-large',
    })
    theirs = await openTheirs(50_000)
    await expect(take(10, 60_000)).rejects.toMatchObject({ code: 'store-full' })
    expect(await theirs.held(sealed)).toEqual({ heldBytes: 10, complete: false })
    expect(await take(10, 49_000)).toEqual({ heldBytes: 49_000, complete: false })
  })

  it('is refused and removed when one byte differs', async () => {
    const changed = Buffer.from(bytes)
    changed[70_000] = (changed[70_000] ?? 0) ^ 1
    await theirs.append(sealed, bytes.length, 0, changed.subarray(0, 60_000))
    const last = theirs.append(sealed, bytes.length, 60_000, changed.subarray(60_000))
    await expect(last).rejects.toMatchObject({ code: 'exhibit-mismatch' })
    expect(await readdir(join(folder, 'theirs'))).toEqual([])
    expect(theirs.usedBytes).toBe(0)
    await take(0, 100_000)
    expect((await theirs.held(sealed)).complete).toBe(true)
  })

  it('can be removed, and only names of 64 hex digits are ever looked for', async () => {
    await take(0, 10)
    expect(await theirs.remove(sealed)).toBe(true)
    expect(await theirs.remove(sealed)).toBe(false)
    for (const name of ['', '../store.db', `../${'a'.repeat(61)}`, 'A'.repeat(64), `${'a'.repeat(64)}/`]) {
      await expect(theirs.append(name, 10, 0, SALT)).rejects.toMatchObject({ code: 'exhibit-name-invalid' })
      await expect(theirs.read(name, 0, 1)).rejects.toMatchObject({ code: 'exhibit-name-invalid' })
      await expect(theirs.held(name)).rejects.toMatchObject({ code: 'exhibit-name-invalid' })
      await expect(theirs.remove(name)).rejects.toMatchObject({ code: 'exhibit-name-invalid' })
    }
  })

  it('leaves no half-sealed file after a crash', async () => {
    await writeFile(join(folder, 'theirs', 'x.sealing'), 'half')
    theirs = await openTheirs()
    expect(await readdir(join(folder, 'theirs'))).toEqual([])
  })
})
