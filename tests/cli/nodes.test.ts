import type { ChildProcess } from 'node:child_process'
import { copyFile, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import {
  type Ended,
  type Workshop,
  ended,
  entente,
  eventually,
  json,
  launch,
  printed,
  workshop,
} from './entente.ts'
import { freePort } from '../free-port.ts'

/** Up to a dozen processes in one test, on a machine that may be busy. */
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

/** Two nodes as two operators would run them; the tests below stand in the order in which such things happen. */
let shop: Workshop
let channel = ''
let remark = ''
const running: { child: ChildProcess; result: Promise<Ended> }[] = []
/** Short intervals, so that the nodes find each other soon after a start. */
const brisk = { ENTENTE_IDLE_MS: '500', ENTENTE_SETTLE_AFTER_MS: '100' }

beforeAll(async () => {
  shop = await workshop()
  const [a, b] = [await freePort(), await freePort()]
  for (const [id, name, port] of [
    ['aa', 'Party A', a],
    ['bb', 'Bên B', b],
  ] as const)
    await json(['init', shop.path(id), '--party', id, '--name', name, '--url', `https://127.0.0.1:${port}`])
  await writeFile(shop.path('charter.txt'), 'Timely responses to requests.\n')
  await writeFile(shop.path('note.txt'), 'A remark of party A, of 27 letters or so.\n')
  await writeFile(shop.path('evidence.log'), 'line of evidence\n'.repeat(1_000))
})

afterAll(async () => {
  for (const { child } of running) child.kill('SIGKILL')
  await shop.remove()
})

async function start(id: string): Promise<void> {
  const child = launch(['start', shop.path(id)], brisk)
  running.push({ child, result: ended(child) })
  await printed(child, 'is running')
}

const marks = z.object({
  id: z.string(),
  matter: z.string(),
  marks: z.object({ recorded: z.number(), received: z.number().nullable(), settled: z.number().nullable() }),
})
const matters = z.object({
  matters: z.array(z.object({ id: z.string(), kind: z.string(), status: z.string() })),
})
const oneMatter = z.object({
  acts: z.array(
    z.object({
      type: z.string(),
      by: z.string(),
      body: z.object({ held: z.boolean(), content: z.unknown() }).nullable(),
    }),
  ),
  exhibits: z.array(z.object({ sealed: z.string(), received: z.array(z.string()), held: z.boolean() })),
})

describe('founding by files', () => {
  it('needs the agreement of both, and shows both the same words', async () => {
    await entente(['card', shop.path('bb'), '-o', shop.path('bb.card')])
    await entente(['card', shop.path('aa'), '-o', shop.path('aa.card')])
    const proposed = await entente([
      'channel',
      'propose',
      shop.path('aa'),
      shop.path('bb.card'),
      '--charter',
      shop.path('charter.txt'),
      '-o',
      shop.path('p.json'),
    ])
    expect(proposed.code).toBe(0)
    expect(proposed.out).toContain('aloud')
    const early = await entente(['channel', 'open', shop.path('aa'), shop.path('p.json')])
    expect(early.code).toBe(3)
    expect(early.err).toContain('bb')
    const looked = await entente(['channel', 'accept', shop.path('bb'), shop.path('p.json'), '--check'])
    expect(looked.out).toContain('Not yet agreed: bb')
    expect(looked.out).toContain('| Timely responses to requests.')
    const accepted = z.object({
      fingerprint: z.array(z.string()).length(8),
      open: z.literal(true),
      channel: z.string(),
    })
    const there = accepted.parse(
      await json(['channel', 'accept', shop.path('bb'), shop.path('p.json'), '-o', shop.path('c.json')]),
    )
    const here = accepted.parse(await json(['channel', 'open', shop.path('aa'), shop.path('c.json')]))
    expect(here).toEqual({ ...there })
    expect(proposed.out).toContain(here.fingerprint.join('  '))
    channel = here.channel
  })

  it('refuses a card or a founding file that was tampered with, and writes nothing', async () => {
    const card = await readFile(shop.path('bb.card'), 'utf8')
    await writeFile(shop.path('forged.card'), card.replace('Bên B', 'Bên C'))
    const forged = await entente([
      'channel',
      'propose',
      shop.path('aa'),
      shop.path('forged.card'),
      '--charter',
      shop.path('charter.txt'),
      '-o',
      shop.path('never.json'),
    ])
    expect(forged.code).toBe(1)
    await writeFile(
      shop.path('other.json'),
      (await readFile(shop.path('p.json'), 'utf8')).replace('"v": 1', '"v": 2'),
    )
    const other = await entente([
      'channel',
      'accept',
      shop.path('bb'),
      shop.path('other.json'),
      '-o',
      shop.path('never.json'),
    ])
    expect(other.code).toBe(2)
    expect(other.err).toContain('"v"')
    await expect(stat(shop.path('never.json'))).rejects.toThrow('ENOENT')
  })
})

describe('an act', () => {
  it('is not written by a node that has not heard from its peer, and the reason is told', async () => {
    const { code, err } = await entente([
      'act',
      shop.path('aa'),
      channel,
      'evidence.deposit',
      '--exhibit',
      shop.path('evidence.log'),
      '--wait',
      '1',
    ])
    expect(code).toBe(3)
    expect(err).toContain('has not yet heard from bb')
  })

  it('made through a running node reaches its three marks, with an exhibit that the other side opens and checks', async () => {
    await Promise.all([start('aa'), start('bb')])
    const made = marks.parse(
      await json([
        'act',
        shop.path('aa'),
        channel.slice(0, 8),
        'evidence.deposit',
        '--exhibit',
        shop.path('evidence.log'),
        '--until',
        'settled',
      ]),
    )
    expect(made.marks.received).not.toBeNull()
    expect(made.marks.settled).not.toBeNull()
    remark = made.matter
    const said = marks.parse(
      await json([
        'act',
        shop.path('aa'),
        channel,
        'remark.post',
        '--about',
        remark.slice(0, 10),
        '--body',
        shop.path('note.txt'),
      ]),
    )
    expect(said.matter).toBe(remark)
    const checked = await eventually(async () => {
      const shown = oneMatter.parse(await json(['show', shop.path('bb'), channel, remark.slice(0, 10)]))
      return shown.exhibits[0]?.received.includes('bb') === true && shown.exhibits[0].held
    })
    expect(checked).toBe(true)
  })

  it('that breaks a rule is refused with its field, and nothing is recorded', async () => {
    const sizes = async (): Promise<string> =>
      JSON.stringify(
        z
          .object({ feeds: z.array(z.object({ party: z.string(), size: z.number() })) })
          .parse(await json(['show', shop.path('aa'), channel])).feeds[0],
      )
    const before = await sizes()
    const wrong = async (args: readonly string[], field: string): Promise<void> => {
      const { code, out, err } = await entente(['act', shop.path('aa'), channel, ...args])
      expect({ args, code, out }).toEqual({ args, code: 2, out: '' })
      expect(err).toContain(field)
    }
    await wrong(['request.openn'], 'request.openn')
    await wrong(['request.open', '--data', '{"kind":"x"}', '--body', shop.path('note.txt')], 'form:')
    await wrong(['request.acknowledge', '--about', remark, '--data', '{"kind":"x"}'], 'data.')
    await wrong(['remark.post', '--about', remark], 'body')
    await wrong(['remark.post', '--about', 'ffffffffffff', '--body', shop.path('note.txt')], '--about')
    await wrong(['request.close', '--about', remark, '--data', '{"outcome":"answered"}'], 'wrong-kind')
    expect((await entente(['act', shop.path('aa'), 'eeeeeeee', 'remark.post'])).code).toBe(2)
    expect(await sizes()).toBe(before)
  })
})

describe('what is shown', () => {
  it('is the same matter on both sides, for people in their language', async () => {
    const [left, right] = [
      await json(['show', shop.path('aa'), channel]),
      await json(['show', shop.path('bb'), channel]),
    ].map((view) => matters.parse(view).matters)
    expect(left?.map(({ id, status }) => `${id} ${status}`)).toEqual(
      right?.map(({ id, status }) => `${id} ${status}`),
    )
    const shown = await entente(['show', shop.path('bb'), channel, remark, '--lang', 'vi'])
    expect(shown.out).toContain('nộp chứng cứ')
    expect(shown.out).toContain('A remark of party A')
    expect(shown.out).toContain('đã nhận')
  })

  it('says that a matter or channel is not there', async () => {
    const [noMatter, noChannel] = [
      await entente(['show', shop.path('aa'), channel, 'abcdef']),
      await entente(['show', shop.path('aa'), 'zz']),
    ]
    expect([noMatter.code, noChannel.code]).toEqual([2, 2])
    expect(noMatter.err).toContain('MATTER')
    expect(noChannel.err).toContain('CHANNEL')
  })
})

describe('the doctor', () => {
  it('finds a sound node whose peer answers', async () => {
    const { code, out } = await entente(['doctor', shop.path('aa')])
    expect(out).toContain('bb answers')
    expect(out).toContain('this node may write')
    expect(out).not.toContain('WRONG')
    expect([0, 3]).toContain(code)
  })
})

describe('an export', () => {
  it('verifies by itself, tells who, what and when, and which keys it took from whom', async () => {
    const file = shop.path('aa.tar')
    expect((await entente(['export', shop.path('aa'), channel, '-o', file])).code).toBe(0)
    const bare = await entente(['verify', file])
    expect(bare.code).toBe(0)
    expect(bare.out).toContain('its keys are what the file says')
    expect(bare.out).toContain('deposits exhibits')
    expect(bare.out).toContain('HOLDS TOGETHER')
    const anchored = await entente([
      'verify',
      file,
      '--card',
      shop.path('aa.card'),
      '--card',
      shop.path('bb.card'),
      '--lang',
      'zh-Hans',
    ])
    expect(anchored.code).toBe(0)
    expect(anchored.out).toContain('密钥与您提供的身份卡一致')
  })

  it('with one byte changed is found wrong', async () => {
    const bytes = await readFile(shop.path('aa.tar'))
    const at = bytes.indexOf('A remark of party A')
    expect(at).toBeGreaterThan(0)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    await writeFile(shop.path('changed.tar'), bytes)
    const { code, out } = await entente(['verify', shop.path('changed.tar')])
    expect(code).toBe(1)
    expect(out).toContain('NOT VERIFIED')
    expect(out).toContain('body-mismatch')
  })

  it('is not left half-written where it cannot be made', async () => {
    const { code } = await entente(['export', shop.path('aa'), 'eeee', '-o', shop.path('half.tar')])
    expect(code).toBe(2)
    expect((await readdir(shop.dir)).filter((name) => name.startsWith('half'))).toEqual([])
  })

  it('is taken in by the other side, twice with the same result, and answered with a file', async () => {
    const [once, twice] = [shop.path('reply.tar'), shop.path('reply-2.tar')]
    const taken = z.object({ feeds: z.array(z.object({ added: z.number(), size: z.number() })) })
    const first = taken.parse(await json(['import', shop.path('bb'), shop.path('aa.tar'), '-o', once]))
    const second = taken.parse(await json(['import', shop.path('bb'), shop.path('aa.tar'), '-o', twice]))
    expect(second.feeds.map(({ added }) => added)).toEqual([0, 0])
    expect(second.feeds.map(({ size }) => size)).toEqual(first.feeds.map(({ size }) => size))
    expect((await entente(['verify', once])).code).toBe(0)
    const refused = await entente([
      'import',
      shop.path('bb'),
      shop.path('changed.tar'),
      '-o',
      shop.path('never.tar'),
    ])
    expect(refused.code).toBe(1)
    await expect(stat(shop.path('never.tar'))).rejects.toThrow('ENOENT')
  })
})

describe('expunging', () => {
  it('removes the text from the node and leaves a record that verifies', async () => {
    const shown = z
      .object({ acts: z.array(z.object({ id: z.string(), type: z.string() })) })
      .parse(await json(['show', shop.path('aa'), channel, remark]))
    const act = shown.acts.find(({ type }) => type === 'remark.post')?.id ?? ''
    const { code, out } = await entente(['expunge', shop.path('aa'), channel, act.slice(0, 12)])
    expect({ code, out }).toMatchObject({ code: 0 })
    expect(out).toContain('is erased here')
    const after = oneMatter.parse(await json(['show', shop.path('aa'), channel, remark]))
    expect(after.acts.find(({ type }) => type === 'remark.post')?.body).toEqual({
      held: false,
      content: null,
      bytes: undefined,
    })
    const file = shop.path('expunged.tar')
    await entente(['export', shop.path('aa'), channel, '-o', file])
    expect((await entente(['verify', file])).code).toBe(0)
    expect((await readFile(file)).includes('A remark of party A')).toBe(false)
    const there = z.object({ recorded: z.object({ type: z.string() }) })
    expect(there.parse(await json(['expunge', shop.path('bb'), channel, act]))).toEqual({
      recorded: { type: 'body.expunged' },
    })
    expect((await entente(['expunge', shop.path('aa'), channel, act, '--ground', 'because'])).code).toBe(2)
  })
})

describe('backup and restore', () => {
  it('bring a running node into a new folder, readable by its owner alone', async () => {
    const file = shop.path('aa.backup')
    const made = await entente(['backup', shop.path('aa'), '-o', file])
    expect(made.code).toBe(0)
    expect(made.out).toContain('holds the keys')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await entente(['restore', file, shop.path('aa-2')])).code).toBe(0)
    expect((await stat(shop.path('aa-2/secrets.json'))).mode & 0o777).toBe(0o600)
    expect(matters.parse(await json(['show', shop.path('aa-2'), channel])).matters.length).toBeGreaterThan(0)
    expect((await entente(['restore', file, shop.path('aa-2')])).code).toBe(2)
  })

  it('refuse a file that is cut short or no backup, and leave no folder', async () => {
    const bytes = await readFile(shop.path('aa.backup'))
    await writeFile(shop.path('cut.backup'), bytes.subarray(0, bytes.length - 2_000))
    for (const file of ['cut.backup', 'aa.tar', 'note.txt']) {
      const { code, err } = await entente(['restore', shop.path(file), shop.path('aa-3')])
      expect({ file, code }).toEqual({ file, code: 1 })
      expect(err).toContain('FILE')
    }
    expect((await readdir(shop.dir)).filter((name) => name.includes('aa-3'))).toEqual([])
  })
})

describe('a running node', () => {
  it('is not started twice, and its folder is its own', async () => {
    const { code, err } = await entente(['start', shop.path('aa')])
    expect(code).toBe(3)
    expect(err).not.toBe('')
  })

  it('answers its operator even where the path of its folder is too long for a socket', async () => {
    const deep = shop.path(`deep-${'x'.repeat(120)}`)
    await mkdir(deep)
    for (const name of ['config.json', 'secrets.json'])
      await copyFile(join(shop.path('bb'), name), join(deep, name))
    const config = z.looseObject({}).parse(JSON.parse(await readFile(join(deep, 'config.json'), 'utf8')))
    await writeFile(
      join(deep, 'config.json'),
      JSON.stringify({ ...config, desk: undefined, url: '', listen: { host: '127.0.0.1', port: 0 } }),
    )
    const child = launch(['start', deep], brisk)
    running.push({ child, result: ended(child) })
    await printed(child, 'is running')
    expect(z.object({ party: z.string() }).parse(await json(['show', deep])).party).toBe('bb')
    const pointer = z
      .object({ socket: z.string() })
      .parse(JSON.parse(await readFile(join(deep, 'control.json'), 'utf8')))
    expect((await stat(pointer.socket)).mode & 0o777).toBe(0o600)
  })

  it('ends cleanly at a signal, and leaves its folder free', async () => {
    for (const { child } of running) child.kill('SIGTERM')
    const results = await Promise.all(running.map(({ result }) => result))
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0])
    expect(results.every(({ out }) => out.includes('Stopped'))).toBe(true)
    expect(await readdir(shop.path('aa'))).not.toContain('control.sock')
    expect((await entente(['show', shop.path('aa')])).code).toBe(0)
  })
})
