import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, type Desks, openDesks, until } from './desks.ts'

let desks: Desks

beforeAll(async () => {
  desks = await openDesks()
})
afterAll(() => desks?.close())

describe('notices', () => {
  it('come into one’s own list with a hint, in one’s language, and are marked as seen', async () => {
    const { client } = await desks.us.seated('desk')
    const other = await desks.us.seated('desk')
    const control = new AbortController()
    const [mine, others] = [
      await client.call('events.stream', { signal: control.signal }),
      await other.client.call('events.stream', { signal: control.signal }),
    ]
    const heard = textUntil(mine, (text) => text.includes('"what":"notice"'))
    const overheard = textUntil(others, (text) => text.includes('"what":"notice"'))
    await client.call('notices.trial')
    expect(await heard).toContain('"channel":null')
    const { items } = await client.call('notices.list', { headers: { 'accept-language': 'vi' } })
    expect(items).toMatchObject([{ kind: 'trial', urgency: 'flash', seen: null }])
    const english = await client.call('notices.list')
    expect(english.items[0]?.subject).not.toBe(items[0]?.subject)
    await client.call('notices.see', { body: { upTo: items[0]?.no ?? 0 } })
    expect((await client.call('notices.list')).items[0]?.seen).not.toBeNull()
    expect((await other.client.call('notices.list')).items).toEqual([])
    control.abort()
    expect(await overheard).not.toContain('notice')
  })

  it('go out by the ways that are set, and every attempt is told to its owner and to the operator', async () => {
    const received: string[] = []
    const receiver = createServer((request, response) => {
      request.on('data', (piece: Buffer) => received.push(piece.toString('utf8')))
      request.on('end', () => response.writeHead(received.length === 0 ? 500 : 204).end())
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    const address = receiver.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const person = await desks.us.seated('desk')
    const operator = await desks.us.seated('operator')
    const way = { kind: 'webhook', url: `http://127.0.0.1:${port}/hook` } as const
    const set = await operator.client.call('ways.add', {
      params: { user: person.user },
      body: { way, least: 'urgent' },
    })
    expect(set.secret).toMatch(/^whsec_/)
    const seen = await person.client.call('ways.own')
    expect(seen.items).toEqual([{ id: set.id, kind: 'webhook', to: way.url, command: null, least: 'urgent' }])
    expect(JSON.stringify(seen)).not.toContain('whsec_')
    await person.client.call('notices.trial')
    const sent = async () => {
      const [notice] = (await person.client.call('notices.list')).items
      if (notice === undefined) return undefined
      const { items } = await person.client.call('notices.deliveries', { params: { id: notice.id } })
      return items.find(({ state }) => state === 'sent')
    }
    await until('the webhook has it', async () => (await sent()) !== undefined)
    expect((await sent())?.attempts).toMatchObject([{ result: 'sent' }])
    expect(received.join('')).toContain('trial')
    const [notice] = (await person.client.call('notices.list')).items
    const stranger = await desks.us.seated('desk')
    const id = notice?.id ?? ''
    expect((await stranger.client.call('notices.deliveries', { params: { id } })).items).toEqual([])
    expect((await operator.client.call('notices.deliveries', { params: { id } })).items).toHaveLength(1)
    const all = await operator.client.call('deliveries.list', {})
    expect(all.items[0]).toMatchObject({ user: person.user, state: 'sent', kind: 'trial' })
    await operator.client.call('ways.remove', { params: { user: person.user, id: set.id } })
    expect((await operator.client.call('ways.list', { params: { user: person.user } })).items).toEqual([])
    receiver.closeAllConnections()
    await new Promise((resolve) => receiver.close(resolve))
  })

  it('that cannot be delivered are shown to the operator and may be tried again', async () => {
    const person = await desks.us.seated('desk')
    const operator = await desks.us.seated('operator')
    const { client } = person
    const mail = { kind: 'mail', to: 'duty@desk.example' } as const
    const way = await client.call('ways.add-own', { body: { way: mail, least: 'routine' } })
    expect(way).toMatchObject({ kind: 'mail', to: mail.to, secret: null })
    await client.call('notices.trial')
    await until('an attempt has failed', async () => {
      const { items } = await operator.client.call('deliveries.list')
      return items.some(({ user, attempts }) => user === person.user && attempts[0]?.result === 'failed')
    })
    const dead = await operator.client.call('deliveries.list', { query: { which: 'dead' } })
    expect(dead.items.every(({ state }) => state === 'dead')).toBe(true)
    expect(await codeOf(operator.client.call('deliveries.revive', { params: { id: 999_999 } }))).toBe(
      '404 delivery-unknown',
    )
    await client.call('ways.remove-own', { params: { id: way.id } })
    expect((await client.call('ways.own')).items).toEqual([])
  })

  it('warn who looks after the node of a key that will end, once', async () => {
    const operator = await desks.us.seated('operator')
    await desks.us.keyOf(await desks.us.seated('desk'), ['read'])
    const door = desks.us.opened.door()
    await door?.watchExpiries()
    const warnings = async (): Promise<number> => {
      const { items } = await operator.client.call('notices.list')
      return items.filter(({ kind }) => kind === 'expiry-soon').length
    }
    await until('the warning has come', async () => (await warnings()) > 0)
    const before = await warnings()
    await door?.watchExpiries()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await warnings()).toBe(before)
  })

  it('have no way that could make the node call an address of a user’s choice, nor a wrong one', async () => {
    const { client } = await desks.us.seated('desk')
    const other = await desks.us.seated('desk')
    const body = { way: { kind: 'webhook', url: 'https://10.0.0.1/' }, least: 'routine' } as const
    expect(await codeOf(client.call('ways.add-own', { body }))).toBe('400 request-invalid')
    const notMail = { way: { kind: 'mail', to: 'nobody' }, least: 'routine' } as const
    expect(await codeOf(client.call('ways.add-own', { body: notMail }))).toBe('400 way-invalid')
    const unlisted = { way: { kind: 'command', command: 'sh', to: '+84 1' }, least: 'routine' } as const
    expect(await codeOf(client.call('ways.add-own', { body: unlisted }))).toBe('400 way-invalid')
    const mail = { way: { kind: 'mail', to: 'a@desk.example' }, least: 'routine' } as const
    const { id } = await client.call('ways.add-own', { body: mail })
    expect(await codeOf(other.client.call('ways.remove-own', { params: { id } }))).toBe('404 way-unknown')
    const byDesk = client.call('ways.add', { params: { user: other.user }, body: mail })
    expect(await codeOf(byDesk)).toBe('403 not-allowed')
  })

  it('go out by a mail server that the operator sets, whose password nobody reads', async () => {
    const { client } = await desks.us.seated('operator')
    expect(await client.call('mail.get')).toEqual({ mail: null })
    const settings = { host: '127.0.0.1', port: 2525, tls: 'none', from: 'desk@desk.example' } as const
    const open = { ...settings, host: 'mail.example' }
    expect(await codeOf(client.call('mail.set', { body: open }))).toBe('400 way-invalid')
    await client.call('mail.set', { body: { ...settings, user: 'desk', password: 'secret words' } })
    const shown = await client.call('mail.get')
    expect(shown.mail).toEqual({ ...settings, user: 'desk', hasPassword: true })
  })
})

async function textUntil(stream: Response, isEnough: (text: string) => boolean): Promise<string> {
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
