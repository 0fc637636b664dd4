import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, type RouteId } from '../../src/api/index.ts'
import { initNode } from '../../src/app/index.ts'
import { type Desks, newKey, openDesks, requestTo, type Seated, setDesk, startDesk } from './desks.ts'
import { told } from './told.ts'

let desks: Desks
let officer: Seated

beforeAll(async () => {
  desks = await openDesks()
  officer = await desks.us.seated('desk')
})
afterAll(() => desks?.close())

describe('a caller that takes its time, or none', () => {
  it('is cut off with an answer when the request does not come', async () => {
    const { port, host } = new URL(desks.us.origin)
    const said = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(`GET /health/live HTTP/1.1\r\nhost: ${host}\r\nx-slow: `),
      )
      socket.on('data', (piece) => (text += String(piece)))
      socket.on('close', () => resolve(text))
    })
    expect(said).toMatch(/^HTTP\/1.1 408 /)
    expect(said).toContain('"code":"request-timeout"')
  })

  it('is slowed down when nobody is signed in and it asks too often', async () => {
    const folder = join(desks.dir, 'busy')
    await initNode(folder, 'busy', 'Busy', '')
    await setDesk(folder, { port: 0, strangersPerMinute: 5 })
    const busy = await startDesk(folder)
    try {
      const statuses: number[] = []
      for (let i = 0; i < 8; i++) statuses.push((await busy.stranger().send('me.get')).status)
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
      const late = await busy.stranger().send('health.live')
      expect(late.headers.get('retry-after')).toMatch(/^\d+$/)
      expect(await told(late)).toMatchObject({ status: 429, code: 'rate-limited' })
    } finally {
      await busy.opened.stop()
    }
  })
})

describe('a refusal', () => {
  it('is told in the caller’s language and keeps its code', async () => {
    const languages: [string | undefined, RegExp][] = [
      [undefined, /signed in/],
      ['vi-VN,vi;q=0.9,en;q=0.8', /đăng nhập/],
      ['fr, zh-CN;q=0.5', /登录/],
      ['xx;q=garbage,;;,vi;q=0', /signed in/],
    ]
    for (const [language, title] of languages) {
      const client = createClient(desks.us.origin, language === undefined ? {} : { language })
      const answer = await told(await client.send('me.get'))
      expect(answer.body['title']).toMatch(title)
      expect(answer.code).toBe('not-signed-in')
    }
  })

  it('of the fold names the reason in words too', async () => {
    const { client } = officer
    const params = { channel: desks.channel }
    const made = await client.call('acts.make', { params, body: await requestTo('cn'), key: newKey() })
    const late = await client.send('acts.make', {
      params,
      body: { type: 'request.acknowledge', about: made.id, data: {} },
      key: newKey(),
      headers: { 'accept-language': 'vi' },
    })
    const answer = await told(late)
    expect(answer).toMatchObject({
      status: 409,
      code: 'act-not-allowed',
      body: { field: 'not-the-requested' },
    })
    expect(String(answer.body['detail'])).toMatch(/không/i)
  })

  it('leaves one line in the log with a route and a status, and nobody’s words, name or address', async () => {
    const { logged } = desks.us
    const lines = logged.filter(({ event }) => event === 'request')
    expect(lines.length).toBeGreaterThan(5)
    const text = JSON.stringify(lines)
    for (const secret of [
      officer.user,
      officer.cookie.split('=')[1] ?? '',
      '127.0.0.1',
      'Invented',
      desks.channel,
    ])
      expect(text).not.toContain(secret)
    expect(lines.some(({ facts }) => facts['route'] === 'acts.make' && facts['status'] === 201)).toBe(true)
    expect(logged.filter(({ event }) => event === 'api-fault')).toEqual([])
  })

  it('of an unknown thing is the same for every route: its room, its code, its place in the docs', async () => {
    const { client } = officer
    const none = 'e'.repeat(64)
    const params = { channel: desks.channel, matter: none, act: none, exhibit: none, upload: 'e'.repeat(32) }
    const cases: [RouteId, string][] = [
      ['matters.get', 'matter-unknown'],
      ['matters.acts', 'matter-unknown'],
      ['acts.get', 'act-unknown'],
      ['acts.prove', 'act-unknown'],
      ['exhibits.content', 'matter-unknown'],
      ['uploads.get', 'upload-unknown'],
    ]
    for (const [route, code] of cases) {
      const answer = await told(await client.send(route, { params }))
      expect([route, answer.status, answer.code]).toEqual([route, 404, code])
    }
    const other = await told(await client.send('channels.get', { params: { channel: none } }))
    expect(other).toMatchObject({ status: 404, code: 'channel-unknown', body: { room: 'app' } })
  })
})
