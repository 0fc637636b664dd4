import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemClock, systemRng } from '../../src/exchange/index.ts'
import { OPERATOR, openSignIn, parseSignInConfig, SIGN_IN_TABLES } from '../../src/sign-in/index.ts'
import type { OpenedSession, Principal, SignIn } from '../../src/sign-in/index.ts'
import { openParts } from '../../src/store/index.ts'
import { launchBrowser } from '../browser/launch.ts'

const VISIT = { address: '127.0.0.1', agent: 'Chromium' }
/** The browser half of the ceremonies, as its makers bundle it. */
const BUNDLE = new URL('../dist/bundle/index.umd.min.js', import.meta.resolve('@simplewebauthn/browser'))
const PAGE = '<!doctype html><title>sign-in</title><script src="/browser.js"></script>'
const STARTING_MS = 60_000

let browser: Browser
let server: Server
let origin: string

beforeAll(async () => {
  const bundle = await readFile(BUNDLE)
  server = createServer((request, response) => {
    const isScript = request.url === '/browser.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? bundle : PAGE)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on an address has one.
  origin = `http://localhost:${(server.address() as AddressInfo).port}`
  browser = await launchBrowser()
}, STARTING_MS)

afterAll(async () => {
  await browser?.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

interface Desk {
  readonly signIn: SignIn
  readonly page: Page
  readonly cdp: CDPSession
  readonly authenticator: string
}

let desk: Desk

/** A node's sign-in, and a page of its origin in a browser that has a security key plugged in. */
beforeEach(async () => {
  const config = parseSignInConfig({ name: 'Entente', rpId: 'localhost', origins: [origin] })
  const file = openParts(':memory:', [SIGN_IN_TABLES])
  const signIn = openSignIn(file, { clock: systemClock, rng: systemRng, config, secret: randomBytes(32) })
  const context = await browser.newContext()
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'usb',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto(origin)
  desk = { signIn, page, cdp, authenticator: authenticatorId }
})

/** Calls one of the two ceremonies in the page. */
async function inPage(
  page: Page,
  ceremony: 'startRegistration' | 'startAuthentication',
  options: object,
): Promise<unknown> {
  return page.evaluate(
    async ([name, optionsJSON]): Promise<unknown> => {
      // What the bundle puts into the page.
      const library: Record<string, (options: object) => Promise<unknown>> = Reflect.get(
        globalThis,
        'SimpleWebAuthnBrowser',
      )
      try {
        return await library[name]?.({ optionsJSON })
      } catch (error) {
        return { refused: error instanceof Error ? error.name : String(error) }
      }
    },
    [ceremony, options] as const,
  )
}

async function principalOf(signIn: SignIn, opened: OpenedSession): Promise<Principal> {
  const principal = await signIn.authenticate(opened)
  if (principal === undefined) throw new Error('the session that was just opened is not known')
  return principal
}

async function invited(signIn: SignIn): Promise<Principal> {
  const user = await signIn.users.make(OPERATOR, { name: 'an', display: 'Trần An' })
  const seat = await signIn.seats.make(OPERATOR, { kind: 'desk', title: 'Desk' })
  await signIn.seats.grant(OPERATOR, { seat: seat.id, user: user.id, channels: '*' })
  const { token } = await signIn.invitations.make(OPERATOR, user.id)
  return principalOf(signIn, await signIn.invitations.redeem(token, VISIT))
}

async function registered({ signIn, page }: Desk) {
  const principal = await invited(signIn)
  const response = await inPage(page, 'startRegistration', await signIn.passkeys.registration(principal))
  const opened = await signIn.passkeys.register(principal, { response, label: 'virtual key' }, VISIT)
  return { principal: await principalOf(signIn, opened), passkey: opened.passkey }
}

describe('a passkey in a real browser', () => {
  it('is registered from an invitation, and signs its user in without a name being typed', async () => {
    const { signIn, page } = desk
    const { principal } = await registered(desk)
    expect(principal).toMatchObject({ strength: 'passkey', grants: [{ kind: 'desk' }] })
    const response = await inPage(page, 'startAuthentication', await signIn.passkeys.signInOptions())
    const opened = await signIn.passkeys.signIn(response, VISIT)
    expect(await principalOf(signIn, opened)).toMatchObject({ user: principal.user, strength: 'passkey' })
  })

  it('signs the hash of a leaf so that anybody can verify it with the appointed key', async () => {
    const { signIn, page } = desk
    const { principal, passkey } = await registered(desk)
    const leafHash = createHash('sha256').update('a leaf and what its signature means').digest()
    const options = await signIn.passkeys.signingOptions(principal, leafHash, passkey.officer.credential)
    const response = await inPage(page, 'startAuthentication', options)
    const { officer, assertion } = await signIn.passkeys.signed(principal, leafHash, response)
    const key = createPublicKey({ key: Buffer.from(officer.key, 'base64'), format: 'der', type: 'spki' })
    const clientData = Buffer.from(assertion.clientDataJSON, 'base64url')
    const authenticatorData = Buffer.from(assertion.authenticatorData, 'base64url')
    const signed = Buffer.concat([authenticatorData, createHash('sha256').update(clientData).digest()])
    const digest = officer.algorithm === -8 ? null : 'sha256'
    expect(verify(digest, signed, key, Buffer.from(assertion.signature, 'base64url'))).toBe(true)
    expect(JSON.parse(clientData.toString())).toMatchObject({
      type: 'webauthn.get',
      challenge: leafHash.toString('base64url'),
      origin,
    })
    expect((authenticatorData[32] ?? 0) & 0x05, 'present and verified').toBe(0x05)
  })

  it('signs nobody in whose authenticator did not verify them', async () => {
    const { signIn, page, cdp, authenticator } = desk
    const { passkey } = await registered(desk)
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId: authenticator, isUserVerified: false })
    const options = await signIn.passkeys.signInOptions()
    expect(await inPage(page, 'startAuthentication', options)).toEqual({ refused: 'NotAllowedError' })
    // A page that was tampered with asks for less than the node did.
    const lessened = {
      ...options,
      userVerification: 'discouraged',
      allowCredentials: [{ id: passkey.id, type: 'public-key' }],
    }
    const response = await inPage(page, 'startAuthentication', lessened)
    expect(response).not.toHaveProperty('refused')
    await expect(signIn.passkeys.signIn(response, VISIT)).rejects.toThrow('could not be verified')
  })

  it('is refused by the node when a page of another origin of that machine used it', async () => {
    const { signIn } = desk
    await registered(desk)
    const config = parseSignInConfig({ name: 'Entente', rpId: 'localhost', origins: ['http://localhost:1'] })
    const file = openParts(':memory:', [SIGN_IN_TABLES])
    const other = openSignIn(file, { clock: systemClock, rng: systemRng, config, secret: randomBytes(32) })
    const principal = await invited(other)
    const response = await inPage(
      desk.page,
      'startRegistration',
      await other.passkeys.registration(principal),
    )
    const work = other.passkeys.register(principal, { response, label: 'key' }, VISIT)
    await expect(work).rejects.toMatchObject({ code: 'passkey-refused' })
    expect(await signIn.users.list()).toHaveLength(1)
  })

  it('is not made twice on one authenticator', async () => {
    const { signIn, page } = desk
    const { principal } = await registered(desk)
    const options = await signIn.passkeys.registration(principal)
    expect(await inPage(page, 'startRegistration', options)).toEqual({ refused: 'InvalidStateError' })
  })
})
