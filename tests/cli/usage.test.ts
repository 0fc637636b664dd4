import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Workshop, entente, workshop } from './entente.ts'

let shop: Workshop
beforeAll(async () => {
  shop = await workshop()
  await writeFile(shop.path('text'), 'some text')
})
afterAll(() => shop.remove())

/** One sentence on standard error that names the field, nothing on standard output, and exit code 2. */
async function refused(args: readonly string[], field: string): Promise<string> {
  const { code, out, err } = await entente(args)
  expect({ args, code, out }).toEqual({ args, code: 2, out: '' })
  expect(err).toMatch(/^entente: [^\n]+[.!]\n$/)
  expect(err).toContain(field)
  return err
}

describe('a command called wrongly', () => {
  it('is told what is missing or too much', async () => {
    await Promise.all([
      refused(['init'], 'D'),
      refused(['init', 'a', '--party', 'us', '--name', 'n'], '--url'),
    ])
    await Promise.all([refused(['show'], 'D'), refused(['card', 'a', 'b'], '"b"')])
    await Promise.all([refused(['backup', 'a'], '-o'), refused(['channel', 'propose', 'a'], 'CARD')])
  })

  it('is told of options that are not there or lack their value', async () => {
    await Promise.all([refused(['card', 'a', '--bogus'], '--bogus'), refused(['card', 'a', '-o'], '-o')])
    await Promise.all([refused(['card', 'a', '--json=x'], '--json'), refused(['nonsense'], 'nonsense')])
    await refused(['--lang', 'de', 'show', 'a'], '--lang')
  })

  it('is told which value breaks which rule, and makes nothing', async () => {
    const dir = shop.path('never')
    const init = (party: string, name: string, url: string): string[] => [
      'init',
      dir,
      '--party',
      party,
      '--name',
      name,
      '--url',
      url,
    ]
    await Promise.all([
      refused(init('US', 'n', 'https://a:1'), '--party'),
      refused(init('us', ' ', 'https://a:1'), '--name'),
      refused(init('us', 'n', 'http://a:1'), '--url'),
    ])
    expect(existsSync(dir)).toBe(false)
  })

  it('is told of files that cannot be read or written before a node is opened', async () => {
    const [none, text] = [shop.path('none'), shop.path('text')]
    await Promise.all([
      refused(['verify', none], 'FILE'),
      refused(['verify', shop.dir], 'FILE'),
      refused(['restore', none, shop.path('x')], 'FILE'),
      refused(['act', 'a', 'c', 't', '--body', none], '--body'),
      refused(['act', 'a', 'c', 't', '--exhibit', none], '--exhibit'),
      refused(['card', 'a', '-o', shop.path('no/such/folder')], '-o'),
    ])
    await Promise.all([
      refused(['act', 'a', 'c', 't', '--data', '{'], '--data'),
      refused(['act', 'a', 'c', 't', '--data', '[1]'], '--data'),
      refused(['act', 'a', 'c', 't', '--until', 'sent'], '--until'),
      refused(['act', 'a', 'c', 't', '--wait', '-1'], '--wait'),
      refused(['show', 'a', '--after', 'x'], '--after'),
      refused(['channel', 'accept', 'a', text, '-o', shop.dir], '-o'),
    ])
  })

  it('is told when the folder is not that of a node', async () => {
    await Promise.all([refused(['show', shop.dir], shop.dir), refused(['start', shop.path('none')], 'none')])
    await Promise.all([
      refused(['doctor', shop.path('none')], 'none'),
      refused(['init', shop.dir, '--party', 'a', '--name', 'n', '--url', ''], 'D'),
    ])
  })

  it('gets the error as JSON when it asked for JSON', async () => {
    const { code, out, err } = await entente(['show', shop.path('none'), '--json'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'folder-not-a-node', field: 'D' } })
  })

  it('is told in the reader’s language, by the option or by the locale', async () => {
    const [vi, zh, both] = await Promise.all([
      entente(['show', '--lang', 'vi']),
      entente(['show'], { LANG: 'zh_CN.UTF-8' }),
      entente(['--lang=en', 'show'], { LANG: 'vi_VN.UTF-8' }),
    ])
    expect([vi.code, zh.code, both.code]).toEqual([2, 2, 2])
    expect(vi.err).toContain('Thiếu D')
    expect(zh.err).toContain('缺少 D')
    expect(both.err).toContain('D is missing')
  })

  it('is told that a file is of no kind that can be verified', async () => {
    const { code, out } = await entente(['verify', shop.path('text')])
    expect(code).toBe(3)
    expect(out).toContain('CANNOT TELL')
  })
})

describe('help', () => {
  it('of the program and of a command goes to standard output and is no error', async () => {
    const [all, one, behind] = await Promise.all([
      entente(['--help']),
      entente(['act', '--help', '--lang', 'vi']),
      entente(['help', 'act']),
    ])
    expect([all.code, one.code, behind.code]).toEqual([0, 0, 0])
    expect(all.out).toContain('channel propose')
    expect(one.out).toContain('Cách dùng: entente act D CHANNEL TYPE')
    expect(behind.out).toContain('Usage: entente act')
  })

  it('is shown as an error when nothing was asked for', async () => {
    const { code, out, err } = await entente([])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('Usage: entente')
  })
})
