import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Workshop, ended, entente, launch, workshop } from './entente.ts'

/** Up to a dozen processes in one test, on a machine that may be busy. */
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let shop: Workshop
beforeAll(async () => {
  shop = await workshop()
  await writeFile(shop.path('text'), 'some text')
  await writeFile(shop.path('blank'), ' \n')
  await writeFile(shop.path('bytes'), Buffer.of(0xff, 0xfe, 0x00))
})
afterAll(() => shop.remove())

/** How each call falls short of: one sentence on standard error that names the field, no output, exit code 2. */
async function faults(
  calls: readonly (readonly [args: readonly string[], field: string])[],
): Promise<string[]> {
  const found = await Promise.all(
    calls.map(async ([args, field]) => {
      const { code, out, err } = await entente(args)
      const isSentence = /^entente: [^\n]+[.!]\n$/.test(err) && err.includes(field)
      return code === 2 && out === '' && isSentence ? [] : [`${args.join(' ')}: ${code} ${out}${err}`]
    }),
  )
  return found.flat()
}

describe('a command called wrongly', () => {
  it('is told what is missing or too much', async () => {
    const calls = [
      [['init'], 'D'],
      [['init', 'a', '--party', 'us', '--name', 'n'], '--url'],
      [['show'], 'D'],
      [['card', 'a', 'b'], '"b"'],
      [['backup', 'a'], '-o'],
      [['channel', 'propose', 'a'], 'CARD'],
      [['channel', 'accept', 'a', 'b'], '-o'],
    ] as const
    expect(await faults(calls)).toEqual([])
  })

  it('is told of options that are not there or lack their value', async () => {
    const calls = [
      [['card', 'a', '--bogus'], '--bogus'],
      [['card', 'a', '-o'], '-o'],
      [['card', 'a', '--json=x'], '--json'],
      [['nonsense'], 'nonsense'],
      [['--lang', 'de', 'show', 'a'], '--lang'],
    ] as const
    expect(await faults(calls)).toEqual([])
  })

  it('is told which value breaks which rule, and makes nothing', async () => {
    const dir = shop.path('never')
    const init = (party: string, name: string, url: string): string[] =>
      `init ${dir} --party ${party} --name`.split(' ').concat(name, '--url', url)
    const calls = [
      [init('US', 'n', 'https://a:1'), '--party'],
      [init('us', ' ', 'https://a:1'), '--name'],
      [init('us', 'n', 'http://a:1'), '--url'],
      [['init', shop.path('text/x'), '--party', 'us', '--name', 'n', '--url', ''], 'text must be a folder'],
      [['demo', '--once', '--dir', shop.path('text/x')], 'text must be a folder'],
    ] as const
    expect(await faults(calls)).toEqual([])
    expect(existsSync(dir)).toBe(false)
  })

  it('is told of files that cannot be read or written before a node is opened', async () => {
    const [none, text] = [shop.path('none'), shop.path('text')]
    const calls = [
      [['verify', none], 'FILE'],
      [['verify', shop.dir], 'FILE'],
      [['restore', none, shop.path('x')], 'FILE'],
      [['act', 'a', 'c', 't', '--body', none], '--body'],
      [['act', 'a', 'c', 't', '--exhibit', none], '--exhibit'],
      [['act', 'a', 'c', 't', '--data', `@${none}`], '--data'],
      [['act', 'a', 'c', 't', '--body', shop.path('bytes')], '--body'],
      [['channel', 'propose', 'a', text, '--charter', shop.path('blank'), '-o', shop.path('x')], '--charter'],
      [['card', 'a', '-o', shop.path('no/such/folder')], '-o'],
      [['channel', 'accept', 'a', text, '-o', shop.dir], '-o'],
    ] as const
    expect(await faults(calls)).toEqual([])
  })

  it('is told of values that do not read', async () => {
    const calls = [
      [['act', 'a', 'c', 't', '--data', '{'], '--data'],
      [['act', 'a', 'c', 't', '--data', '[1]'], '--data'],
      [['act', 'a', 'c', 't', '--until', 'sent'], '--until'],
      [['act', 'a', 'c', 't', '--wait', '-1'], '--wait'],
      [['show', 'a', '--after', 'x'], '--after'],
    ] as const
    expect(await faults(calls)).toEqual([])
  })

  it('is told when the folder is not that of a node', async () => {
    const calls = [
      [['show', shop.dir], shop.dir],
      [['start', shop.path('none')], 'none'],
      [['doctor', shop.path('none')], 'none'],
      [['init', shop.dir, '--party', 'a', '--name', 'n', '--url', ''], 'D'],
    ] as const
    expect(await faults(calls)).toEqual([])
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

describe('a reader that stops reading', () => {
  it('is no fault of the command', async () => {
    const child = launch(['acts', 'request.open'])
    const result = ended(child)
    child.stdout?.destroy()
    expect(await result).toMatchObject({ code: 0, err: '' })
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

  it('of a family of commands lists those, and the version can be asked for', async () => {
    const [family, bare, version] = await Promise.all([
      entente(['channel', '--help']),
      entente(['channel']),
      entente(['--version']),
    ])
    expect([family.code, bare.code, version.code]).toEqual([0, 2, 0])
    expect(family.out).toContain('channel accept')
    expect(family.out).not.toContain('backup')
    expect(bare.err).toContain('channel accept')
    expect(version.out).toMatch(/^entente \d+\.\d+\.\d+\n$/)
  })

  it('is shown as an error when nothing was asked for', async () => {
    const { code, out, err } = await entente([])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('Usage: entente')
  })
})
