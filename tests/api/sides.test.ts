import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  codeOf,
  type Desk,
  type Desks,
  newKey,
  openDesk,
  openDesks,
  type Seated,
  until,
  writable,
} from './desks.ts'

const NONE = 'e'.repeat(64)

let desks: Desks
let ours: Seated
let coordinator: Seated

beforeAll(async () => {
  desks = await openDesks()
  ours = await desks.us.seated('desk')
  coordinator = await desks.us.seated('coordinator')
})
afterAll(() => desks?.close())

describe('side channels', () => {
  it('need a third party, and somebody who may found', async () => {
    const params = { channel: desks.channel }
    const seen = await coordinator.client.call('sides.list', { params })
    expect(seen).toMatchObject({ channel: desks.channel, allowed: true, sides: [] })
    expect(seen.parties.map(({ id }) => id).toSorted()).toEqual(['cn', 'us'])
    const propose = (by: Seated): Promise<string> =>
      codeOf(by.client.call('sides.propose', { params, body: { parties: ['cn'] }, key: newKey() }))
    expect(await propose(coordinator)).toBe('400 party-invalid')
    expect(await propose(ours)).toBe('403 not-allowed')
    const nothing = { params: { ...params, id: NONE }, key: newKey() }
    expect(await codeOf(coordinator.client.call('sides.accept', nothing))).toBe('404 route-unknown')
    expect(await codeOf(coordinator.client.call('sides.decline', { ...nothing, key: newKey() }))).toBe(
      '404 route-unknown',
    )
  })
})

describe('side channels of a mechanism of three', () => {
  let dir = ''
  let members: Desk[] = []
  let founders: Seated[] = []
  let mechanism = ''

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'entente-sides-'))
    members = [await openDesk(dir, 'us'), await openDesk(dir, 'cn'), await openDesk(dir, 'sg')]
    founders = await Promise.all(members.map((desk) => desk.seated('coordinator')))
    const [us, cn, sg] = members.map(({ node }) => node)
    if (us === undefined || cn === undefined || sg === undefined) throw new Error('three nodes')
    const founding = await sg.accept(await cn.accept(await us.propose([cn.card, sg.card], Buffer.from('x'))))
    await Promise.all([us.open(founding), cn.open(founding)])
    mechanism = founding.id
    await Promise.all([us, cn, sg].map((node) => writable(node.channel(mechanism))))
  })
  afterAll(async () => {
    for (const { opened } of members) await opened.stop()
    await rm(dir, { recursive: true, force: true })
  })

  it('are proposed, accepted and declined, and seen by those who take part alone', async () => {
    const [us, cn, sg] = founders
    if (us === undefined || cn === undefined || sg === undefined) throw new Error('three people')
    const params = { channel: mechanism }
    const side = await us.client.call('sides.propose', { params, body: { parties: ['cn'] }, key: newKey() })
    expect(side).toMatchObject({ mechanism, state: 'agreed', agreed: ['us'] })
    const statesOf = async ({ client }: Seated): Promise<string[]> =>
      (await client.call('sides.list', { params })).sides.map(({ state }) => state)
    await until('the invitation is there', async () => (await statesOf(cn)).includes('invited'))
    const theirReader = await members[1]?.seated('desk', { channels: [mechanism] })
    expect((await theirReader?.client.call('sides.list', { params }))?.sides).toEqual([])
    const at = { ...params, id: side.id }
    await cn.client.call('sides.accept', { params: at, key: newKey() })
    expect(await codeOf(cn.client.call('sides.accept', { params: at, key: newKey() }))).toBe(
      '409 side-answered',
    )
    await until('it is open on both', async () =>
      [...(await statesOf(us)), ...(await statesOf(cn))].every((state) => state === 'open'),
    )
    expect(await statesOf(sg)).toEqual([])
    const { items } = await us.client.call('channels.list')
    expect(items.map(({ id }) => id).toSorted()).toEqual([mechanism, side.id].toSorted())
    const declined = await sg.client.call('sides.propose', {
      params,
      body: { parties: ['cn'] },
      key: newKey(),
    })
    await until('the second invitation is there', async () => (await statesOf(cn)).includes('invited'))
    await cn.client.call('sides.decline', { params: { ...params, id: declined.id }, key: newKey() })
    await until('who proposed it hears', async () => {
      const { sides } = await sg.client.call('sides.list', { params })
      return sides[0]?.declined.includes('cn') === true
    })
  })

  it('are not opened where the charter lets nobody', async () => {
    const [us, cn] = members.map(({ node }) => node)
    const founder = founders[0]
    if (us === undefined || cn === undefined || founder === undefined) throw new Error('two nodes')
    const charter = JSON.stringify({
      entente: 'charter/1',
      title: { en: 'Plenary' },
      text: { en: 'Nothing is said apart.' },
      terms: { sideChannels: false },
    })
    const founding = await cn.accept(await us.propose([cn.card], Buffer.from(charter)))
    await us.open(founding)
    const params = { channel: founding.id }
    const seen = await founder.client.call('sides.list', { params })
    expect(seen.allowed).toBe(false)
    const work = founder.client.call('sides.propose', { params, body: { parties: ['cn'] }, key: newKey() })
    expect(await codeOf(work)).toBe('409 side-refused')
  })
})
