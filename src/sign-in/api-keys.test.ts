import { describe, expect, it } from 'vitest'
import { allows } from './permissions.ts'
import type { Permission, Principal } from './permissions.ts'
import { openTrial, principalOf, refusalOf, SoftPasskey, VISIT } from './sign-in.testkit.ts'
import type { Trial } from './sign-in.testkit.ts'

const DAY_MS = 86_400_000

async function atWork(trial: Trial, name = 'an', kind: 'desk' | 'coordinator' | 'operator' = 'desk') {
  const person = await trial.person(name, kind)
  const response = new SoftPasskey().create(await trial.signIn.passkeys.registration(person.principal))
  const opened = await trial.signIn.passkeys.register(person.principal, { response, label: 'key' }, VISIT)
  return { ...person, principal: await principalOf(trial.signIn, opened.token) }
}

const make = (trial: Trial, principal: Principal, scopes: readonly Permission[] = ['read']) =>
  trial.signIn.apiKeys.make(principal, { label: 'MISP', scopes, endsMs: trial.clock.now() + DAY_MS })

describe('API keys', () => {
  it('do what their scopes and the user’s seats both allow', async () => {
    const trial = openTrial()
    const { principal, user, grant } = await atWork(trial)
    const { key, token } = await make(trial, principal, ['read', 'draft'])
    expect(token).toMatch(/^entente_[0-9a-f]{72}$/)
    const known = await trial.signIn.authenticate({ bearer: token })
    expect(known).toMatchObject({ user: user.id, how: 'api-key', strength: 'key', credential: key.id })
    const may = (one: Permission): boolean => known !== undefined && allows(known, one)
    expect([may('read'), may('draft'), may('act')]).toEqual([true, true, false])
    await trial.signIn.seats.withdraw('operator', grant)
    const after = await trial.signIn.authenticate({ bearer: token })
    expect(after !== undefined && allows(after, 'read')).toBe(false)
  })

  it('are not in the file, and a mistyped one is found out by its checksum', async () => {
    const trial = openTrial()
    const { principal } = await atWork(trial)
    const { token } = await make(trial, principal)
    const rows = trial.file.prepare('select * from sign_in_api_key').all()
    expect(JSON.stringify(rows)).not.toContain(token.slice(8, 40))
    const mistyped = token.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    for (const wrong of [mistyped, token.slice(0, -1), '', 'entente_'])
      expect(await trial.signIn.authenticate({ bearer: wrong })).toBeUndefined()
    expect(await trial.signIn.authenticate({ token }), 'in the place of a cookie').toBeUndefined()
  })

  it('beside a cookie are refused both', async () => {
    const trial = openTrial()
    const person = await trial.person('an')
    const { principal } = await atWork(trial, 'binh')
    const { token: bearer } = await make(trial, principal)
    expect(await trial.signIn.authenticate({ token: person.opened.token, bearer })).toBeUndefined()
  })

  it.each([
    ['a scope that no seat of the user has', 'desk', ['operate']],
    ['managing people', 'operator', ['people']],
    ['being the second officer', 'coordinator', ['approve']],
    ['acts about the channel itself', 'coordinator', ['constitution']],
  ] as const)('are not made for %s', async (_, kind, scopes) => {
    const trial = openTrial()
    const { principal } = await atWork(trial, 'an', kind)
    expect(await refusalOf(make(trial, principal, scopes))).toBe('scope-not-held')
  })

  it('are made by a person only, who signed in just now, and not by an invitation', async () => {
    const trial = openTrial()
    const { principal } = await atWork(trial)
    const { token } = await make(trial, principal)
    const byKey = await trial.signIn.authenticate({ bearer: token })
    expect(byKey !== undefined && (await refusalOf(make(trial, byKey)))).toBe('session-needed')
    const invited = await trial.person('binh')
    expect(await refusalOf(make(trial, invited.principal))).toBe('scope-not-held')
    trial.clock.step(15 * 60_000)
    expect(await refusalOf(make(trial, principal))).toBe('sign-in-again')
  })

  it.each([
    [{ label: '' }, 'key.label'],
    [{ scopes: [] }, 'key.scopes'],
    [{ scopes: ['read', 'read'] }, 'key.scopes'],
    [{ scopes: ['everything'] }, 'key.scopes[0]'],
    [{ endsMs: 0 }, 'key.endsMs'],
    [{ endsMs: Number.MAX_SAFE_INTEGER }, 'key.endsMs'],
  ])('with %j are refused by the name of the field', async (over, field) => {
    const trial = openTrial()
    const { principal } = await atWork(trial)
    const draft = {
      label: 'MISP',
      scopes: ['read' as Permission],
      endsMs: trial.clock.now() + DAY_MS,
      ...over,
    }
    // What a program sends may be of any form.
    const error = await trial.signIn.apiKeys.make(principal, draft as never).catch((one: unknown) => one)
    expect(error).toMatchObject({ code: 'input-invalid', field })
  })

  it('end on their day, when revoked, and with their user', async () => {
    const trial = openTrial()
    const { principal, user } = await atWork(trial)
    const ending = await make(trial, principal)
    const shown = (token: string) => trial.signIn.authenticate({ bearer: token })
    expect(await shown(ending.token)).toBeDefined()
    const revoked = await make(trial, principal)
    expect(await shown(revoked.token)).toBeDefined()
    expect(await refusalOf(trial.signIn.apiKeys.revoke('u_x', 'u_x', revoked.key.id))).toBe('key-unknown')
    await trial.signIn.apiKeys.revoke(user.id, user.id, revoked.key.id)
    expect(await shown(revoked.token)).toBeUndefined()
    trial.clock.step(DAY_MS)
    expect(await shown(ending.token)).toBeUndefined()
    trial.clock.step(-DAY_MS)
    await trial.signIn.users.disable('operator', user.id)
    expect(await shown(ending.token)).toBeUndefined()
  })

  it('say when they were last used, and are all revoked when their user’s credentials are reset', async () => {
    const trial = openTrial()
    const { principal, user } = await atWork(trial)
    const { token } = await make(trial, principal)
    expect(await trial.signIn.apiKeys.list(user.id)).toMatchObject([{ usedMs: undefined }])
    await trial.signIn.authenticate({ bearer: token })
    expect(await trial.signIn.apiKeys.list()).toMatchObject([{ usedMs: trial.clock.now() }])
    await trial.signIn.credentials.reset('operator', user.id)
    expect(await trial.signIn.authenticate({ bearer: token })).toBeUndefined()
    expect(await trial.signIn.credentials.held(user.id)).toEqual({
      passkeys: [],
      password: undefined,
      oidc: false,
    })
    expect(await trial.signIn.sessions.list(user.id)).toEqual([])
  })
})

describe('break-glass', () => {
  const reason = 'nobody of the desk can be reached and a call waits'

  it('gives a coordinator’s session for four hours, once, and names who must be told', async () => {
    const trial = openTrial()
    const auditor = await trial.person('kim', 'auditor')
    await trial.person('an', 'desk')
    const code = await trial.signIn.breakGlass.seal()
    expect(code).toMatch(/^([0-9a-f]{5}-){7}[0-9a-f]{5}$/)
    const broken = await trial.signIn.breakGlass.use({ code: code.toUpperCase(), reason }, VISIT)
    expect(broken.tell).toEqual([auditor.user.id])
    const principal = await principalOf(trial.signIn, broken.token)
    expect(principal).toMatchObject({
      strength: 'break-glass',
      grants: [{ kind: 'coordinator', channels: '*' }],
    })
    expect(trial.events.at(-1)).toMatchObject({ what: 'break-glass-used', subject: broken.session.id })
    expect(await trial.signIn.breakGlass.uses()).toMatchObject([{ usedMs: trial.clock.now(), reason }])
    expect(JSON.stringify(trial.events)).not.toContain(reason)
    expect(await refusalOf(trial.signIn.breakGlass.use({ code, reason }, VISIT))).toBe('break-glass-refused')
    for (let count = 0; count < 7; count++) {
      trial.clock.step(30 * 60_000)
      expect(await trial.signIn.authenticate(broken)).toBeDefined()
    }
    trial.clock.step(30 * 60_000)
    expect(await trial.signIn.authenticate(broken)).toBeUndefined()
  })

  it('needs a reason, and the newest code', async () => {
    const trial = openTrial()
    const old = await trial.signIn.breakGlass.seal()
    const code = await trial.signIn.breakGlass.seal()
    expect(await refusalOf(trial.signIn.breakGlass.use({ code, reason: ' asap ' }, VISIT))).toBe(
      'input-invalid',
    )
    for (const wrong of [old, '', 'x', '0'.repeat(40)])
      expect(await refusalOf(trial.signIn.breakGlass.use({ code: wrong, reason }, VISIT))).toBe(
        'break-glass-refused',
      )
    await trial.signIn.breakGlass.use({ code, reason }, VISIT)
  })

  it('makes no key and enrols nothing that outlives it', async () => {
    const trial = openTrial()
    const { token } = await trial.signIn.breakGlass.use(
      { code: await trial.signIn.breakGlass.seal(), reason },
      VISIT,
    )
    const principal = await principalOf(trial.signIn, token)
    expect(await refusalOf(make(trial, principal))).toBe('scope-not-held')
    expect(await refusalOf(trial.signIn.passkeys.registration(principal))).toBe('user-unknown')
    expect(await refusalOf(trial.signIn.passwords.begin(principal))).toBe('user-unknown')
  })
})
