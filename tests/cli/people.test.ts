import { type ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createClient } from '../../src/api/index.ts'
import { type Ended, type Workshop, ended, entente, json, launch, printed, workshop } from './entente.ts'
import { freePort } from '../free-port.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let shop: Workshop
let node: { child: ChildProcess; result: Promise<Ended> } | undefined
let origin = ''
const link = z.object({ url: z.string(), user: z.string() })

beforeAll(async () => {
  shop = await workshop()
  const url = `https://127.0.0.1:${await freePort()}`
  const made = await json(['init', shop.path('aa'), '--party', 'aa', '--name', 'A', '--url', url])
  origin = z.object({ desk: z.string() }).parse(made).desk
})

afterAll(async () => {
  node?.child.kill('SIGTERM')
  await node?.result
  await shop.remove()
})

function at(...args: readonly string[]): Promise<Ended> {
  const [noun = '', verb = '', ...rest] = args
  return entente([noun, verb, shop.path('aa'), ...rest])
}

describe('people of a node that does not run', () => {
  it('are added, get a seat and a link, and are listed with it in the reader’s language', async () => {
    expect((await at('user', 'add', 'lan', '--display', 'Lan', '--zone', 'Asia/Ho_Chi_Minh')).code).toBe(0)
    expect((await at('seat', 'add', 'Duty desk', '--kind', 'desk')).out).toContain('desk officer')
    expect((await at('seat', 'grant', 'Duty desk', 'lan')).code).toBe(0)
    expect((await at('user', 'list', '--lang', 'vi')).out).toMatch(/lan +Lan +Asia\/Ho_Chi_Minh +cán bộ trực/)
    expect((await at('seat', 'list')).out).toMatch(/Duty desk +desk officer\n +lan +all channels/)
    const { out, code } = await at('user', 'link', 'lan')
    expect(code).toBe(0)
    expect(out.split('\n')[0]?.startsWith(`${origin}/enter/`)).toBe(true)
  })
})

describe('people of a node that runs', () => {
  it('come in by a key that was made at the command line, until it is revoked', async () => {
    const child = launch(['start', shop.path('aa')])
    node = { child, result: ended(child) }
    expect(await printed(child, 'come in at')).toContain(origin)
    const made = await json(['key', 'add', shop.path('aa'), 'lan', 'curl', '--scope', 'read'])
    const { token, id } = z.object({ token: z.string(), id: z.string() }).parse(made)
    const client = createClient(origin, { token })
    expect(await client.call('me.get')).toMatchObject({ how: 'api-key', permissions: ['read'] })
    expect((await at('key', 'list')).out).toContain('curl')
    expect((await at('key', 'revoke', id)).code).toBe(0)
    expect((await client.send('me.get')).status).toBe(401)
  })

  it('are refused with the field when anything is wrong', async () => {
    const wrong: readonly (readonly [readonly string[], string])[] = [
      [['user', 'add', 'Not A Name', '--display', 'x'], 'user.name'],
      [['user', 'add', 'lan', '--display', 'x'], 'lan belongs to another user'],
      [['user', 'add', 'mai', '--display', 'x', '--zone', 'Nowhere'], 'user.zone'],
      [['user', 'link', 'nobody'], 'USER'],
      [['seat', 'add', 'x', '--kind', 'minister'], 'seat.kind'],
      [['seat', 'grant', 'Other desk', 'lan'], 'SEAT'],
      [['key', 'add', 'lan', 'tool'], '--scope'],
      [['key', 'add', 'lan', 'tool', '--scope', 'people'], 'key.scopes'],
      [['key', 'add', 'lan', 'tool', '--scope', 'read', '--days', '900'], 'key.endsMs'],
      [['key', 'revoke', 'k_none'], 'key'],
    ]
    for (const [args, field] of wrong) {
      const { code, out, err } = await at(...args)
      expect({ args, code, out }).toEqual({ args, code: 2, out: '' })
      expect(err).toContain(field)
    }
  })

  it('sign in by a link once, are seen in the list of sessions, and are signed out', async () => {
    const { url } = link.parse(await json(['user', 'link', shop.path('aa'), 'lan']))
    const token = url.slice(url.lastIndexOf('/') + 1)
    const client = createClient(origin)
    expect(await client.call('sign-in.invitation', { body: { token } })).toMatchObject({
      strength: 'invitation',
    })
    expect((await client.send('sign-in.invitation', { body: { token } })).status).toBe(401)
    expect((await at('session', 'list')).out).toMatch(/lan +link, to enrol/)
    expect((await at('session', 'revoke', 'lan')).out).toContain('1 session of lan ended')
    expect((await at('session', 'list')).out).toContain('Nobody')
  })

  it('who are shut out come in by nothing', async () => {
    const { url } = link.parse(await json(['user', 'link', shop.path('aa'), 'lan']))
    expect((await at('user', 'disable', 'lan')).code).toBe(0)
    const token = url.slice(url.lastIndexOf('/') + 1)
    expect((await createClient(origin).send('sign-in.invitation', { body: { token } })).status).toBe(401)
    expect((await at('user', 'list')).out).toContain('shut out')
  })

  it('can be let in by a sealed code when nobody else can', async () => {
    const first = z.object({ code: z.string() }).parse(await json(['break-glass', 'seal', shop.path('aa')]))
    const second = z.object({ code: z.string() }).parse(await json(['break-glass', 'seal', shop.path('aa')]))
    const use = (code: string): Promise<Response> =>
      createClient(origin).send('sign-in.break-glass', {
        body: { code, reason: 'the officers cannot be reached' },
      })
    expect((await use(first.code)).status).toBe(401)
    expect((await use(second.code)).status).toBe(200)
    expect((await use(second.code)).status).toBe(401)
  })
})

describe('a node without a desk', () => {
  it('has nobody to let in, and says so', async () => {
    const made = ['init', shop.path('bare'), '--party', 'bb', '--name', 'B', '--url', '', '--no-desk']
    expect(await json(made)).toMatchObject({ desk: null })
    const { code, err } = await entente(['user', 'list', shop.path('bare')])
    expect(code).toBe(2)
    expect(err).toContain('no desk')
  })
})
