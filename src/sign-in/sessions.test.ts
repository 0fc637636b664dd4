import { describe, expect, it } from 'vitest'
import { allows } from './permissions.ts'
import { parseSignInConfig } from './index.ts'
import { CONFIG, openTrial, refusalOf, SoftPasskey, VISIT } from './sign-in.testkit.ts'
import type { Trial } from './sign-in.testkit.ts'
import { INVITATION_SESSION_MS, SESSION_IDLE_MS, SESSION_LIFE_MS, SESSIONS_PER_USER_MAX } from './sessions.ts'

const MINUTE_MS = 60_000
/** A request's share of a processor for signing in: far below what any route costs. */
const AUTHENTICATE_P99_MS = 1

async function enrolled(trial: Trial, name = 'an') {
  const person = await trial.person(name)
  const passkey = new SoftPasskey()
  const response = passkey.create(await trial.signIn.passkeys.registration(person.principal))
  const visit = { ...VISIT, replaces: person.opened.token }
  const opened = await trial.signIn.passkeys.register(person.principal, { response, label: 'key' }, visit)
  const again = async (replaces?: string) =>
    trial.signIn.passkeys.signIn(passkey.get(await trial.signIn.passkeys.signInOptions()), {
      ...VISIT,
      replaces,
    })
  return { ...person, opened, again }
}

describe('sessions', () => {
  it('end an hour after the last request, and twelve hours after sign-in however busy', async () => {
    const trial = openTrial()
    const { opened, again } = await enrolled(trial)
    trial.clock.step(SESSION_IDLE_MS - 1)
    expect(await trial.signIn.authenticate(opened)).toBeDefined()
    trial.clock.step(SESSION_IDLE_MS - 1)
    expect(await trial.signIn.authenticate(opened)).toBeDefined()
    trial.clock.step(SESSION_IDLE_MS)
    expect(await trial.signIn.authenticate(opened)).toBeUndefined()
    const second = await again()
    for (let passedMs = 0; passedMs < SESSION_LIFE_MS - 30 * MINUTE_MS; passedMs += 30 * MINUTE_MS) {
      trial.clock.step(30 * MINUTE_MS)
      expect(await trial.signIn.authenticate(second)).toBeDefined()
    }
    trial.clock.step(30 * MINUTE_MS)
    expect(await trial.signIn.authenticate(second)).toBeUndefined()
  })

  it('are not in the file by their tokens', async () => {
    const trial = openTrial()
    const { opened } = await enrolled(trial)
    const row = trial.file.prepare('select * from sign_in_session where id = ?').get(opened.session.id) ?? {}
    expect(Object.values(row).some((value) => String(value).includes(opened.token))).toBe(false)
    expect(Buffer.from(opened.token, 'base64url')).toHaveLength(32)
  })

  it('write down that they were used at most once a minute', async () => {
    const trial = openTrial()
    const { opened } = await enrolled(trial)
    const used = trial.file.prepare('select used_ms from sign_in_session where id = ?')
    const before = used.get(opened.session.id)
    trial.clock.step(MINUTE_MS - 1)
    await trial.signIn.authenticate(opened)
    expect(used.get(opened.session.id)).toEqual(before)
    trial.clock.step(1)
    await trial.signIn.authenticate(opened)
    expect(used.get(opened.session.id)).toEqual({ used_ms: trial.clock.now() })
  })

  it('take the place of the one that the browser had', async () => {
    const trial = openTrial()
    const { opened, again } = await enrolled(trial)
    const next = await again(opened.token)
    expect(await trial.signIn.authenticate(opened)).toBeUndefined()
    expect(await trial.signIn.authenticate(next)).toBeDefined()
  })

  it('are listed and ended by their owner, one or all, and by nobody under another’s name', async () => {
    const trial = openTrial()
    const { opened, again, user } = await enrolled(trial)
    const [second, third] = [await again(), await again()]
    const { sessions } = trial.signIn
    expect((await sessions.list(user.id)).map(({ agent }) => agent)).toEqual(Array(3).fill('a browser'))
    expect(await refusalOf(sessions.end('u_x', 'u_x', opened.session.id))).toBe('session-unknown')
    await sessions.end(user.id, user.id, second.session.id)
    expect(await trial.signIn.authenticate(second)).toBeUndefined()
    await sessions.endAll(user.id, user.id, third.session.id)
    expect(await trial.signIn.authenticate(opened)).toBeUndefined()
    expect(await trial.signIn.authenticate(third)).toBeDefined()
    expect(trial.events.at(-1)).toMatchObject({ what: 'sessions-ended', user: user.id })
  })

  it('end all at once for everybody but the one who asks', async () => {
    const trial = openTrial()
    const [an, binh] = [await enrolled(trial), await enrolled(trial, 'binh')]
    await trial.signIn.sessions.endEverybody(an.user.id, an.opened.session.id)
    expect(await trial.signIn.authenticate(an.opened)).toBeDefined()
    expect(await trial.signIn.authenticate(binh.opened)).toBeUndefined()
  })

  it('of one user are bounded: the oldest goes', async () => {
    const trial = openTrial()
    const { opened, again, user } = await enrolled(trial)
    for (let count = 0; count < SESSIONS_PER_USER_MAX; count++) {
      trial.clock.step(1)
      await again()
    }
    expect(await trial.signIn.sessions.list(user.id)).toHaveLength(SESSIONS_PER_USER_MAX)
    expect(await trial.signIn.authenticate(opened)).toBeUndefined()
  })

  it('end for the very next request when their user is shut out or erased', async () => {
    const trial = openTrial()
    const { opened, again, user } = await enrolled(trial)
    expect(await trial.signIn.authenticate(opened)).toBeDefined()
    await trial.signIn.users.disable('operator', user.id)
    expect(await trial.signIn.authenticate(opened)).toBeUndefined()
    await trial.signIn.users.enable('operator', user.id)
    expect(await trial.signIn.authenticate(opened), 'they do not come back').toBeUndefined()
    const next = await again()
    await trial.signIn.users.remove('operator', user.id)
    expect(await trial.signIn.authenticate(next)).toBeUndefined()
  })

  it('have a word of their own against forged requests', async () => {
    const trial = openTrial()
    const { opened, again } = await enrolled(trial)
    const other = await again()
    expect(trial.signIn.isCsrf(opened.token, opened.csrf)).toBe(true)
    for (const wrong of [other.csrf, '', opened.token])
      expect(trial.signIn.isCsrf(opened.token, wrong)).toBe(false)
  })

  it.each([
    ['nothing', {}],
    ['an invented token', { token: 'A'.repeat(43) }],
    ['a token of another form', { token: "' or 1=1 --" }],
    ['an empty token', { token: '' }],
    ['a token as a key', { bearer: 'A'.repeat(43) }],
  ])('are not opened by %s', async (_, shown) => {
    const trial = openTrial()
    await enrolled(trial)
    expect(await trial.signIn.authenticate(shown)).toBeUndefined()
  })

  it(`are known within ${AUTHENTICATE_P99_MS} ms of work for 99 of 100 requests`, async () => {
    const trial = openTrial()
    const { opened } = await enrolled(trial)
    const tookMs: number[] = []
    for (let count = 0; count < 5_000; count++) {
      const began = process.cpuUsage()
      await trial.signIn.authenticate(opened)
      const { system, user } = process.cpuUsage(began)
      tookMs.push((system + user) / 1_000)
    }
    const p99 = tookMs.sort((a, b) => a - b)[Math.floor(tookMs.length * 0.99)] ?? Infinity
    expect(p99, `p50 ${tookMs[2_500]} ms, p99 ${p99} ms`).toBeLessThan(AUTHENTICATE_P99_MS)
  })
})

describe('invitations', () => {
  it('let in once, to enrol a credential and for nothing else', async () => {
    const trial = openTrial()
    const { user } = await trial.person('an', 'coordinator')
    const { token } = await trial.signIn.invitations.make('operator', user.id)
    const opened = await trial.signIn.invitations.redeem(token, VISIT)
    const principal = await trial.signIn.authenticate(opened)
    expect(principal).toMatchObject({ strength: 'invitation', grants: [] })
    expect(principal !== undefined && allows(principal, 'read')).toBe(false)
    expect(await refusalOf(trial.signIn.invitations.redeem(token, VISIT))).toBe('invitation-refused')
    trial.clock.step(INVITATION_SESSION_MS)
    expect(await trial.signIn.authenticate(opened)).toBeUndefined()
  })

  it('let one of two in that come at once', async () => {
    const trial = openTrial()
    const { user } = await trial.person('an')
    const { token } = await trial.signIn.invitations.make('operator', user.id)
    const redeem = () => refusalOf(trial.signIn.invitations.redeem(token, VISIT))
    expect((await Promise.all([redeem(), redeem()])).sort()).toEqual(['invitation-refused', 'not refused'])
  })

  it('end after three days, when withdrawn, and with their user', async () => {
    const trial = openTrial()
    const { user } = await trial.person('an')
    const { invitations } = trial.signIn
    const late = await invitations.make('operator', user.id)
    trial.clock.step(72 * 60 * MINUTE_MS)
    const withdrawn = await invitations.make('operator', user.id)
    expect(await invitations.list()).toEqual([withdrawn.invitation])
    await invitations.withdraw('operator', withdrawn.invitation.id)
    expect(await refusalOf(invitations.withdraw('operator', withdrawn.invitation.id))).toBe(
      'invitation-unknown',
    )
    const shut = await invitations.make('operator', user.id)
    await trial.signIn.users.disable('operator', user.id)
    for (const { token } of [late, withdrawn, shut])
      expect(await refusalOf(invitations.redeem(token, VISIT))).toBe('invitation-refused')
    expect(await refusalOf(invitations.make('operator', 'u_none'))).toBe('user-unknown')
    expect(await refusalOf(invitations.make('operator', user.id, 73 * 60 * MINUTE_MS))).toBe('input-invalid')
  })

  it('of a node that plays open a whole session, as often as one tries', async () => {
    const origins = ['http://localhost:8080']
    const trial = openTrial(parseSignInConfig({ name: 'Demo', rpId: 'localhost', origins, demo: true }))
    const { user } = await trial.person('an', 'desk')
    const { token } = await trial.signIn.invitations.make('operator', user.id)
    for (let count = 0; count < 3; count++) {
      const opened = await trial.signIn.invitations.redeem(token, VISIT)
      expect(await trial.signIn.authenticate(opened)).toMatchObject({
        strength: 'demo',
        grants: [{ kind: 'desk' }],
      })
    }
  })
})

describe('the configuration', () => {
  const oidc = {
    issuer: 'https://id.example',
    clientId: 'entente',
    redirectUrl: 'https://desk.example/sign-in/back',
  }
  it.each([
    [{ demo: true }, 'signIn.demo'],
    [{ origins: ['http://desk.example'] }, 'signIn.origins[0]'],
    [{ origins: ['https://desk.example/'] }, 'signIn.origins[0]'],
    [{ origins: ['https://desk.example.evil.test'] }, 'signIn.origins'],
    [{ origins: ['https://notdesk.example'] }, 'signIn.origins'],
    [{ rpId: 'Desk.Example' }, 'signIn.rpId'],
    [{ oidc: { ...oidc, issuer: 'http://id.example' } }, 'signIn.oidc.issuer'],
    [{ oidc: { ...oidc, redirectUrl: 'https://elsewhere.example/' } }, 'signIn.oidc.redirectUrl'],
    [{ passwords: false }, 'signIn.passwords'],
  ])('refuses %j by the name of the field', (over, field) => {
    const parse = () => parseSignInConfig({ name: 'N', rpId: CONFIG.rpId, origins: CONFIG.origins, ...over })
    expect(parse).toThrow(expect.objectContaining({ code: 'sign-in-config-invalid', field }))
  })
})
