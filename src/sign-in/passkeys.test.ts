import { createHash, createPublicKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openTrial, principalOf, refusalOf, SoftPasskey, VISIT } from './sign-in.testkit.ts'
import type { Trial } from './sign-in.testkit.ts'

async function enrolled(trial: Trial, name = 'an') {
  const person = await trial.person(name)
  const passkey = new SoftPasskey()
  const options = await trial.signIn.passkeys.registration(person.principal)
  const opened = await trial.signIn.passkeys.register(
    person.principal,
    { response: passkey.create(options), label: 'blue key' },
    { ...VISIT, replaces: person.opened.token },
  )
  return { ...person, passkey, opened, principal: await principalOf(trial.signIn, opened.token) }
}

describe('passkeys', () => {
  it('turn an invitation into a session with the rights of the seat, and end the session before', async () => {
    const trial = openTrial()
    const person = await trial.person('an')
    expect(person.principal).toMatchObject({ strength: 'invitation', grants: [] })
    const { principal } = await enrolled(trial, 'binh')
    expect(principal).toMatchObject({ strength: 'passkey', grants: [{ kind: 'desk', channels: '*' }] })
    expect(await trial.signIn.sessions.list(principal.user)).toHaveLength(1)
    expect(trial.events.map(({ what }) => what)).toContain('passkey-added')
  })

  it('sign somebody in without a name being typed', async () => {
    const trial = openTrial()
    const { passkey, user } = await enrolled(trial)
    const options = await trial.signIn.passkeys.signInOptions()
    expect(options).toMatchObject({
      rpId: 'desk.example',
      userVerification: 'required',
      allowCredentials: [],
    })
    const opened = await trial.signIn.passkeys.signIn(passkey.get(options), VISIT)
    expect(await principalOf(trial.signIn, opened.token)).toMatchObject({
      user: user.id,
      strength: 'passkey',
    })
  })

  it.each([
    ['another origin', { origin: 'https://desk.example.evil.test' }],
    ['an origin without TLS', { origin: 'http://desk.example' }],
    ['another domain', { rpId: 'evil.test' }],
    ['no verified user', { flags: 0x01 }],
    ['no present user', { flags: 0x04 }],
    ['another ceremony', { type: 'webauthn.create' }],
    ['another key', { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }],
    ['the handle of another user', { userHandle: Buffer.from('u_other').toString('base64url') }],
  ])('refuse a sign-in with %s', async (_, wrong) => {
    const trial = openTrial()
    const { passkey } = await enrolled(trial)
    const options = await trial.signIn.passkeys.signInOptions()
    expect(await refusalOf(trial.signIn.passkeys.signIn(passkey.get(options, wrong), VISIT))).toBe(
      'passkey-refused',
    )
    expect(trial.events.at(-1)).toMatchObject({ what: 'sign-in-refused', by: 'nobody' })
  })

  it.each([
    ['another origin', { origin: 'https://evil.test' }],
    ['another domain', { rpId: 'evil.test' }],
    ['no verified user', { flags: 0x01 }],
    ['another ceremony', { type: 'webauthn.get' }],
  ])('refuse a registration with %s', async (_, wrong) => {
    const trial = openTrial()
    const { principal } = await trial.person('an')
    const options = await trial.signIn.passkeys.registration(principal)
    const response = new SoftPasskey().create(options, wrong)
    const work = trial.signIn.passkeys.register(principal, { response, label: 'key' }, VISIT)
    expect(await refusalOf(work)).toBe('passkey-refused')
    expect(await trial.signIn.passkeys.list(principal.user)).toEqual([])
  })

  it('take each answer once', async () => {
    const trial = openTrial()
    const { passkey } = await enrolled(trial)
    const options = await trial.signIn.passkeys.signInOptions()
    const answer = passkey.get(options)
    await trial.signIn.passkeys.signIn(answer, VISIT)
    expect(await refusalOf(trial.signIn.passkeys.signIn(answer, VISIT))).toBe('challenge-stale')
    const again = passkey.get(options)
    expect(await refusalOf(trial.signIn.passkeys.signIn(again, VISIT))).toBe('challenge-stale')
  })

  it('take a challenge for five minutes, for its own purpose and its own user, and none that is not theirs', async () => {
    const trial = openTrial()
    const { passkey, principal } = await enrolled(trial)
    const options = await trial.signIn.passkeys.signInOptions()
    const late = passkey.get(options)
    trial.clock.step(5 * 60_000)
    expect(await refusalOf(trial.signIn.passkeys.signIn(late, VISIT))).toBe('challenge-stale')
    const registration = await trial.signIn.passkeys.registration(principal)
    expect(await refusalOf(trial.signIn.passkeys.signIn(passkey.get(registration), VISIT))).toBe(
      'challenge-stale',
    )
    const invented = { challenge: randomBytes(56).toString('base64url') }
    expect(await refusalOf(trial.signIn.passkeys.signIn(passkey.get(invented), VISIT))).toBe(
      'challenge-stale',
    )
    const other = await trial.person('binh')
    const theirs = new SoftPasskey().create(await trial.signIn.passkeys.registration(other.principal))
    const work = trial.signIn.passkeys.register(principal, { response: theirs, label: 'key' }, VISIT)
    expect(await refusalOf(work)).toBe('challenge-stale')
  })

  it('refuse one whose counter does not grow, and say so in an event', async () => {
    const trial = openTrial()
    const { passkey } = await enrolled(trial)
    const { passkeys } = trial.signIn
    await passkeys.signIn(passkey.get(await passkeys.signInOptions(), { counter: 7 }), VISIT)
    for (const counter of [7, 6, 0]) {
      const answer = passkey.get(await passkeys.signInOptions(), { counter })
      expect(await refusalOf(passkeys.signIn(answer, VISIT))).toBe('passkey-copied')
      expect(trial.events.at(-1)?.what).toBe('passkey-copied')
    }
    await passkeys.signIn(passkey.get(await passkeys.signInOptions(), { counter: 8 }), VISIT)
  })

  it('let one of two sign-ins through that come at once with one counter', async () => {
    const trial = openTrial()
    const { passkey } = await enrolled(trial)
    const { passkeys } = trial.signIn
    const [one, other] = [await passkeys.signInOptions(), await passkeys.signInOptions()]
    const answers = [passkey.get(one, { counter: 5 }), passkey.get(other, { counter: 5 })]
    const results = await Promise.all(answers.map((answer) => refusalOf(passkeys.signIn(answer, VISIT))))
    expect(results.sort()).toEqual(['not refused', 'passkey-copied'])
  })

  it('are not registered twice, and are removed while another credential is left', async () => {
    const trial = openTrial()
    const { passkey, principal } = await enrolled(trial)
    const { passkeys, credentials } = trial.signIn
    const options = await passkeys.registration(principal)
    expect(options.excludeCredentials).toMatchObject([{ id: passkey.id }])
    const again = { response: passkey.create(options), label: 'same' }
    expect(await refusalOf(passkeys.register(principal, again, VISIT))).toBe('passkey-known')
    expect(await refusalOf(credentials.remove(principal, { kind: 'passkey', id: passkey.id }))).toBe(
      'last-credential',
    )
    const second = new SoftPasskey()
    const response = second.create(await passkeys.registration(principal))
    await passkeys.register(principal, { response, label: 'second' }, VISIT)
    await credentials.remove(principal, { kind: 'passkey', id: passkey.id })
    expect((await passkeys.list(principal.user)).map(({ label }) => label)).toEqual(['second'])
    const answer = passkey.get(await passkeys.signInOptions())
    expect(await refusalOf(passkeys.signIn(answer, VISIT))).toBe('passkey-refused')
  })

  it('open no session when they are taken away while they are being checked', async () => {
    const trial = openTrial()
    const { passkey, user } = await enrolled(trial)
    const answer = passkey.get(await trial.signIn.passkeys.signInOptions())
    const work = refusalOf(trial.signIn.passkeys.signIn(answer, VISIT))
    await trial.signIn.credentials.reset('operator', user.id)
    expect(await work).toBe('passkey-refused')
    expect(await trial.signIn.sessions.list(user.id)).toEqual([])
  })

  it('of somebody who was shut out sign nobody in', async () => {
    const trial = openTrial()
    const { passkey, user } = await enrolled(trial)
    await trial.signIn.users.disable('operator', user.id)
    const answer = passkey.get(await trial.signIn.passkeys.signInOptions())
    expect(await refusalOf(trial.signIn.passkeys.signIn(answer, VISIT))).toBe('passkey-refused')
  })

  it.each([
    ['no object', 7],
    ['no response', { id: 'aa', rawId: 'aa', type: 'public-key' }],
    ['two ids', { id: 'aa', rawId: 'bb', type: 'public-key', response: {} }],
    ['a huge field', { id: 'a'.repeat(2_000), rawId: 'a'.repeat(2_000), type: 'public-key', response: {} }],
  ])('refuse an answer with %s, naming the field', async (_, answer) => {
    const { signIn } = openTrial()
    expect(await refusalOf(signIn.passkeys.signIn(answer, VISIT))).toBe('input-invalid')
  })
})

describe('officers’ signatures by passkey', () => {
  it('verify with the key that is appointed, and name a credential that tells nothing of the passkey', async () => {
    const trial = openTrial()
    const { passkey, principal } = await enrolled(trial)
    const [held] = await trial.signIn.passkeys.list(principal.user)
    const challenge = randomBytes(32)
    const options = await trial.signIn.passkeys.signingOptions(principal, challenge, held?.officer.credential)
    expect(options.allowCredentials).toMatchObject([{ id: passkey.id }])
    const { officer, assertion } = await trial.signIn.passkeys.signed(
      principal,
      challenge,
      passkey.get(options),
    )
    expect(officer).toEqual(held?.officer)
    expect(officer).toMatchObject({ algorithm: -7, rpId: 'desk.example' })
    expect(officer.credential).toMatch(/^[0-9a-f]{32}$/)
    const key = createPublicKey({ key: Buffer.from(officer.key, 'base64'), format: 'der', type: 'spki' })
    const clientData = Buffer.from(assertion.clientDataJSON, 'base64url')
    const signed = [
      Buffer.from(assertion.authenticatorData, 'base64url'),
      createHash('sha256').update(clientData).digest(),
    ]
    expect(JSON.parse(clientData.toString())).toMatchObject({ challenge: challenge.toString('base64url') })
    expect(verify('sha256', Buffer.concat(signed), key, Buffer.from(assertion.signature, 'base64url'))).toBe(
      true,
    )
    expect(JSON.stringify({ officer, assertion })).not.toContain(passkey.id)
    expect(await trial.signIn.passkeys.holderOf(officer.credential)).toBe(principal.user)
    expect(await trial.signIn.passkeys.holderOf('00'.repeat(16))).toBeUndefined()
  })

  it('are refused over another leaf, by another person’s passkey, and by an API key', async () => {
    const trial = openTrial()
    const { passkey, principal } = await enrolled(trial)
    const other = await enrolled(trial, 'binh')
    const { passkeys } = trial.signIn
    const challenge = randomBytes(32)
    const options = await passkeys.signingOptions(principal, challenge)
    const answer = passkey.get(options)
    expect(await refusalOf(passkeys.signed(principal, randomBytes(32), answer))).toBe('passkey-refused')
    expect(await refusalOf(passkeys.signed(other.principal, challenge, answer))).toBe('passkey-unknown')
    const byKey = { ...principal, how: 'api-key' } as const
    expect(await refusalOf(passkeys.signed(byKey, challenge, answer))).toBe('passkey-unknown')
    expect(await refusalOf(passkeys.signingOptions(principal, challenge, '00'.repeat(16)))).toBe(
      'passkey-unknown',
    )
    const unverified = passkey.get(options, { flags: 0x01 })
    expect(await refusalOf(passkeys.signed(principal, challenge, unverified))).toBe('passkey-refused')
  })
})
