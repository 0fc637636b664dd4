import type { ChildProcess } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
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

/** Two nodes that run, and all that an operator's commands say about the daily work between them. */
let shop: Workshop
let channel = ''
let request = ''
const running: { child: ChildProcess; result: Promise<Ended> }[] = []
const brisk = { ENTENTE_IDLE_MS: '500', ENTENTE_SETTLE_AFTER_MS: '100' }
const example = new URL('../../docs/examples/request.json', import.meta.url)
const made = z.object({ id: z.string(), matter: z.string() })
const DAY_MS = 86_400_000

function at(party: 'aa' | 'bb', command: string, ...args: readonly string[]): Promise<Ended> {
  return entente([...command.split(' '), shop.path(party), ...args])
}

beforeAll(async () => {
  shop = await workshop()
  for (const id of ['aa', 'bb']) {
    const url = `https://127.0.0.1:${await freePort()}`
    await json(['init', shop.path(id), '--party', id, '--name', id, '--url', url])
    await entente(['card', shop.path(id), '-o', shop.path(`${id}.card`)])
  }
  await writeFile(shop.path('charter.txt'), 'Timely responses.\n')
  const [proposed, founded] = [shop.path('p.json'), shop.path('f.json')]
  const charter = ['--charter', shop.path('charter.txt')]
  await entente(['channel', 'propose', shop.path('aa'), shop.path('bb.card'), ...charter, '-o', proposed])
  await entente(['channel', 'accept', shop.path('bb'), proposed, '-o', founded])
  const opened = z.object({ channel: z.string() })
  channel = opened.parse(await json(['channel', 'open', shop.path('aa'), founded])).channel
  for (const id of ['aa', 'bb']) {
    const child = launch(['start', shop.path(id)], brisk)
    running.push({ child, result: ended(child) })
    await printed(child, 'come in at')
  }
  const { body, data }: { body: object; data: object } = JSON.parse(await readFile(example, 'utf8'))
  await writeFile(shop.path('form.json'), JSON.stringify(body))
  const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString()
  const coded = {
    ...data,
    to: 'bb',
    acknowledgeBy: inDays(1),
    answerBy: inDays(3),
    dataLostBy: inDays(9),
    exhibits: [],
    identifiers: [{ count: 1, type: 'ipv4' }],
    instrument: { id: 'charter' },
    marks: { handling: [], tlp: 'AMBER' },
  }
  const act = ['act', shop.path('aa'), channel, 'request.open', '--data', JSON.stringify(coded)]
  request = made.parse(await json([...act, '--body', shop.path('form.json')])).id
})

afterAll(async () => {
  for (const { child } of running) child.kill('SIGTERM')
  await Promise.all(running.map(({ result }) => result))
  await shop.remove()
})

describe('the inbox', () => {
  it('says on both sides whose clock runs, until when', async () => {
    const shown = z.object({
      mine: z.array(z.object({ id: z.string(), due: z.string() })),
      theirs: z.array(z.object({ id: z.string() })),
    })
    const there = await eventually(async () => {
      const { mine } = shown.parse(await json(['inbox', shop.path('bb')]))
      return mine.some(({ id }) => id === request)
    })
    expect(there).toBe(true)
    const here = shown.parse(await json(['inbox', shop.path('aa')]))
    expect([here.mine.length, here.theirs.map(({ id }) => id)]).toEqual([0, [request]])
    expect((await at('bb', 'inbox', '--lang', 'vi')).out).toMatch(/yêu cầu.*UTC/)
  })
})

describe('search', () => {
  it('finds what was written, with the matter it stands in, and says when nothing was', async () => {
    let found: Ended | undefined
    await eventually(async () => {
      found = await at('bb', 'search', 'mailbox', 'exporter')
      return found.out.includes(request.slice(0, 12))
    })
    expect(found?.out).toContain(request.slice(0, 12))
    expect(found?.out).toContain('[mailbox]')
    expect((await at('bb', 'search', 'nothing-like-this')).out).toContain('Nothing found')
    expect((await at('bb', 'search', '""')).code).toBe(2)
  })
})

describe('a request that is checked before it is sent', () => {
  it('is told all that it lacks at once, in the reader’s language', async () => {
    const [whole, poor] = [shop.path('form.json'), shop.path('poor.json')]
    await writeFile(poor, JSON.stringify({ data: { kind: 'content' }, body: { form: 'request/1' } }))
    const { code, out } = await at('aa', 'request check', channel, poor, '--to', 'bb')
    expect(code).toBe(1)
    for (const field of ['form.title', 'form.facts', 'data.urgency'])
      expect(out).toContain(`${field} is missing`)
    const chinese = await at('aa', 'request check', channel, poor, '--to', 'bb', '--lang', 'zh-Hans')
    expect(chinese.out).toContain('form.title')
    expect(chinese.out).toMatch(/缺少 \d+ 项必备内容/)
    const told = await at('aa', 'request check', channel, whole, '--to', 'bb')
    expect(told.out).not.toContain('form.title')
    expect((await at('aa', 'request check', channel, whole, '--to', 'aa')).err).toContain('--to')
  })
})

describe('an act that breaks a rule', () => {
  it('is refused by the running node in the reader’s language throughout', async () => {
    const given = JSON.stringify({ kind: 'everything' })
    const { code, err } = await at('aa', 'act', channel, 'request.open', '--data', given, '--lang', 'vi')
    expect(code).toBe(2)
    expect(err).toContain('Thiếu Hạn để có người xác nhận tiếp nhận (data.acknowledgeBy).')
    expect(err).not.toContain('is missing')
  })
})

describe('the hotline', () => {
  it('rings by the charter, is answered in person, and ends with its note', async () => {
    const args = ['--to', 'bb', '--note', 'a drill', '--drill']
    const { matter } = made.parse(await json(['hotline', 'place', shop.path('aa'), channel, ...args]))
    expect((await at('bb', 'hotline list', channel)).out).toMatch(/aa → bb +drill +ringing +rings: /)
    expect((await at('aa', 'hotline answer', channel, matter)).code).toBe(2)
    expect((await at('bb', 'hotline answer', channel, matter, '--note', 'here')).code).toBe(0)
    const early = await at('aa', 'hotline stand-down', channel, matter, '--outcome', 'drill-done')
    expect(early.err).toContain('--note')
    const note = ['--outcome', 'drill-done', '--note', 'the line is good']
    await eventually(async () => (await at('aa', 'hotline list', channel)).out.includes('answered after'))
    expect((await at('aa', 'hotline stand-down', channel, matter, ...note)).code).toBe(0)
    const calls = z.object({ calls: z.array(z.object({ status: z.string(), drill: z.boolean() })) })
    expect(calls.parse(await json(['hotline', 'list', shop.path('aa'), channel])).calls).toMatchObject([
      { status: 'stood-down', drill: true },
    ])
    expect(
      (await at('aa', 'hotline place', channel, '--to', 'bb', '--note', 'x', '--severity', 'huge')).err,
    ).toContain('--severity')
  })
})

describe('a contact check', () => {
  it('is answered by the node at once and by a person, and both count', async () => {
    const agency = JSON.stringify({
      calendar: {
        officeHours: { from: '08:00', to: '17:00' },
        timeZone: 'Asia/Ho_Chi_Minh',
        workingDays: [1, 2, 3, 4, 5],
      },
      functions: ['cert'],
      languages: ['vi'],
    })
    await writeFile(shop.path('names.json'), JSON.stringify({ names: { vi: 'Trung tâm', en: 'The centre' } }))
    const body = ['--body', shop.path('names.json')]
    const listed = ['act', shop.path('bb'), channel, 'directory.agency.list', '--data', agency, ...body]
    const { matter } = made.parse(await json(listed))
    const seat = JSON.stringify({ function: 'cert', hours: 'always', languages: ['vi'] })
    const about = ['--about', matter, '--data', seat, ...body]
    const { id } = made.parse(await json(['act', shop.path('bb'), channel, 'directory.seat.open', ...about]))
    await eventually(async () => (await at('aa', 'directory show', channel)).out.includes(id.slice(0, 12)))
    expect((await at('aa', 'directory show', channel, '--lang', 'vi')).out).toContain('Trung tâm')
    const asked = ['contact', 'check', shop.path('aa'), channel, '--to', 'bb', '--seat', id.slice(0, 10)]
    const check = made.parse(await json(asked)).matter
    expect((await at('bb', 'contact answer', channel, check)).code).toBe(0)
    const scores = await eventually(async () =>
      /bb +[0-9a-f]{12} +1 check +by machine 100% in time.*by a person 100%/.test(
        (await at('aa', 'contact scores', channel)).out,
      ),
    )
    expect(scores).toBe(true)
    const nowhere = await at('aa', 'contact check', channel, '--to', 'bb', '--seat', 'ffff')
    expect([nowhere.code, nowhere.err.includes('--seat')]).toEqual([2, true])
  })
})

describe('a court bundle', () => {
  it('holds one matter, verifies by itself, and its release stands on the record', async () => {
    const file = shop.path('bundle.tar')
    const written = await at('aa', 'bundle', channel, request, '-o', file)
    expect({ code: written.code, err: written.err }).toEqual({ code: 0, err: '' })
    expect((await entente(['verify', file, '--card', shop.path('aa.card')])).code).toBe(0)
    expect((await at('aa', 'show', channel, request)).out).toContain('has let material out')
    const wrong = await at('aa', 'bundle', channel, request, '-o', shop.path('no.tar'), '--exhibit', 'abcd')
    expect([wrong.code, wrong.err.includes('--exhibit')]).toEqual([2, true])
  })
})

describe('side channels', () => {
  it('are not for two members, and none are listed', async () => {
    expect((await at('aa', 'side propose', channel, 'bb')).code).toBe(2)
    expect((await at('aa', 'side list')).out).toContain('No side channel')
    expect((await at('aa', 'side accept', 'abcdef')).code).toBe(2)
    expect((await at('aa', 'side decline', 'abcdef')).code).toBe(2)
  })
})

describe('notices', () => {
  it('tell by which ways they reach somebody, and go out for a trial', async () => {
    await at('aa', 'user add', 'lan', '--display', 'Lan')
    expect((await at('aa', 'notice ways', 'lan')).out).toContain('list in the application')
    expect((await at('aa', 'notice test', 'lan')).out).toContain('lan')
    expect((await at('aa', 'notice test', 'nobody')).err).toContain('USER')
  })
})

describe('the access log', () => {
  it('tells what was done at the command line, and whether anybody altered it', async () => {
    const { out } = await at('aa', 'log show', '--count', '500')
    expect(out).toMatch(/operator +call-place +ok/)
    expect(out).toContain('contact-ask')
    const whole = await at('aa', 'log verify')
    expect([whole.code, whole.out.includes('is whole')]).toEqual([0, true])
    const own = shop.path('cc')
    await json(['init', own, '--party', 'cc', '--name', 'cc', '--url', ''])
    await json(['user', 'add', own, 'mai', '--display', 'Mai'])
    const file = new DatabaseSync(join(own, 'private.sqlite'))
    file.exec(`update private_log set entry = replace(entry, 'user-add', 'user-list') where seq = 1`)
    file.close()
    const altered = await entente(['log', 'verify', own])
    expect([altered.code, altered.out.includes('ALTERED')]).toEqual([1, true])
  })
})
