import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HighWaterFolder } from './highwater.ts'

const CHANNEL = 'c'.repeat(64)
const root = (n: number): Uint8Array => new Uint8Array(32).fill(n)
let folder = ''
let marks: HighWaterFolder
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entente-marks-'))
  marks = await HighWaterFolder.open(join(folder, 'marks'))
})
afterEach(async () => {
  await marks.close()
  await rm(folder, { recursive: true, force: true })
})

const path = (): string => join(folder, 'marks', CHANNEL)

async function reopen(): Promise<void> {
  await marks.close()
  marks = await HighWaterFolder.open(join(folder, 'marks'))
}

/** Overwrites bytes of the closed file. */
async function damage(at: number, bytes: string): Promise<void> {
  await marks.close()
  const content = await readFile(path())
  content.write(bytes, at)
  await writeFile(path(), content)
  marks = await HighWaterFolder.open(join(folder, 'marks'))
}

describe('a high-water mark', () => {
  it('is absent before anything was signed', async () => {
    expect(await marks.read(CHANNEL)).toBeUndefined()
  })

  it('is the highest that was raised, also after a restart', async () => {
    for (const size of [1, 2, 3, 70, 1e15]) {
      await marks.raise(CHANNEL, size, root(size % 256))
      expect(await marks.read(CHANNEL)).toEqual({ size, root: root(size % 256) })
      await reopen()
      expect(await marks.read(CHANNEL)).toEqual({ size, root: root(size % 256) })
    }
  })

  it('may be raised again to the same size and root, but never lower nor to another root', async () => {
    await marks.raise(CHANNEL, 5, root(5))
    await marks.raise(CHANNEL, 5, root(5))
    await reopen()
    await expect(marks.raise(CHANNEL, 4, root(4))).rejects.toMatchObject({ code: 'highwater-backwards' })
    await expect(marks.raise(CHANNEL, 5, root(6))).rejects.toMatchObject({ code: 'highwater-backwards' })
    expect(await marks.read(CHANNEL)).toEqual({ size: 5, root: root(5) })
    await marks.raise(CHANNEL, 6, root(6))
  })

  it('rises in the order of the calls when they are not awaited', async () => {
    await Promise.all([1, 2, 3, 4, 5, 6, 7].map((size) => marks.raise(CHANNEL, size, root(size))))
    expect(await marks.read(CHANNEL)).toEqual({ size: 7, root: root(7) })
  })

  it('survives a write that was torn: the one acknowledged before it stands', async () => {
    await marks.raise(CHANNEL, 8, root(8))
    await marks.raise(CHANNEL, 9, root(9))
    await damage(4096 + 150, 'torn')
    expect(await marks.read(CHANNEL)).toEqual({ size: 8, root: root(8) })
    await marks.raise(CHANNEL, 9, root(9))
    await reopen()
    expect((await marks.read(CHANNEL))?.size).toBe(9)
  })

  it('is refused when every slot is damaged, when it is of another channel, or of another length', async () => {
    await marks.raise(CHANNEL, 8, root(8))
    await marks.raise(CHANNEL, 9, root(9))
    await damage(150, 'bad')
    await damage(4096 + 150, 'bad')
    await expect(marks.read(CHANNEL)).rejects.toMatchObject({ code: 'highwater-damaged' })
    await expect(marks.raise(CHANNEL, 10, root(10))).rejects.toMatchObject({ code: 'highwater-damaged' })
    await marks.raise('d'.repeat(64), 1, root(1))
    await marks.raise('d'.repeat(64), 2, root(2))
    await writeFile(path(), await readFile(join(folder, 'marks', 'd'.repeat(64))))
    await expect(marks.read(CHANNEL)).rejects.toMatchObject({ code: 'highwater-damaged' })
    await writeFile(path(), 'short')
    await expect(marks.read(CHANNEL)).rejects.toMatchObject({ code: 'highwater-damaged' })
  })

  it('is kept for channel ids only', async () => {
    for (const name of ['', '../x', 'C'.repeat(64), 'c'.repeat(63)]) {
      await expect(marks.read(name)).rejects.toMatchObject({ code: 'channel-unknown' })
      await expect(marks.raise(name, 1, root(1))).rejects.toMatchObject({ code: 'channel-unknown' })
    }
  })
})
