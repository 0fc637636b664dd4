import type { ChildProcess } from 'node:child_process'
import { readFile, readdir, stat, writeFile } from 'node:fs/promises'
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

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

/** What an officer needs to make an act, and what a court is given of one. */
let shop: Workshop
let channel = ''
let request = ''
let sealed = ''
const running: { child: ChildProcess; result: Promise<Ended> }[] = []
const brisk = { ENTENTE_IDLE_MS: '500', ENTENTE_SETTLE_AFTER_MS: '100' }
const EVIDENCE = 'line of evidence\n'.repeat(5_000)
const example = new URL('../../docs/examples/request.json', import.meta.url)

const made = z.object({ id: z.string(), matter: z.string() })
const matter = z.object({
  exhibits: z.array(
    z.object({ sealed: z.string(), name: z.string(), held: z.boolean(), received: z.array(z.string()) }),
  ),
})
const actTold = z.object({
  name: z.string(),
  by: z.string(),
  data: z.array(z.object({ path: z.string(), required: z.boolean(), codes: z.array(z.string()) })),
  example: z.looseObject({}).nullable(),
})

beforeAll(async () => {
  shop = await workshop()
  for (const id of ['aa', 'bb']) {
    const port = await freePort()
    await json(['init', shop.path(id), '--party', id, '--name', id, '--url', `https://127.0.0.1:${port}`])
    await entente(['card', shop.path(id), '-o', shop.path(`${id}.card`)])
  }
  await writeFile(shop.path('charter.txt'), 'Timely responses.\n')
  await writeFile(shop.path('evidence.log'), EVIDENCE)
  const [proposed, founded] = [shop.path('p.json'), shop.path('f.json')]
  const charter = ['--charter', shop.path('charter.txt')]
  await entente(['channel', 'propose', shop.path('aa'), shop.path('bb.card'), ...charter, '-o', proposed])
  await entente(['channel', 'accept', shop.path('bb'), proposed, '-o', founded])
  const opened = z.object({ channel: z.string() })
  channel = opened.parse(await json(['channel', 'open', shop.path('aa'), founded])).channel
  for (const id of ['aa', 'bb']) {
    const child = launch(['start', shop.path(id)], brisk)
    running.push({ child, result: ended(child) })
    await printed(child, 'is running')
  }
})

afterAll(async () => {
  for (const { child } of running) child.kill('SIGTERM')
  await Promise.all(running.map(({ result }) => result))
  await shop.remove()
})

describe('a proposal', () => {
  it('with a card that is none, or is not another party’s, names the card and makes nothing', async () => {
    const charter = ['--charter', shop.path('charter.txt'), '-o', shop.path('never.json')]
    const propose = (...cards: string[]): Promise<Ended> =>
      entente(['channel', 'propose', shop.path('aa'), ...cards.map((card) => shop.path(card)), ...charter])
    const [none, own, twice] = [
      await propose('bb.card', 'charter.txt'),
      await propose('aa.card'),
      await propose('bb.card', 'bb.card'),
    ]
    expect([none.code, own.code, twice.code]).toEqual([1, 2, 2])
    expect(none.err).toContain(`CARD: ${shop.path('charter.txt')} is not a sound card`)
    expect(own.err).toContain('CARD: must be the card of another party')
    expect(twice.err).toContain('"bb" would be named twice')
    await expect(stat(shop.path('never.json'))).rejects.toThrow('ENOENT')
  })
})

describe('the types of act', () => {
  it('are listed, each with who may make it', async () => {
    const { code, out } = await entente(['acts'])
    expect(code).toBe(0)
    expect(out).toMatch(/request\.supply +supplies an answer +the requested party/)
  })

  it('are told one by one: fields, closed lists and an example that can be pasted', async () => {
    const told = actTold.parse(await json(['acts', 'request.ask']))
    expect(told).toMatchObject({ by: 'requested', example: { what: ['period'] } })
    expect(told.data.find(({ path }) => path === 'what')?.codes).toContain('period')
    const { out } = await entente(['acts', 'request.open', '--lang', 'vi'])
    expect(out).toContain('hạn trả lời')
    expect(out).toContain('request/1')
    expect(out).toContain(`act D CHANNEL request.open --data '{`)
  })

  it('that are not known are refused', async () => {
    const { code, err } = await entente(['acts', 'request.opne'])
    expect(code).toBe(2)
    expect(err).toContain('request.opne')
  })
})

describe('a request', () => {
  it('whose body is not the form is refused with the field, before it is on the record', async () => {
    await writeFile(shop.path('wrong.json'), '{"form":"request/1","title":7}')
    const { code, err } = await entente([
      'act',
      shop.path('aa'),
      channel,
      'request.open',
      '--body',
      shop.path('wrong.json'),
    ])
    expect(code).toBe(2)
    expect(err).toContain('form.title')
  })

  it('is made of the example’s form and of data in a file', async () => {
    const { body } = z.object({ body: z.looseObject({}) }).parse(JSON.parse(await readFile(example, 'utf8')))
    await writeFile(shop.path('form.json'), JSON.stringify(body))
    const told = actTold.parse(await json(['acts', 'request.open']))
    const data = { ...told.example, acknowledgeBy: after(1), answerBy: after(9), to: 'bb' }
    await writeFile(shop.path('data.json'), JSON.stringify(data))
    const typed = ['--data', `@${shop.path('data.json')}`, '--body', shop.path('form.json')]
    const opened = made.parse(
      await json([
        'act',
        shop.path('aa'),
        channel,
        'request.open',
        ...typed,
        '--exhibit',
        shop.path('evidence.log'),
      ]),
    )
    request = opened.matter
    const arrived = await eventually(async () => {
      const shown = matter.parse(await json(['show', shop.path('bb'), channel, request]))
      sealed = shown.exhibits[0]?.sealed ?? ''
      return shown.exhibits[0]?.received.includes('bb') === true
    })
    expect(arrived).toBe(true)
    const missing = await entente([
      'act',
      shop.path('aa'),
      channel,
      'request.open',
      '--data',
      '@nowhere.json',
    ])
    expect(missing.code).toBe(2)
    expect(missing.err).toContain('--data: nowhere.json')
  })
})

describe('an exhibit', () => {
  it('is shown with its name, and how to open it', async () => {
    const { out } = await entente(['show', shop.path('bb'), channel, request])
    expect(out).toContain('"evidence.log" from aa')
    expect(out).toContain(`exhibit ${shop.path('bb')} ${channel.slice(0, 12)} ${sealed.slice(0, 12)} -o FILE`)
  })

  it('comes out as the bytes that went in, readable by the owner alone', async () => {
    const file = shop.path('opened.log')
    const { code, out } = await entente([
      'exhibit',
      shop.path('bb'),
      channel,
      sealed.slice(0, 10),
      '-o',
      file,
    ])
    expect(code).toBe(0)
    expect(out).toContain('"evidence.log"')
    expect(await readFile(file, 'utf8')).toBe(EVIDENCE)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('that is not there, or has no place to go to, is refused and nothing is written', async () => {
    const before = (await readdir(shop.dir)).toSorted()
    const wrong = async (args: readonly string[], field: string): Promise<void> => {
      const { code, out, err } = await entente(['exhibit', shop.path('bb'), channel, ...args])
      expect({ args, code, out }).toEqual({ args, code: 2, out: '' })
      expect(err).toContain(field)
    }
    await wrong(['ffffffffffffff', '-o', shop.path('never.log')], 'EXHIBIT')
    await wrong(['', '-o', shop.path('never.log')], 'EXHIBIT')
    await wrong([sealed, '-o', shop.path('nowhere/never.log')], '-o')
    await wrong([sealed, '-o', shop.dir], '-o')
    await wrong([sealed], '-o')
    expect((await readdir(shop.dir)).toSorted()).toEqual(before)
  })
})

describe('the proof of one act', () => {
  const cards = (): string[] => ['--card', shop.path('aa.card'), '--card', shop.path('bb.card')]

  it('carries the other side’s receipt and verifies with the cards alone', async () => {
    const [file, policy] = [shop.path('act.tlog-proof'), shop.path('keys.policy')]
    const { code, out } = await entente([
      'prove',
      shop.path('bb'),
      channel,
      request.slice(0, 12),
      '-o',
      file,
      '--policy',
      policy,
    ])
    expect(code).toBe(0)
    expect(out).toContain('receipts of bb')
    expect(await readFile(policy, 'utf8')).toContain('quorum EVERYONE')
    const verified = await entente(['verify', file, ...cards()])
    expect(verified.code).toBe(0)
    expect(verified.out).toContain(`act ${request.slice(0, 12)}`)
    expect(verified.out).toContain('bb has receipted the first')
  })

  it('says nothing without the author’s card, and names whose is missing', async () => {
    const file = shop.path('act.tlog-proof')
    for (const given of [[], ['--card', shop.path('bb.card')]]) {
      const { code, out } = await entente(['verify', file, ...given])
      expect(code).toBe(3)
      expect(out).toContain('Whose the keys of aa are')
    }
  })

  it('with any character changed is found wrong', async () => {
    const text = await readFile(shop.path('act.tlog-proof'), 'utf8')
    const changed = shop.path('changed.tlog-proof')
    for (const at of [60, text.indexOf('\nindex ') + 7, text.length - 40]) {
      const other = text[at] === 'A' ? 'B' : 'A'
      await writeFile(changed, text.slice(0, at) + other + text.slice(at + 1))
      const { code, out } = await entente(['verify', changed, ...cards()])
      expect({ at, code }).toEqual({ at, code: 1 })
      expect(out).toContain('NOT VERIFIED')
    }
  })

  it('of an act that is not there is refused, and no file is left', async () => {
    const { code, err } = await entente([
      'prove',
      shop.path('bb'),
      channel,
      'ffffffffffff',
      '-o',
      shop.path('never.tlog-proof'),
    ])
    expect(code).toBe(2)
    expect(err).toContain('ACT')
    await expect(stat(shop.path('never.tlog-proof'))).rejects.toThrow('ENOENT')
  })
})

describe('an erased exhibit', () => {
  it('comes out no more, and does not keep the channel from being exported and verified', async () => {
    const at = [shop.path('aa'), channel]
    expect((await entente(['expunge', ...at, request.slice(0, 12), '--exhibits'])).code).toBe(0)
    const opened = await entente(['exhibit', ...at, sealed, '-o', shop.path('gone.log')])
    expect(opened.code).toBe(2)
    expect(opened.err).toContain('was erased here')
    const file = shop.path('after.tar')
    expect(await entente(['export', ...at, '-o', file])).toMatchObject({ code: 0, err: '' })
    const { code, out } = await entente(['verify', file])
    expect(code).toBe(0)
    expect(out).toContain('exhibits hold: they are not in the file')
  })
})

/** So many days from now: the nodes run by the clock of the machine. */
function after(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString()
}
