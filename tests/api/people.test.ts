import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../../src/api/index.ts'
import { type Desks, openDesks, type Seated, refusalOf } from './desks.ts'

let desks: Desks
let operator: Seated

beforeAll(async () => {
  desks = await openDesks()
  operator = await desks.us.seated('operator')
})
afterAll(() => desks?.close())

const PASSWORD = 'a long enough sentence of words'

/** The session's cookie as a browser would keep it. */
function cookieIn(answer: Response): string {
  const [set = ''] = answer.headers.getSetCookie()
  return set.split(';')[0] ?? ''
}

describe('the people of a node', () => {
  it('are made, seated, invited, and let in; what they hold is what they may do', async () => {
    const { client } = operator
    const user = await client.call('users.make', { body: { name: 'lan', display: 'Lan', languages: ['vi'] } })
    const seat = await client.call('seats.make', { body: { kind: 'desk', title: 'Desk of the night' } })
    const grant = await client.call('grants.make', {
      body: { seat: seat.id, user: user.id, channels: [desks.channel] },
    })
    const { token } = await client.call('users.invite', { params: { id: user.id } })
    const answer = await desks.us.stranger().send('sign-in.invitation', { body: { token } })
    expect(answer.status).toBe(200)
    const [set = ''] = answer.headers.getSetCookie()
    expect(set).toMatch(/^entente-us=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(await answer.json()).not.toHaveProperty('token')
    const lan = createClient(desks.us.origin, { cookie: cookieIn(answer) })
    expect(await lan.call('me.get')).toMatchObject({
      user: user.id,
      permissions: expect.arrayContaining(['act']),
    })
    await client.call('grants.withdraw', { params: { id: grant.id } })
    expect((await lan.call('me.get')).permissions).toEqual([])
    expect(await refusalOf(lan.call('channels.get', { params: { channel: desks.channel } }))).toBe(
      'not-allowed',
    )
    await client.call('users.disable', { params: { id: user.id } })
    expect(await refusalOf(lan.call('me.get'))).toBe('not-signed-in')
    expect((await client.call('users.list')).items.find(({ id }) => id === user.id)?.disabled).not.toBeNull()
  })

  it('sign in with password and code, each session its own, and out again', async () => {
    const { client } = operator
    const user = await client.call('users.make', { body: { name: 'minh', display: 'Minh' } })
    const { token } = await client.call('users.invite', { params: { id: user.id } })
    const first = await desks.us.stranger().send('sign-in.invitation', { body: { token } })
    const enrolling = createClient(desks.us.origin, { cookie: cookieIn(first) })
    const { ticket, base32 } = await enrolling.call('own.begin-password')
    const totp = new TOTP({ secret: base32 })
    const body = { ticket, password: PASSWORD, code: totp.generate() }
    const enrolled = await enrolling.send('own.set-password', { body })
    expect(enrolled.status).toBe(200)
    // A new session has taken the place of the one of the link.
    expect(await refusalOf(enrolling.call('me.get'))).toBe('not-signed-in')
    const name = 'minh'
    const wrong = desks.us
      .stranger()
      .call('sign-in.password', { body: { name, password: 'x', code: '000000' } })
    expect(await refusalOf(wrong)).toBe('sign-in-refused')
    // The code of this half minute is used up; the next one is within what is taken.
    const code = totp.generate({ timestamp: Date.now() + 30_000 })
    const answer = await desks.us
      .stranger()
      .send('sign-in.password', { body: { name, password: PASSWORD, code } })
    expect(answer.status).toBe(200)
    const minh = createClient(desks.us.origin, { cookie: cookieIn(answer) })
    const { items } = await minh.call('own.sessions')
    expect(items.filter(({ isThis }) => isThis)).toHaveLength(1)
    expect(items.length).toBe(2)
    await minh.call('own.end-others')
    expect((await minh.call('own.sessions')).items).toHaveLength(1)
    expect(await minh.call('own.credentials')).toMatchObject({ passkeys: [], oidc: false })
    const out = await minh.send('sign-in.out')
    expect(out.status).toBe(204)
    expect(out.headers.getSetCookie()[0]).toMatch(/^entente-us=; .*Expires=Thu, 01 Jan 1970/)
    expect(await refusalOf(minh.call('me.get'))).toBe('not-signed-in')
  })

  it('make keys for tools, which do no more than they say and nothing to the person', async () => {
    const desk = await desks.us.seated('desk')
    const ends = new Date(Date.now() + 3_600_000).toISOString()
    const made = await desk.client.call('own.make-key', { body: { label: 'feed', scopes: ['read'], ends } })
    const tool = createClient(desks.us.origin, { token: made.token })
    expect(await tool.call('me.get')).toMatchObject({ how: 'api-key', permissions: ['read'] })
    expect(await refusalOf(tool.call('uploads.list'))).toBe('not-allowed')
    expect(await refusalOf(tool.call('own.keys'))).toBe('not-allowed')
    const over = desk.client.call('own.make-key', { body: { label: 'x', scopes: ['expunge'], ends } })
    expect(await refusalOf(over)).toBe('scope-not-held')
    const bad = desk.client.call('own.make-key', { body: { label: 'x', scopes: ['read'], ends: 'soon' } })
    expect(await refusalOf(bad)).toBe('request-invalid')
    await desk.client.call('own.revoke-key', { params: { id: made.key.id } })
    expect(await refusalOf(tool.call('me.get'))).toBe('not-signed-in')
  })

  it('are offered passkeys with the domain of this door', async () => {
    const options = await desks.us.stranger().call('sign-in.passkey-options')
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
    const refused = desks.us.stranger().call('sign-in.passkey', { body: { response: { id: 'x' } } })
    expect(await refusalOf(refused)).toBe('input-invalid')
    expect(await refusalOf(desks.us.stranger().call('sign-in.oidc'))).toBe('oidc-off')
    const desk = await desks.us.seated('desk')
    expect(await desk.client.call('own.passkey-options')).toMatchObject({ rp: { id: 'localhost' } })
  })

  it('are told before they sign in whose node it is and how one comes in, and why the provider sent them back', async () => {
    const ways = await desks.us.stranger().call('sign-in.ways')
    expect(ways).toEqual({ node: 'Ministry us', party: 'us', oidc: false, isDemo: true })
    const back = await fetch(`${desks.us.origin}/api/v1/sign-in/oidc/callback?code=x&state=y`, {
      redirect: 'manual',
    })
    expect([back.status, back.headers.get('location')]).toEqual([303, '/?refused=challenge-stale'])
    expect(back.headers.getSetCookie()).toEqual([])
  })

  it('set their own zone and languages, change a password by the one so far, and renew their recovery codes', async () => {
    const { client } = await desks.us.seated('desk')
    const change = { zone: 'Asia/Ho_Chi_Minh', languages: ['vi', 'en'] }
    expect(await client.call('me.change', { body: change })).toEqual(change)
    expect(await client.call('me.get')).toMatchObject(change)
    expect(await refusalOf(client.call('me.change', { body: { zone: 'Nowhere/At all' } }))).toBe(
      'input-invalid',
    )
    expect(await refusalOf(client.call('own.renew-recovery'))).toBe('password-unknown')
    const set = async (by: typeof client, current?: string): Promise<Response> => {
      const { ticket, base32 } = await by.call('own.begin-password')
      const code = new TOTP({ secret: base32 }).generate()
      const body = { ticket, password: PASSWORD, code, ...(current === undefined ? {} : { current }) }
      return by.send('own.set-password', { body })
    }
    const first = await set(client)
    const { recoveryCodes } = (await first.json()) as { recoveryCodes: string[] }
    const held = createClient(desks.us.origin, { cookie: cookieIn(first) })
    const renewed = (await held.call('own.renew-recovery')).recoveryCodes
    expect(renewed.filter((code) => recoveryCodes.includes(code))).toEqual([])
    expect((await held.call('own.credentials')).password?.recoveryCodesLeft).toBe(renewed.length)
    expect((await set(held)).status).toBe(401)
    expect((await set(held, 'another sentence of words')).status).toBe(401)
    expect((await set(held, PASSWORD)).status).toBe(200)
  })

  it('are let in by the sealed code once, with a reason', async () => {
    const code = await desks.us.signIn.breakGlass.seal()
    const body = { code, reason: 'Nobody who holds a seat can be reached tonight.' }
    const answer = await desks.us.stranger().send('sign-in.break-glass', { body })
    expect(await answer.json()).toMatchObject({ strength: 'break-glass' })
    const glass = createClient(desks.us.origin, { cookie: cookieIn(answer) })
    expect((await glass.call('me.get')).permissions).toContain('act')
    expect(await refusalOf(desks.us.stranger().call('sign-in.break-glass', { body }))).toBe(
      'break-glass-refused',
    )
  })

  it('cannot be signed in by another site', async () => {
    const { token } = await desks.us.signIn.invitations.make('operator', operator.user)
    const answer = await desks.us.stranger().send('sign-in.invitation', {
      body: { token },
      headers: { origin: 'https://evil.example' },
    })
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []])
  })
})
