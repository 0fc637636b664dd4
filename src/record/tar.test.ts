import { describe, expect, it } from 'vitest'
import { codeOf } from './parties.testkit.ts'
import { TarReader } from './tar-reader.ts'
import { encodeTarHeader, parseTarHeader, TAR_END, tarPaddingBytes } from './tar.ts'

/** In chunks of `size`, so that nothing is aligned with what is read. */
async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}

function fileOf(members: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(members).flatMap(([name, text]) => [
    encodeTarHeader({ name, size: text.length }),
    Buffer.from(text),
    Buffer.alloc(tarPaddingBytes(text.length)),
  ])
  return Buffer.concat([...parts, TAR_END])
}

describe('a header of the one form', () => {
  it.each([0, 1, 512, 8 ** 11 - 1, 8 ** 11, 2 ** 40, Number.MAX_SAFE_INTEGER])(
    'says a size of %i',
    (size) => {
      const header = { name: 'exhibits/x001', size }
      expect(parseTarHeader(encodeTarHeader(header))).toEqual(header)
    },
  )

  it('is refused with any byte changed', () => {
    const header = encodeTarHeader({ name: 'feeds/alpha/checkpoint', size: 1234 })
    for (let at = 0; at < header.length; at++) {
      const changed = Buffer.from(header)
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      expect(
        codeOf(() => parseTarHeader(changed)),
        `byte ${at}`,
      ).toBe('tar-malformed')
    }
  })

  it('is refused in another spelling of the same size, its checksum made right', () => {
    const header = Buffer.from(encodeTarHeader({ name: 'a', size: 5 }))
    const binary = Buffer.from(header)
    binary.fill(0, 124, 136)
    binary[124] = 0x80
    binary[135] = 5
    const spaced = Buffer.from(header)
    spaced.write('          5\0', 124, 'latin1')
    for (const changed of [binary, spaced]) {
      changed.write('        ', 148, 'latin1')
      const sum = changed.reduce((total, byte) => total + byte, 0)
      changed.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
      expect(codeOf(() => parseTarHeader(changed))).toBe('tar-malformed')
    }
  })

  it.each(['', '/etc/passwd', '../x', 'a\0b', 'é', 'x'.repeat(101)])(
    'has no form for the name %j',
    (name) => {
      expect(codeOf(() => encodeTarHeader({ name, size: 1 }))).toBe('tar-malformed')
    },
  )
})

describe('a file that is read', () => {
  const members = { one: 'x'.repeat(700), two: '', three: 'y'.repeat(512) }

  it.each([1, 7, 512, 10_000])(
    'gives its members in chunks of %i bytes, read whole, in pieces, in part or not',
    async (size) => {
      const tar = new TarReader(chunks(fileOf(members), size))
      expect(await tar.next()).toEqual({ name: 'one', size: 700 })
      expect(tar.offset).toBe(512)
      expect(Buffer.from(await tar.read(700)).toString()).toBe(members.one)
      expect(await tar.next()).toEqual({ name: 'two', size: 0 })
      expect(await tar.next()).toEqual({ name: 'three', size: 512 })
      expect((await tar.read(12)).length).toBe(12)
      let left = 0
      for await (const piece of tar.pieces()) left += piece.length
      expect(left).toBe(500)
      expect(await tar.next()).toBeUndefined()
      const skipping = new TarReader(chunks(fileOf(members), size))
      const names: (string | undefined)[] = []
      for (let member = await skipping.next(); member !== undefined; member = await skipping.next())
        names.push(member.name)
      expect(names).toEqual(['one', 'two', 'three'])
    },
  )

  it('refuses to read past a member', async () => {
    const tar = new TarReader(chunks(fileOf(members), 100))
    await tar.next()
    await expect(tar.read(701)).rejects.toMatchObject({ code: 'tar-malformed' })
  })
})
