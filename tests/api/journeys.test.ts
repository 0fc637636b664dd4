import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ProblemError } from '../../src/api/index.ts'
import { type Desks, newKey, openDesks, requestTo, type Seated, until } from './desks.ts'

let desks: Desks
let officer: Seated
let theirs: Seated
let matter = ''

beforeAll(async () => {
  desks = await openDesks()
  officer = await desks.us.seated('desk')
  theirs = await desks.cn.seated('desk')
})
afterAll(() => desks?.close())

async function refusalOf(work: Promise<unknown>): Promise<ProblemError['problem']> {
  const cause: unknown = await work.catch((thrown: unknown) => thrown)
  if (cause instanceof ProblemError) return cause.problem
  throw new Error(`was not refused: ${String(cause)}`)
}

describe('the door of a node', () => {
  it('says who is calling and what they may do', async () => {
    const me = await officer.client.call('me.get')
    expect(me).toMatchObject({ user: officer.user, how: 'session', party: 'us' })
    expect(me.permissions).toContain('act')
    expect(me.permissions).not.toContain('people')
  })

  it('shows channels with feeds, links and readiness', async () => {
    const { items } = await officer.client.call('channels.list')
    expect(items.map(({ id }) => id)).toEqual([desks.channel])
    const channel = await officer.client.call('channels.get', { params: { channel: desks.channel } })
    expect(channel).toMatchObject({ self: 'us', writable: true, waitingFor: [], mismatch: null })
    expect(channel.feeds.map(({ party }) => party).toSorted()).toEqual(['cn', 'us'])
    expect(channel.fingerprint).toHaveLength(8)
  })

  it('records a request that the other side reads and answers', async () => {
    const { channel } = desks
    const made = await officer.client.call('acts.make', {
      params: { channel },
      body: { ...(await requestTo('cn')), until: 'received', waitMs: 20_000 },
      key: newKey(),
    })
    expect(made).toMatchObject({ type: 'request.open', party: 'us', matter: made.id })
    expect(['received', 'settled']).toContain(made.mark)
    matter = made.id
    const params = { channel, matter }
    await until('the matter is folded there', async () => {
      const page = await theirs.client.call('matters.list', {
        params: { channel },
        query: { kind: 'request' },
      })
      return page.items.some(({ id }) => id === matter)
    })
    const seen = await theirs.client.call('matters.get', { params })
    expect(seen).toMatchObject({ kind: 'request', openedBy: 'us', onClock: 'cn', actCount: 1 })
    expect(seen.state).toMatchObject({ kind: 'request', requested: 'cn' })
    await theirs.client.call('acts.make', {
      params: { channel },
      body: { type: 'request.acknowledge', about: matter, data: {} },
      key: newKey(),
    })
    await until('the answer has come back', async () => {
      const { items } = await officer.client.call('matters.acts', { params })
      return items.length === 2
    })
    const { items } = await officer.client.call('matters.acts', { params })
    expect(items.map(({ type, void: why }) => [type, why])).toEqual([
      ['request.open', null],
      ['request.acknowledge', null],
    ])
    expect(items[0]?.body).toMatchObject({ held: true, content: { form: 'request/1' } })
  })

  it('gives one act with its marks, and its proof to who may carry it out', async () => {
    const params = { channel: desks.channel, matter, act: matter }
    const act = await officer.client.call('acts.get', { params })
    expect(act).toMatchObject({ id: matter, by: 'us', marks: { received: true } })
    const proof = await officer.client.call('acts.prove', { params })
    expect(proof.receivedBy).toEqual(['cn'])
    expect(proof.proof).toContain('c2sp.org/tlog-proof')
  })

  it('carries the channel out as a file', async () => {
    const answer = await officer.client.call('channels.export', { params: { channel: desks.channel } })
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="us-[0-9a-f]{12}\.tar"/)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    expect(bytes.length % 512).toBe(0)
    expect(bytes.length).toBeGreaterThan(10_000)
  })

  it('pages through lists by cursors that belong to one list', async () => {
    const { channel } = desks
    for (let i = 0; i < 3; i++)
      await officer.client.call('acts.make', {
        params: { channel },
        body: await requestTo('cn'),
        key: newKey(),
      })
    const params = { channel }
    const query = { kind: 'request', limit: 2 }
    const first = await officer.client.call('matters.list', { params, query })
    expect(first.items).toHaveLength(2)
    const after = first.next ?? ''
    const second = await officer.client.call('matters.list', { params, query: { ...query, after } })
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect(new Set(ids).size).toBe(4)
    expect(ids.at(-1)).toBe(matter)
    const due = await officer.client.call('matters.list', { params, query: { order: 'due', onClock: 'cn' } })
    expect(due.items).toHaveLength(4)
    const wrong = officer.client.call('matters.list', { params, query: { order: 'due', after } })
    expect(await refusalOf(wrong)).toMatchObject({ code: 'cursor-invalid', status: 400, field: 'after' })
  })

  it('counts what is open without walking through it', async () => {
    const counts = await officer.client.call('matters.counts', { params: { channel: desks.channel } })
    const requests = counts.tallies.filter(({ kind }) => kind === 'request')
    expect(requests.reduce((sum, { count }) => sum + count, 0)).toBe(4)
    expect(counts.overdue['cn']).toEqual({ count: 0, more: false })
  })

  it('answers nothing new with 304', async () => {
    // A receipt of the other side for what was done just now is something new.
    await until('nothing is new', async () => {
      const first = await officer.client.send('channels.list')
      const tag = first.headers.get('etag') ?? ''
      expect(tag).toMatch(/^"[\w-]{27}"$/)
      const again = await officer.client.send('channels.list', {
        headers: { 'if-none-match': `W/"x", ${tag}` },
      })
      return again.status === 304 && (await again.text()) === ''
    })
    const other = await officer.client.send('channels.list', { headers: { 'if-none-match': '"x"' } })
    expect(other.status).toBe(200)
  })

  it('tells the vocabulary with schemas, and the instruments with sources, in the caller’s language', async () => {
    const { items } = await officer.client.call('vocabulary.list', {
      headers: { 'accept-language': 'zh-CN' },
    })
    const open = items.find(({ name }) => name === 'request.open')
    expect(open).toMatchObject({
      title: '提出协助请求',
      needs: 'act',
      about: { how: 'opens', kind: 'request' },
    })
    expect(open?.data).toMatchObject({ type: 'object' })
    const { clockRules, codes } = await officer.client.call('instruments.get')
    expect(clockRules.length).toBeGreaterThan(10)
    expect(codes['tlp']).toContain('RED')
  })

  it('serves health to anybody and figures to the operator', async () => {
    const stranger = desks.us.stranger()
    expect(await stranger.call('health.live')).toEqual({ status: 'ok' })
    expect((await stranger.call('health.ready')).status).toBe(200)
    const operator = await desks.us.seated('operator')
    const text = await (await operator.client.call('metrics.get')).text()
    expect(text).toMatch(/entente_feed_leaves\{channel="[0-9a-f]{64}",party="us"\} \d+/)
    expect(text).toMatch(/entente_api_requests_total\{route="acts.make",status="201"\} \d+/)
    expect(text).toContain('entente_nodejs_eventloop_lag_seconds')
    expect(text).not.toContain(officer.user)
  })
})

describe('what was done once', () => {
  it('is not done again under the same key, and says what it was', async () => {
    const { channel } = desks
    const call = { params: { channel }, body: await requestTo('cn'), key: newKey() }
    const first = await officer.client.call('acts.make', call)
    const again = await officer.client.send('acts.make', call)
    expect(again.status).toBe(201)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(await again.json()).toEqual(first)
  })

  it('is done once when the same request comes many times at once', async () => {
    const { channel } = desks
    const before = await officer.client.call('matters.counts', { params: { channel } })
    const call = { params: { channel }, body: await requestTo('cn'), key: newKey() }
    const answers = await Promise.all(Array.from({ length: 8 }, () => officer.client.send('acts.make', call)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true)
    expect(statuses).toContain(201)
    const after = await officer.client.call('matters.counts', { params: { channel } })
    const sum = (counts: typeof before): number => counts.tallies.reduce((all, { count }) => all + count, 0)
    expect(sum(after)).toBe(sum(before) + 1)
  })

  it('needs a key, and a key of its own', async () => {
    const { channel } = desks
    const params = { channel }
    const body = await requestTo('cn')
    expect(await refusalOf(officer.client.call('acts.make', { params, body }))).toMatchObject({
      code: 'key-missing',
      status: 400,
    })
    const key = newKey()
    await officer.client.call('acts.make', { params, body, key })
    const other = officer.client.call('acts.make', { params, body: { ...body, waitMs: 1 }, key })
    expect(await refusalOf(other)).toMatchObject({ code: 'key-reused', status: 422 })
    const another = await desks.us.seated('desk')
    const made = await another.client.call('acts.make', { params, body: { ...body, waitMs: 1 }, key })
    expect(made.type).toBe('request.open')
  })

  it('leaves the key free when nothing was done', async () => {
    const { channel } = desks
    const params = { channel }
    const key = newKey()
    const remark = { type: 'remark.post', about: matter, data: {} }
    const wrong = { params, body: remark, key }
    expect(await refusalOf(officer.client.call('acts.make', wrong))).toMatchObject({
      room: 'acts',
      status: 422,
    })
    const body = { ...remark, body: { type: 'text/plain', text: 'Seen.' } }
    expect(await officer.client.call('acts.make', { params, body, key })).toMatchObject({
      type: 'remark.post',
    })
  })
})

describe('hints', () => {
  it('tell ids of what changed, and go on from the last one heard', async () => {
    const { channel } = desks
    const control = new AbortController()
    const stream = await officer.client.call('events.stream', { signal: control.signal })
    expect(stream.headers.get('content-type')).toBe('text/event-stream')
    const heard = readUntil(stream, (text) => text.includes('event: hint') && text.includes(matter))
    await officer.client.call('acts.make', {
      params: { channel },
      body: { type: 'remark.post', about: matter, data: {}, body: { type: 'text/plain', text: 'A word.' } },
      key: newKey(),
    })
    const text = await heard
    expect(text).not.toContain('A word.')
    control.abort()
    const id = /id: (\S+)/.exec(text)?.[1] ?? ''
    const later = new AbortController()
    const next = await officer.client.call('events.stream', {
      headers: { 'last-event-id': `${id.split('-')[0] ?? ''}-0` },
      signal: later.signal,
    })
    expect(await readUntil(next, (said) => said.includes(matter))).toContain(`id: ${id}`)
    later.abort()
    const unknown = new AbortController()
    const reset = await officer.client.call('events.stream', {
      headers: { 'last-event-id': 'another-9' },
      signal: unknown.signal,
    })
    expect(await readUntil(reset, (said) => said.includes('event: reset'))).toContain('event: reset')
    unknown.abort()
  })

  it('stop for who was signed out', async () => {
    const guest = await desks.us.seated('desk')
    const control = new AbortController()
    const stream = await guest.client.call('events.stream', { signal: control.signal })
    await guest.signOut()
    const { channel } = desks
    await officer.client.call('acts.make', {
      params: { channel },
      body: { type: 'remark.post', about: matter, data: {}, body: { type: 'text/plain', text: 'Another.' } },
      key: newKey(),
    })
    const said = await Promise.race([
      readUntil(stream, (text) => text.includes('event: hint')),
      new Promise<string>((resolve) => setTimeout(() => resolve('silence'), 1_500)),
    ])
    expect(said).toBe('silence')
    control.abort()
    expect((await guest.client.send('me.get')).status).toBe(401)
  })
})

async function readUntil(stream: Response, isEnough: (text: string) => boolean): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  try {
    const body: AsyncIterable<Uint8Array> = stream.body ?? new ReadableStream<Uint8Array>()
    for await (const piece of body) {
      text += decoder.decode(piece, { stream: true })
      if (isEnough(text)) return text
    }
  } catch {
    // The test has ended the stream.
  }
  return text
}
