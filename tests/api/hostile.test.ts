import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desks, newKey, openDesks, requestTo, type Seated } from './desks.ts'
import { type Told, told } from './told.ts'

let desks: Desks
let officer: Seated

beforeAll(async () => {
  desks = await openDesks()
  officer = await desks.us.seated('desk')
})
afterAll(() => desks?.close())

/** As `fetch`, but with any headers at all, Host among them. */
function raw(
  path: string,
  headers: Readonly<Record<string, string>>,
  options: { method?: string; body?: string } = {},
): Promise<{ status: number; text: string; headers: Readonly<Record<string, unknown>> }> {
  const { port } = new URL(desks.us.origin)
  return new Promise((resolve, reject) => {
    const asked = httpRequest(
      { host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers, agent: false },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (piece: string) => (text += piece))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }))
      },
    )
    asked.on('error', reject)
    asked.end(options.body)
  })
}

async function make(headers: Readonly<Record<string, string>>, body?: string): Promise<Told> {
  const answer = await fetch(`${desks.us.origin}/api/v1/channels/${desks.channel}/acts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': newKey(), ...headers },
    body: body ?? JSON.stringify(await requestTo('cn')),
  })
  return told(answer)
}

describe('another site', () => {
  it('cannot make a browser change anything: its origin is another', async () => {
    const { cookie } = officer
    for (const origin of ['https://evil.example', 'null', `${desks.us.origin}.evil.example`, desks.cn.origin])
      expect(await make({ cookie, origin, 'x-entente': '1' })).toMatchObject({
        status: 403,
        code: 'origin-refused',
      })
  })

  it('cannot leave its origin out, unless the browser vouches for the page', async () => {
    const { cookie } = officer
    expect(await make({ cookie, 'x-entente': '1' })).toMatchObject({ code: 'origin-refused' })
    const site = { 'sec-fetch-site': 'cross-site' }
    expect(await make({ cookie, 'x-entente': '1', ...site })).toMatchObject({ code: 'origin-refused' })
  })

  it('cannot send a form: the header of ours is missing', async () => {
    const { origin } = desks.us
    expect(await make({ cookie: officer.cookie, origin })).toMatchObject({
      status: 403,
      code: 'origin-refused',
      body: { field: 'x-entente' },
    })
  })

  it('is told by no header that it may ask', async () => {
    const answer = await fetch(`${desks.us.origin}/api/v1/me`, {
      headers: { cookie: officer.cookie, origin: 'https://evil.example' },
    })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    const preflight = await fetch(`${desks.us.origin}/api/v1/me`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    expect(preflight.headers.get('access-control-allow-methods')).toBeNull()
    expect(preflight.status).toBe(404)
  })

  it('cannot point a name of its own here', async () => {
    const { port } = new URL(desks.us.origin)
    for (const host of ['evil.example', `evil.example:${port}`, 'localhost', `localhost:${Number(port) + 1}`])
      expect((await raw('/health/live', { host })).status).toBe(421)
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `LOCALHOST:${port}`])
      expect((await raw('/health/live', { host })).status).toBe(200)
  })

  it('cannot frame or sniff what the node answers', async () => {
    const { headers } = await fetch(`${desks.us.origin}/health/live`)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'")
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-powered-by')).toBeNull()
  })
})

describe('somebody who is nobody', () => {
  it('gets nothing with a made-up, foreign or doubled credential', async () => {
    const theirs = await desks.cn.seated('coordinator')
    const token = theirs.cookie.slice(theirs.cookie.indexOf('=') + 1)
    const key = await desks.cn.keyOf(theirs, ['read'])
    const own = officer.cookie.slice(officer.cookie.indexOf('=') + 1)
    const tries: Record<string, string>[] = [
      {},
      { cookie: theirs.cookie },
      { cookie: `${desks.us.cookieName}=${token}` },
      { cookie: `${desks.us.cookieName}=${'A'.repeat(43)}` },
      { cookie: `${desks.us.cookieName}=${'A'.repeat(5_000)}` },
      { authorization: `Bearer ${key}` },
      { authorization: `Bearer ${own}` },
      { authorization: `Basic ${btoa('a:b')}`, cookie: officer.cookie },
      { authorization: 'Bearer ', cookie: officer.cookie },
    ]
    for (const headers of tries) {
      const answer = await told(await fetch(`${desks.us.origin}/api/v1/me`, { headers }))
      expect([headers, answer.status, answer.code]).toEqual([headers, 401, 'not-signed-in'])
    }
  })

  it('has nothing of theirs read before they are refused', async () => {
    const answer = await make({}, '{"not": "json')
    expect(answer).toMatchObject({ status: 401, code: 'not-signed-in' })
  })
})

describe('a malformed request', () => {
  const good = (): Record<string, string> => ({
    cookie: officer.cookie,
    origin: desks.us.origin,
    'x-entente': '1',
  })

  it('is told the field and the rule', async () => {
    const body = await requestTo('cn')
    const cases: [unknown, string, string][] = [
      [{ ...body, extra: 1 }, 'body.extra', 'body.extra: is not a field here.'],
      [{ ...body, about: 'x' }, 'body.about', 'body.about: must be 64 digits of 0-9 and a-f.'],
      [{ ...body, data: [] }, 'body.data', 'body.data: must be an object.'],
      [{ ...body, until: 'seen' }, 'body.until', 'body.until: must be one of recorded, received, settled.'],
      [{ ...body, waitMs: 1e9 }, 'body.waitMs', 'body.waitMs: must be at most 30000.'],
      [
        { ...body, body: { type: 'text/plain' } },
        'body.body',
        'body.body: must have one of json, text and base64.',
      ],
      [
        { ...body, body: { type: 'a/b', base64: '%%' } },
        'body.body.base64',
        'body.body.base64: Invalid base64-encoded string.',
      ],
      [[], 'body', 'body: must be an object.'],
      [null, 'body', 'body: must be an object.'],
    ]
    for (const [sent, field, detail] of cases)
      expect(await make(good(), JSON.stringify(sent))).toMatchObject({
        status: 400,
        type: 'application/problem+json',
        body: { code: 'request-invalid', field, detail, type: '/docs/errors.md#request-invalid' },
      })
  })

  it('is refused as JSON that is none, or that some readers take for something else', async () => {
    for (const body of [
      '{',
      '',
      'x',
      '{"a":1}}',
      '\ufeff{}',
      '{"__proto__":{}}',
      '{"data":{"constructor":1}}',
    ])
      expect([body, await make(good(), body)]).toMatchObject([
        body,
        { status: 400, code: 'request-malformed' },
      ])
    const answer = await fetch(`${desks.us.origin}/api/v1/channels/${desks.channel}/acts`, {
      method: 'POST',
      headers: { ...good(), 'content-type': 'application/json', 'idempotency-key': newKey() },
      body: new Uint8Array([0x22, 0xff, 0x22]),
    })
    expect(await told(answer)).toMatchObject({ status: 400, code: 'request-malformed' })
  })

  it('is refused in a type or an encoding that the route does not take', async () => {
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/json; charset=latin1',
    ]
    for (const type of types)
      expect([type, (await make({ ...good(), 'content-type': type })).status]).toEqual([type, 415])
    expect(await make({ ...good(), 'content-encoding': 'gzip' })).toMatchObject({
      status: 415,
      code: 'media-type-refused',
    })
  })

  it('is refused when it is larger than the route takes, announced or not', async () => {
    const large = JSON.stringify({ type: 'x'.repeat(4 * 1024 * 1024), data: {} })
    expect(await make(good(), large)).toMatchObject({ status: 413, code: 'request-too-large' })
    const announced = await raw(
      `/api/v1/channels/${desks.channel}/acts`,
      {
        ...good(),
        host: new URL(desks.us.origin).host,
        'content-type': 'application/json',
        'transfer-encoding': 'chunked',
      },
      { method: 'POST', body: large },
    ).catch((cause: unknown) => ({ status: 413, text: String(cause), headers: {} }))
    expect(announced.status).toBe(413)
  })

  it('finds nothing by ids and paths that are none', async () => {
    const { cookie } = officer
    const host = new URL(desks.us.origin).host
    const id = desks.channel
    const paths = [
      '/api/v1/channels/..%2f..%2fsecrets.json',
      '/api/v1/channels/../../config.json',
      `/api/v1/channels/${id.toUpperCase()}`,
      `/api/v1/channels/${id.slice(0, 12)}`,
      `/api/v1/channels/${id}%00`,
      `/api/v1/channels/${id}/matters/..%2f..%2f${id}`,
      `/api/v1/channels/${id}/matters/${id}/exhibits/..%2f..%2fstore.sqlite/content`,
      `/api/v1/channels/${id}/matters/${'x'.repeat(3_000)}`,
      '/api/v1/uploads/..%2f..%2fsecrets.json',
      '/api/v1/%',
      '/api/v1/channels/%ff',
      '//api/v1/me',
      '/api/v1/me/',
      '/API/v1/me',
    ]
    for (const path of paths) {
      const answer = await raw(path, { host, cookie })
      expect([path, [400, 404, 414].includes(answer.status), answer.text.includes('"code"')]).toEqual([
        path,
        true,
        true,
      ])
      expect(answer.text).not.toMatch(/at .*\.ts:\d+/)
    }
  })

  it('is refused when a query has unknown, doubled or unfitting fields', async () => {
    const { cookie } = officer
    const { origin: base } = desks.us
    const list = `${base}/api/v1/channels/${desks.channel}/matters`
    const cases: [string, string][] = [
      ['?unknown=1', 'query.unknown'],
      ['?limit=0', 'query.limit'],
      ['?limit=201', 'query.limit'],
      ['?limit=x', 'query.limit'],
      ['?limit=1&limit=2', 'query.limit'],
      ['?order=due&kind=request', 'query.kind'],
      ['?status=open', 'query.status'],
      ['?order=due&before=yesterday', 'query.before'],
      ['?kind=%27%20or%201%3D1', 'query.kind'],
    ]
    for (const [query, field] of cases) {
      const answer = await told(await fetch(list + query, { headers: { cookie } }))
      expect([query, answer.status, answer.code, answer.body['field']]).toEqual([
        query,
        400,
        'request-invalid',
        field,
      ])
    }
    for (const after of [
      'x',
      '',
      'W10',
      btoa('["newest  ",1]'),
      btoa('["newest   ",1,2,3]'),
      'a'.repeat(513),
    ]) {
      const answer = await fetch(`${list}?after=${encodeURIComponent(after)}`, { headers: { cookie } })
      expect([after, answer.status]).toEqual([after, 400])
    }
  })

  it('is no request at all when it is not HTTP', async () => {
    const { port } = new URL(desks.us.origin)
    const said = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('HELLO THERE\r\n\r\n'))
      socket.on('data', (piece) => (text += String(piece)))
      socket.on('close', () => resolve(text))
    })
    expect(said).toMatch(/^HTTP\/1.1 400 /)
    expect(said).toContain('"code":"request-malformed"')
  })
})
