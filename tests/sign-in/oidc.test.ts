import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock, systemRng } from '../../src/exchange/index.ts'
import { OPERATOR, openSignIn, parseSignInConfig, SIGN_IN_TABLES } from '../../src/sign-in/index.ts'
import type { OpenedSession, SignIn } from '../../src/sign-in/index.ts'
import { openParts } from '../../src/store/index.ts'
import { CLIENT, startProvider } from './provider.ts'
import type { RunningProvider } from './provider.ts'

const REDIRECT = 'http://localhost:8080/sign-in/oidc'
const VISIT = { address: '192.0.2.1' }

let provider: RunningProvider
beforeAll(async () => {
  provider = await startProvider(REDIRECT)
})
afterAll(() => provider.close())

function node(over: object = {}): SignIn {
  const oidc = { issuer: provider.issuer, ...CLIENT, redirectUrl: REDIRECT, ...over }
  const config = parseSignInConfig({
    name: 'Entente',
    rpId: 'localhost',
    origins: ['http://localhost:8080'],
    oidc,
  })
  const file = openParts(':memory:', [SIGN_IN_TABLES])
  return openSignIn(file, { clock: systemClock, rng: systemRng, config, secret: randomBytes(32) })
}

async function linked(signIn: SignIn, subject: string) {
  const user = await signIn.users.make(OPERATOR, { name: subject, display: subject })
  await signIn.credentials.linkSubject(OPERATOR, user.id, subject)
  return user
}

async function through(signIn: SignIn, login: string): Promise<OpenedSession> {
  const { url, binding } = await signIn.oidc.start()
  return signIn.oidc.finish({ query: await provider.signIn(url, login), binding }, VISIT)
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'not refused',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )

describe('sign-in with an OpenID Connect provider', () => {
  it('lets in whoever is linked, by code flow with PKCE, state and nonce', async () => {
    const signIn = node()
    const user = await linked(signIn, 'an')
    const { url } = await signIn.oidc.start()
    const asked = new URL(url).searchParams
    expect(asked.get('code_challenge_method')).toBe('S256')
    for (const name of ['code_challenge', 'state', 'nonce']) expect(asked.get(name)).toMatch(/^[\w-]{43}$/)
    const opened = await through(signIn, 'an')
    expect(await signIn.authenticate(opened)).toMatchObject({
      user: user.id,
      strength: 'oidc',
      how: 'session',
    })
  })

  it('refuses whoever is not linked, and makes no user of them', async () => {
    const signIn = node()
    await linked(signIn, 'an')
    expect(await codeOf(through(signIn, 'binh'))).toBe('oidc-nobody')
    expect(await signIn.users.list()).toHaveLength(1)
  })

  it('makes a user without a seat of a newcomer only where the operator says so', async () => {
    const signIn = node({ newUsers: true })
    await linked(signIn, 'an')
    await signIn.users.make(OPERATOR, { name: 'binh', display: 'Another of that name' })
    const opened = await through(signIn, 'binh')
    expect(await signIn.authenticate(opened)).toMatchObject({ strength: 'oidc', grants: [] })
    const [made] = (await signIn.users.list()).filter(({ id }) => id === opened.session.user)
    expect(made?.name, 'a name that is taken is not shared').toMatch(/^oidc-[0-9a-f]{16}$/)
    expect((await through(signIn, 'binh')).session.user, 'the second time they are known').toBe(made?.id)
  })

  it('refuses whoever was shut out', async () => {
    const signIn = node()
    const user = await linked(signIn, 'an')
    await signIn.users.disable(OPERATOR, user.id)
    expect(await codeOf(through(signIn, 'an'))).toBe('oidc-nobody')
  })

  it('takes an answer in the browser that began, once, and to the question that was asked', async () => {
    const signIn = node()
    await linked(signIn, 'an')
    const [mine, theirs] = [await signIn.oidc.start(), await signIn.oidc.start()]
    const query = await provider.signIn(theirs.url, 'an')
    expect(await codeOf(signIn.oidc.finish({ query, binding: mine.binding }, VISIT))).toBe('oidc-refused')
    expect(await codeOf(signIn.oidc.finish({ query, binding: mine.binding }, VISIT))).toBe('challenge-stale')
    for (const binding of ['', 'x', theirs.binding.replace(/^.../, 'AAA')])
      expect(await codeOf(signIn.oidc.finish({ query, binding }, VISIT))).toBe('challenge-stale')
    await signIn.oidc.finish({ query, binding: theirs.binding }, VISIT)
    expect(await codeOf(signIn.oidc.finish({ query, binding: theirs.binding }, VISIT))).toBe(
      'challenge-stale',
    )
  })

  it('refuses an altered state, a foreign code, another issuer and the provider’s own refusal', async () => {
    const signIn = node()
    await linked(signIn, 'an')
    const wrongs: readonly ((query: URLSearchParams) => void)[] = [
      (query) => query.set('state', 'A'.repeat(43)),
      (query) => query.delete('state'),
      (query) => query.set('code', 'A'.repeat(43)),
      (query) => query.set('iss', 'http://127.0.0.1:1'),
      (query) => {
        query.delete('code')
        query.set('error', 'access_denied')
      },
    ]
    for (const spoil of wrongs) {
      const { url, binding } = await signIn.oidc.start()
      const query = new URLSearchParams(await provider.signIn(url, 'an'))
      spoil(query)
      expect(await codeOf(signIn.oidc.finish({ query: `?${query.toString()}`, binding }, VISIT))).toBe(
        'oidc-refused',
      )
    }
  })

  it('refuses a way of authentication that the operator does not accept', async () => {
    const signIn = node({ acr: 'urn:example:two-factors' })
    await linked(signIn, 'an')
    const { url, binding } = await signIn.oidc.start()
    expect(new URL(url).searchParams.get('acr_values')).toBe('urn:example:two-factors')
    const query = await provider.signIn(url, 'an')
    expect(await codeOf(signIn.oidc.finish({ query, binding }, VISIT))).toBe('oidc-refused')
  })

  it('links the user whose session began it, and nobody who is linked to another already', async () => {
    const signIn = node()
    const user = await signIn.users.make(OPERATOR, { name: 'an', display: 'An' })
    const link = async (id: string): Promise<OpenedSession> => {
      const { token } = await signIn.invitations.make(OPERATOR, id)
      const invited = await signIn.invitations.redeem(token, VISIT)
      const principal = await signIn.authenticate(invited)
      if (principal === undefined) throw new Error('the invitation opened no session')
      const { url, binding } = await signIn.oidc.start(principal)
      return signIn.oidc.finish(
        { query: await provider.signIn(url, 'an'), binding },
        { ...VISIT, replaces: invited.token },
      )
    }
    expect((await link(user.id)).session).toMatchObject({ user: user.id, strength: 'oidc' })
    expect((await through(signIn, 'an')).session.user).toBe(user.id)
    const other = await signIn.users.make(OPERATOR, { name: 'binh', display: 'Bình' })
    expect(await codeOf(link(other.id))).toBe('oidc-refused')
  })

  it('links nobody whose session has ended meanwhile', async () => {
    const signIn = node()
    const user = await signIn.users.make(OPERATOR, { name: 'an', display: 'An' })
    const { token } = await signIn.invitations.make(OPERATOR, user.id)
    const principal = await signIn.authenticate(await signIn.invitations.redeem(token, VISIT))
    const { url, binding } = await signIn.oidc.start(principal)
    const query = await provider.signIn(url, 'an')
    await signIn.sessions.endAll(OPERATOR, user.id)
    expect(await codeOf(signIn.oidc.finish({ query, binding }, VISIT))).toBe('challenge-stale')
  })

  it('says that a provider does not answer, and asks it again the next time', async () => {
    const gone = await startProvider(REDIRECT)
    await gone.close()
    const signIn = node({ issuer: gone.issuer })
    expect(await codeOf(signIn.oidc.start())).toBe('oidc-unreachable')
    const wrongSecret = node({ clientSecret: 'another' })
    await linked(wrongSecret, 'an')
    expect(await codeOf(through(wrongSecret, 'an'))).toBe('oidc-refused')
  })

  it('is off where no provider is configured', async () => {
    const config = parseSignInConfig({ name: 'N', rpId: 'localhost', origins: ['http://localhost:8080'] })
    const file = openParts(':memory:', [SIGN_IN_TABLES])
    const needs = { clock: systemClock, rng: systemRng, config, secret: randomBytes(32) }
    expect(await codeOf(openSignIn(file, needs).oidc.start())).toBe('oidc-off')
  })
})
