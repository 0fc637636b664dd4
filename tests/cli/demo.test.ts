import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  type Workshop,
  ended,
  entente,
  eventually,
  isAlive,
  json,
  launch,
  printed,
  workshop,
} from './entente.ts'

/** The whole story takes five seconds on a quiet machine. */
const STORY_LIMIT_MS = 240_000

let shop: Workshop
beforeAll(async () => {
  shop = await workshop()
})
afterAll(() => shop.remove())

const told = z.object({
  good: z.boolean(),
  channel: z.string(),
  sameRoots: z.boolean(),
  fingerprint: z.object({ us: z.array(z.string()), cn: z.array(z.string()), agree: z.boolean() }),
  steps: z.array(
    z.object({
      type: z.string(),
      party: z.string(),
      marks: z.object({ recorded: z.number(), received: z.number(), settled: z.number() }),
    }),
  ),
  exports: z.array(z.object({ file: z.string(), bytes: z.number() })).length(2),
  desk: z.array(z.object({ type: z.string(), party: z.string(), matter: z.string() })),
  people: z
    .array(
      z.object({
        party: z.string(),
        links: z.array(z.object({ kind: z.string(), url: z.string() })).length(3),
      }),
    )
    .length(2),
})
const seated = z.object({ party: z.string(), grants: z.array(z.object({ kind: z.string() })) })
const channelShown = z.object({
  matters: z.array(z.object({ kind: z.string(), status: z.string(), onClock: z.string().nullable() })),
})

/** Process ids of the two nodes, from the picture. */
function pidsIn(out: string): number[] {
  return [...out.matchAll(/process (\d+)/g)].map(([, pid]) => Number(pid))
}

const DAILY_WORK = [
  'us directory.agency.list',
  'us directory.seat.open',
  'cn directory.agency.list',
  'cn directory.seat.open',
  'us directory.officer.appoint',
  'us directory.officer.appoint',
  'us directory.officer.appoint',
  'us directory.duty.set',
  'cn directory.officer.appoint',
  'cn directory.officer.appoint',
  'cn directory.officer.appoint',
  'cn directory.duty.set',
  'us directory.contact.check',
  'cn directory.contact.answer',
  'cn call.place',
  'us call.answer',
  'cn call.stand-down',
  'us case.open',
  'cn case.number',
  'us case.link',
  'us case.prioritise',
  'cn case.prioritise.accept',
  'cn lead.give',
  'us lead.take',
  'us lead.feedback',
  'cn request.open',
  'us request.acknowledge',
  'us request.supply',
  'cn request.open',
  'us request.open',
  'us call.place',
]

/** Kind, state and clock of each matter when the story is told. */
const LEFT_BEHIND = [
  'agency listed -',
  'agency listed -',
  'call ringing cn',
  'call stood-down -',
  'case priority -',
  'channel founded -',
  'contact answered -',
  'lead used -',
  'request closed -',
  'request partly-supplied us',
  'request seen cn',
  'request seen us',
]

const ownForm = {
  form: 'request/1',
  title: 'A request of the reader',
  language: 'en',
  ourNumber: 'OWN-1',
  requesting: { name: 'An authority' },
  inCharge: { name: 'A person', office: 'An office' },
  facts: 'Something happened.',
  law: [{ provision: 'Section 1' }],
  identifiers: [{ type: 'domain', value: 'example.org' }],
  wanted: 'Information.',
  necessity: 'There is no other way.',
}

/** Who a browser is after the button of a link; twice, for the demonstration lets a link be used again. */
async function signedIn(link: string): Promise<unknown> {
  const { origin } = new URL(link)
  const body = new URLSearchParams({ token: link.slice(link.lastIndexOf('/') + 1) })
  let cookie = ''
  for (let i = 0; i < 2; i += 1) {
    const answer = await fetch(`${origin}/enter`, {
      method: 'POST',
      body,
      headers: { origin },
      redirect: 'manual',
    })
    expect(answer.status).toBe(303)
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  }
  return (await fetch(`${origin}/api/v1/me`, { headers: { cookie } })).json()
}

describe('the demonstration', () => {
  it(
    'ends with a verified record, each step with its three marks',
    async () => {
      const { code, out, err } = await entente(['demo', '--once', '--json', '--dir', shop.path('one')])
      expect({ code, err }).toEqual({ code: 0, err: '' })
      const { channel, desk, exports, fingerprint, good, sameRoots, steps } = told.parse(JSON.parse(out))
      expect([good, sameRoots, fingerprint.agree]).toEqual([true, true, true])
      expect(fingerprint.us).toHaveLength(8)
      expect(steps.map(({ party, type }) => `${party} ${type}`)).toEqual([
        'us request.open',
        'cn request.acknowledge',
        'cn request.ask',
        'us request.clarify',
        'cn request.supply',
        'us request.rate',
        'us request.close',
      ])
      for (const { file } of exports) expect((await entente(['verify', file])).code).toBe(0)
      expect(desk.map(({ party, type }) => `${party} ${type}`)).toEqual(DAILY_WORK)
      const shown = channelShown.parse(await json(['show', shop.path('one/us'), channel]))
      const states = shown.matters.map(({ kind, status, onClock }) => `${kind} ${status} ${onClock ?? '-'}`)
      expect(states.toSorted()).toEqual(LEFT_BEHIND)
    },
    STORY_LIMIT_MS,
  )

  it(
    'sends the reader’s own request and exhibit',
    async () => {
      await writeFile(
        shop.path('own.json'),
        JSON.stringify({ body: ownForm, data: { kind: 'information', urgency: 'routine', offences: [] } }),
      )
      await writeFile(shop.path('own.txt'), 'the exhibit of the reader')
      const args = ['--request', shop.path('own.json'), '--exhibit', shop.path('own.txt')]
      const { code } = await entente(['demo', '--once', '--dir', shop.path('own'), ...args])
      expect(code).toBe(0)
      const record = await readFile(shop.path('own/files/cn-record.tar'))
      expect(record.includes('A request of the reader')).toBe(true)
      expect(record.includes('"name":"own.txt"')).toBe(true)
      expect(record.includes('"kind":"information"')).toBe(true)
      expect(record.includes('the exhibit of the reader')).toBe(false)
    },
    STORY_LIMIT_MS,
  )

  it('refuses bad input in one sentence before anything is made', { timeout: STORY_LIMIT_MS }, async () => {
    const file = async (name: string, content: string): Promise<string> => {
      await writeFile(shop.path(name), content)
      return shop.path(name)
    }
    const { facts: _left, ...withoutFacts } = ownForm
    const cases: [string[], string][] = [
      [['--request', shop.path('none.json')], '--request'],
      [['--request', await file('1.json', 'not json')], '--request'],
      [['--request', await file('2.json', '{"body":"text"}')], '--request'],
      [['--request', await file('3.json', JSON.stringify(withoutFacts))], 'form.facts'],
      [
        ['--request', await file('4.json', JSON.stringify({ body: ownForm, data: { kind: 'everything' } }))],
        'data.kind',
      ],
      [['--request', await file('5.json', JSON.stringify({ body: ownForm, data: { to: 'vn' } }))], 'data.to'],
      [['--request', await file('6.json', JSON.stringify({ body: ownForm, note: 1 }))], '"note"'],
      [['--exhibit', shop.path('none.bin')], '--exhibit'],
      [['--exhibit', shop.dir], '--exhibit'],
    ]
    await mkdir(shop.path('full/one'), { recursive: true })
    for (const [args, field] of cases) {
      const { code, out, err } = await entente(['demo', '--once', '--dir', shop.path('never'), ...args])
      expect({ args, code, out }).toEqual({ args, code: 2, out: '' })
      expect(err).toMatch(/^entente: [^\n]+\n$/)
      expect(err).toContain(field)
    }
    expect((await entente(['demo', '--once', '--dir', shop.path('full')])).code).toBe(2)
    await expect(stat(shop.path('never'))).rejects.toThrow('ENOENT')
    expect(await readdir(shop.path('full'))).toEqual(['one'])
  })

  it(
    'stays up after the verdict, can be looked at, and ends both nodes at Ctrl-C',
    async () => {
      const child = launch(['demo', '--dir', shop.path('stay')])
      const result = ended(child)
      const out = await printed(child, 'All of it stands in')
      const pids = pidsIn(out)
      expect(pids.map(isAlive)).toEqual([true, true])
      const channel = / show \S+ ([0-9a-f]{8})\n/.exec(out)?.[1] ?? ''
      const shown = await entente(['show', shop.path('stay/cn'), channel])
      expect(shown.out).toContain('preservation of data')
      const links = [...out.matchAll(/http:\/\/localhost:\d+\/enter\/\S+/g)].map(([link]) => link)
      expect(new Set(links.map((link) => new URL(link).origin)).size).toBe(2)
      expect(links).toHaveLength(6)
      const people = await Promise.all(links.map(async (link) => seated.parse(await signedIn(link))))
      expect(
        people.map(({ grants, party }) => `${party} ${grants.map(({ kind }) => kind).join(' ')}`),
      ).toEqual(['us desk', 'us coordinator', 'us operator', 'cn desk', 'cn coordinator', 'cn operator'])
      child.kill('SIGINT')
      expect((await result).code).toBe(0)
      expect(pids.map(isAlive)).toEqual([false, false])
    },
    STORY_LIMIT_MS,
  )

  it(
    'leaves no process behind when it is killed in the middle',
    async () => {
      const child = launch(['demo', '--dir', shop.path('killed')])
      const result = ended(child)
      const pids = pidsIn(await printed(child, 'process '))
      expect(pids).toHaveLength(2)
      child.kill('SIGKILL')
      await result
      expect(await eventually(() => !pids.some(isAlive))).toBe(true)
    },
    STORY_LIMIT_MS,
  )

  it(
    'says which node ended by itself, by what, and what it said last',
    async () => {
      const child = launch(['demo', '--dir', shop.path('fallen')])
      const result = ended(child)
      const [us = 0, cn = 0] = pidsIn(await printed(child, '2  A request'))
      process.kill(cn, 'SIGKILL')
      const { code, out } = await result
      expect(code).toBe(1)
      const said = out.replaceAll(/\s+/g, ' ')
      expect(said).toContain(`The node of cn (process ${cn}) was ended by the signal SIGKILL.`)
      expect(said).toContain(`Its log is ${shop.path('fallen/cn/node.log')}. The last that it said: {"at":`)
      expect([us, cn].map(isAlive)).toEqual([false, false])
    },
    STORY_LIMIT_MS,
  )

  it(
    'says that it was ended before the verdict',
    async () => {
      const [child, sooner] = [
        launch(['demo', '--dir', shop.path('early')]),
        launch(['demo', '--dir', shop.path('sooner')]),
      ]
      const results = [ended(child), ended(sooner)]
      // One is ended while its nodes are still coming up, the other in the middle of its story.
      void printed(sooner, 'Entente').then(() => sooner.kill('SIGTERM'))
      const pids = pidsIn(await printed(child, 'process '))
      child.kill('SIGTERM')
      for (const { code, out } of await Promise.all(results)) {
        expect(code).toBe(3)
        expect(out).toContain('before the verdict')
      }
      expect(pids.map(isAlive)).toEqual([false, false])
    },
    STORY_LIMIT_MS,
  )
})
