import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBreachedPasswords } from './breached-passwords.ts'

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex').toUpperCase()

describe('a list of breached passwords', () => {
  let dir = ''
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'breached-'))
  })
  afterEach(() => rm(dir, { recursive: true }))

  async function listOf(text: string): ReturnType<typeof openBreachedPasswords> {
    const path = join(dir, 'list.txt')
    await writeFile(path, text)
    return openBreachedPasswords(path)
  }

  it.each([
    ['with counts and line ends of Windows', (hash: string, index: number) => `${hash}:${index ** 3}\r\n`],
    ['with hashes only', (hash: string) => `${hash}\n`],
  ])('finds each that is in it and none that is not, %s', async (_, line) => {
    for (const count of [1, 2, 3, 500]) {
      const passwords = Array.from({ length: count }, (_, index) => `password number ${index}`)
      const list = await listOf(passwords.map(sha1).sort().map(line).join(''))
      for (const password of passwords)
        expect(await list.holds(password), `${password} of ${count}`).toBe(true)
      for (let index = 0; index < 300; index++) expect(await list.holds(`another ${index}`)).toBe(false)
      await list.close()
    }
  })

  it('finds the last one without a line end', async () => {
    const hashes = ['one', 'two', 'three'].map(sha1).sort()
    const list = await listOf(hashes.join('\n'))
    for (const password of ['one', 'two', 'three']) expect(await list.holds(password)).toBe(true)
    await list.close()
  })

  it.each([
    ['empty', ''],
    ['of words', 'password\nletmein\n'],
    ['of another hash', `${'A'.repeat(64)}\n`],
  ])('is refused when it is %s', async (_, text) => {
    await expect(listOf(text)).rejects.toMatchObject({
      code: 'sign-in-config-invalid',
      field: 'signIn.breached',
    })
  })

  it('is refused when it is not there', async () => {
    await expect(openBreachedPasswords(join(dir, 'none'))).rejects.toMatchObject({
      code: 'sign-in-config-invalid',
    })
  })
})
