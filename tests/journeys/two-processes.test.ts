import type { ChildProcess } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ApiClient, createClient } from '../../src/api/index.ts'
import { ended, entente, json, launch, printed, type Workshop, workshop } from '../cli/entente.ts'
import { freePort } from '../free-port.ts'
import { EXAMPLE } from './forms.ts'
import { sha256 } from './officer.ts'
import { JOURNEY_LIMIT_MS, until } from './times.ts'

const PASSWORD = 'seven slow barges on the estuary'
/** Nodes find each other soon after a start. */
const BRISK = { ENTENTE_IDLE_MS: '500', ENTENTE_SETTLE_AFTER_MS: '100' }
const made = z.object({ desk: z.string() })
const link = z.object({ url: z.string() })

let shop: Workshop
let channel = ''
const doors = new Map<string, string>()
const running = new Map<string, ChildProcess>()

beforeAll(async () => {
  shop = await workshop()
}, JOURNEY_LIMIT_MS)
afterAll(async () => {
  const children = [...running.values()]
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(children.map((child) => ended(child)))
  await shop?.remove()
})

async function run(...args: readonly string[]): Promise<string> {
  const { code, err, out } = await entente(args)
  expect([code, err]).toEqual([0, ''])
  return out
}

async function start(id: string): Promise<void> {
  const child = launch(['start', shop.path(id)], BRISK)
  running.set(id, child)
  await printed(child, 'come in at')
}

/** As if the plug were pulled. */
async function kill(id: string): Promise<void> {
  const child = running.get(id)
  if (child === undefined) throw new Error(`${id} does not run`)
  running.delete(id)
  const gone = ended(child)
  child.kill('SIGKILL')
  await gone
}

/** An operator adds an officer at the command line; the officer makes themselves a password and a code, and is in. */
async function officerOf(id: string): Promise<ApiClient> {
  const [dir, origin] = [shop.path(id), doors.get(id) ?? '']
  await run('user', 'add', dir, 'lan', '--display', 'Lan')
  await run('seat', 'add', dir, 'Duty desk', '--kind', 'desk')
  await run('seat', 'grant', dir, 'Duty desk', 'lan')
  const { url } = link.parse(await json(['user', 'link', dir, 'lan']))
  const token = url.slice(url.lastIndexOf('/') + 1)
  const guest = cookieOf(origin, await createClient(origin).send('sign-in.invitation', { body: { token } }))
  const { base32, ticket } = await guest.call('own.begin-password')
  const body = { ticket, password: PASSWORD, code: new TOTP({ secret: base32 }).generate() }
  return cookieOf(origin, await guest.send('own.set-password', { body }))
}

function cookieOf(origin: string, answer: Response): ApiClient {
  expect(answer.status).toBe(200)
  const [set = ''] = answer.headers.getSetCookie()
  return createClient(origin, { cookie: set.split(';')[0] ?? '' })
}

const statusOf = async (client: ApiClient, matter: string): Promise<string | undefined> => {
  const { items } = await client.call('matters.list', { params: { channel } })
  return items.find(({ id }) => id === matter)?.status
}

// Some twenty processes, one after the other.
describe('two empty folders', { timeout: 2 * JOURNEY_LIMIT_MS }, () => {
  it('become two desks by commands alone, and a request goes to its end though one is killed in the middle', async () => {
    const make = async (id: string): Promise<void> => {
      const url = `https://127.0.0.1:${await freePort()}`
      const told = await json([
        'init',
        shop.path(id),
        '--party',
        id,
        '--name',
        `Ministry ${id}`,
        '--url',
        url,
      ])
      doors.set(id, made.parse(told).desk)
      await run('card', shop.path(id), '-o', shop.path(`${id}.card`))
    }
    await Promise.all(['us', 'cn'].map(make))
    await writeFile(shop.path('charter.txt'), 'Timely responses to requests.\n')
    const founding = shop.path('founding.json')
    const charter = ['--charter', shop.path('charter.txt'), '-o', founding]
    await run('channel', 'propose', shop.path('us'), shop.path('cn.card'), ...charter)
    await run('channel', 'accept', shop.path('cn'), founding, '-o', shop.path('agreed.json'))
    await run('channel', 'open', shop.path('us'), shop.path('agreed.json'))
    await Promise.all(['us', 'cn'].map(start))
    const [us, cn] = await Promise.all([officerOf('us'), officerOf('cn')])
    const { items: channels } = await us.call('channels.list')
    channel = channels[0]?.id ?? ''

    const marks = { handling: [], tlp: 'AMBER' }
    const data = { ...EXAMPLE.data, to: 'cn', instrument: { id: 'charter' }, marks }
    const content = { type: 'request.open', data, body: EXAMPLE.body } as never
    const draft = await us.call('drafts.make', { params: { channel }, body: { content } })
    const { id: request } = await us.call('drafts.submit', {
      params: { draft: draft.id },
      headers: { 'if-match': `"v${draft.version}"` },
      key: randomUUID(),
    })
    await until('it has come over', async () => (await statusOf(cn, request)) !== undefined)

    const file = randomBytes(400_000)
    const upload = await cn.call('uploads.begin', {
      body: { name: 'records.csv', mediaType: 'text/csv', bytes: file.length },
    })
    const half = file.length / 2
    const put = (from: number): Promise<unknown> =>
      cn.call('uploads.put', {
        params: { upload: upload.id },
        body: file.subarray(from, from + half),
        headers: { 'content-range': `bytes ${from}-${from + half - 1}/${file.length}` },
      })
    await put(0)
    await kill('cn')
    expect(await statusOf(us, request)).toBe('seen')
    await start('cn')
    // The session, the matter and half of the file are as they were.
    const { receivedBytes } = await cn.call('uploads.get', { params: { upload: upload.id } })
    expect(receivedBytes).toBe(half)
    await put(half)
    const supply = { type: 'request.supply', about: request, data: { final: true, exhibits: [] } }
    await until(
      'it may write again',
      async () => (await cn.call('channels.get', { params: { channel } })).writable,
    )
    const body = {
      ...supply,
      body: { type: 'application/json', json: { text: 'All.' } },
      uploads: [upload.id],
    }
    await cn.call('acts.make', { params: { channel }, body, key: randomUUID() })

    const at = { channel, matter: request }
    await until('the file is here', async () => {
      const [exhibit] = (await us.call('matters.get', { params: at })).exhibits
      return exhibit?.received.includes('us') === true
    })
    const [exhibit] = (await us.call('matters.get', { params: at })).exhibits
    const sealed = exhibit?.sealed ?? ''
    const bytes = await us.call('exhibits.content', { params: { ...at, exhibit: sealed } })
    expect(sha256(new Uint8Array(await bytes.arrayBuffer()))).toBe(sha256(file))
    const close = { type: 'request.close', about: request, data: { outcome: 'answered' } }
    await us.call('acts.make', { params: { channel }, body: close, key: randomUUID() })
    await until('it is closed', async () => (await statusOf(cn, request)) === 'closed')

    const cards = ['--card', shop.path('us.card'), '--card', shop.path('cn.card')]
    const verified = async (id: string, client: ApiClient): Promise<unknown> => {
      const carried = await client.call('channels.export', { params: { channel } })
      await writeFile(shop.path(`${id}.tar`), new Uint8Array(await carried.arrayBuffer()))
      return json(['verify', shop.path(`${id}.tar`), ...cards])
    }
    const good = { verdict: 'good', findings: [] }
    expect(await Promise.all([verified('us', us), verified('cn', cn)])).toMatchObject([good, good])
  })
})
