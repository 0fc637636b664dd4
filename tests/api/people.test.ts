import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, ProblemError } from '../../src/api/index.ts'
import { type Desks, openDesks, type Seated } from './desks.ts'

let desks: Desks
let operator: Seated

beforeAll(async () => {
  desks = await openDesks()
  operator = await desks.us.seated('operator')
})
afterAll(() => desks?.close())

const PASSWORD = 'a long enough sentence of words'

async function codeOf(work: Promise<unknown>): Promise<string> {
  const cause: unknown = await work.catch((thrown: unknown) => thrown)
  return cause instanceof ProblemError ? cause.problem.code : 'no refusal'
}

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
    expect(await codeOf(lan.call('channels.get', { params: { channel: desks.channel } }))).toBe('not-allowed')
    await client.call('users.disable', { params: { id: user.id } })
    expect(await codeOf(lan.call('me.get'))).toBe('not-signed-in')
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
    expect(await codeOf(enrolling.call('me.get'))).toBe('not-signed-in')
    const name = 'minh'
    const wrong = desks.us
      .stranger()
      .call('sign-in.password', { body: { name, password: 'x', code: '000000' } })
    expect(await codeOf(wrong)).toBe('sign-in-refused')
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
    expect(await codeOf(minh.call('me.get'))).toBe('not-signed-in')
  })

  it('make keys for tools, which do no more than they say and nothing to the person', async () => {
    const desk = await desks.us.seated('desk')
    const ends = new Date(Date.now() + 3_600_000).toISOString()
    const made = await desk.client.call('own.make-key', { body: { label: 'feed', scopes: ['read'], ends } })
    const tool = createClient(desks.us.origin, { token: made.token })
    expect(await tool.call('me.get')).toMatchObject({ how: 'api-key', permissions: ['read'] })
    expect(await codeOf(tool.call('uploads.list'))).toBe('not-allowed')
    expect(await codeOf(tool.call('own.keys'))).toBe('not-allowed')
    const over = desk.client.call('own.make-key', { body: { label: 'x', scopes: ['expunge'], ends } })
    expect(await codeOf(over)).toBe('scope-not-held')
    const bad = desk.client.call('own.make-key', { body: { label: 'x', scopes: ['read'], ends: 'soon' } })
    expect(await codeOf(bad)).toBe('request-invalid')
    await desk.client.call('own.revoke-key', { params: { id: made.key.id } })
    expect(await codeOf(tool.call('me.get'))).toBe('not-signed-in')
  })

  it('are offered passkeys with the domain of this door', async () => {
    const options = await desks.us.stranger().call('sign-in.passkey-options')
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
    const refused = desks.us.stranger().call('sign-in.passkey', { body: { response: { id: 'x' } } })
    expect(await codeOf(refused)).toBe('input-invalid')
    expect(await codeOf(desks.us.stranger().call('sign-in.oidc'))).toBe('oidc-off')
    const desk = await desks.us.seated('desk')
    expect(await desk.client.call('own.passkey-options')).toMatchObject({ rp: { id: 'localhost' } })
  })

  it('are let in by the sealed code once, with a reason', async () => {
    const code = await desks.us.signIn.breakGlass.seal()
    const body = { code, reason: 'Nobody who holds a seat can be reached tonight.' }
    const answer = await desks.us.stranger().send('sign-in.break-glass', { body })
    expect(await answer.json()).toMatchObject({ strength: 'break-glass' })
    const glass = createClient(desks.us.origin, { cookie: cookieIn(answer) })
    expect((await glass.call('me.get')).permissions).toContain('act')
    expect(await codeOf(desks.us.stranger().call('sign-in.break-glass', { body }))).toBe(
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
