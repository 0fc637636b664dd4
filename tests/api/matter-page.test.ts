import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desks, codeOf, newKey, openDesks, requestTo, until } from './desks.ts'

let desks: Desks
beforeAll(async () => {
  desks = await openDesks()
})
afterAll(() => desks?.close())

describe('what the page of a matter asks for', () => {
  it('tells the rules behind the deadlines of a request, counted from its opening', async () => {
    const { us, channel } = desks
    const { client } = await us.seated('desk')
    const made = await client.call('acts.make', {
      params: { channel },
      body: { ...(await requestTo('cn')), until: 'recorded' },
      key: newKey(),
    })
    const told = await client.call('requests.clocks', { params: { channel, matter: made.matter } })
    const acknowledge = told.clocks.find(({ rule }) => rule.aim === 'acknowledge')
    expect(acknowledge?.rule).toMatchObject({ instrument: 'charter', starts: 'request-received' })
    expect(Date.parse(acknowledge?.due ?? '')).toBeGreaterThan(Date.parse(made.made))
    expect(told.partner?.calendar).toBe('charter')
    expect(
      await codeOf(client.call('requests.clocks', { params: { channel, matter: 'e'.repeat(64) } })),
    ).toBe('404 matter-unknown')
  })

  it('tells of a matter that is no request that it has no such rules', async () => {
    const { us, channel } = desks
    const { client } = await us.seated('desk')
    const opened = { marks: { handling: [], tlp: 'AMBER' }, offences: [] }
    const body = { type: 'case.open', data: opened, body: { type: 'text/plain', text: 'A case' } }
    const { matter } = await client.call('acts.make', { params: { channel }, body, key: newKey() })
    const told = await client.call('requests.clocks', { params: { channel, matter } })
    expect(told).toEqual({ clocks: [], later: [], unset: [], partner: null })
  })

  it('says of each act how much of the other feeds its author had seen', async () => {
    const { us, cn, channel } = desks
    const asker = await us.seated('desk')
    const asked = await cn.seated('desk')
    const { matter, seq } = await asker.client.call('acts.make', {
      params: { channel },
      body: { ...(await requestTo('cn')), until: 'received' },
      key: newKey(),
    })
    const params = { channel, matter }
    await until(
      'the request has come',
      async () => (await codeOf(asked.client.call('matters.get', { params }))) === 'done',
    )
    const answer = { type: 'request.acknowledge', about: matter, data: {} }
    await asked.client.call('acts.make', { params: { channel }, body: answer, key: newKey() })
    const { items } = await asked.client.call('matters.acts', { params })
    const acknowledged = items.find(({ type }) => type === 'request.acknowledge')
    expect(acknowledged?.saw['us']).toBeGreaterThan(seq)
  })

  it('names the people and seats of the node to everybody who reads there, and nothing else of them', async () => {
    const { us } = desks
    const { client, user } = await us.seated('auditor')
    const { seats, users } = await client.call('colleagues.list')
    expect(users.find(({ id }) => id === user)).toEqual({ id: user, display: 'auditor', isHere: true })
    expect(seats.map(({ title }) => title)).toContain('desk')
    const operator = await us.seated('operator')
    expect(await codeOf(operator.client.call('colleagues.list'))).toBe('403 not-allowed')
  })
})
