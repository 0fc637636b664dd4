import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { PasswordHasher } from './password-hash.ts'
import { assertPassword } from './password-rules.ts'
import { BREACHED, openTrial, principalOf, refusalOf, VISIT } from './sign-in.testkit.ts'
import type { HandClock, Trial } from './sign-in.testkit.ts'

const PASSWORD = 'seven herons over the delta'
const PERIOD_MS = 30_000

function codeOf(base32: string, clock: HandClock, steps = 0): string {
  return new TOTP({ secret: Secret.fromBase32(base32) }).generate({
    timestamp: clock.nowMs + steps * PERIOD_MS,
  })
}

async function enrolled(trial: Trial, name = 'an') {
  const person = await trial.person(name)
  const { passwords } = trial.signIn
  const { base32, uri, ticket } = await passwords.begin(person.principal)
  const enrolment = { ticket, password: PASSWORD, code: codeOf(base32, trial.clock) }
  const opened = await passwords.enrol(person.principal, enrolment, VISIT)
  const signIn = (over: { name?: string; password?: string; code?: string } = {}, address = VISIT.address) =>
    passwords.signIn({ name, password: PASSWORD, code: codeOf(base32, trial.clock), ...over }, { address })
  return { ...person, base32, uri, opened, principal: await principalOf(trial.signIn, opened.token), signIn }
}

describe('password and one-time code', () => {
  it('sign in together, whatever the case of the name', async () => {
    const trial = openTrial()
    const { signIn, principal, uri } = await enrolled(trial)
    expect(uri).toMatch(/^otpauth:\/\/totp\/Entente:an\?/)
    expect(principal).toMatchObject({ strength: 'password-totp', grants: [{ kind: 'desk' }] })
    trial.clock.step(PERIOD_MS)
    const opened = await signIn({ name: ' AN ' })
    expect(await principalOf(trial.signIn, opened.token)).toMatchObject({ strength: 'password-totp' })
  })

  it('are refused alike, whichever of name, password and code is wrong', async () => {
    const trial = openTrial()
    const { signIn } = await enrolled(trial)
    trial.clock.step(PERIOD_MS)
    const wrong = [
      { name: 'nobody' },
      { password: 'seven herons over the river' },
      { code: '000000' },
      { code: '' },
    ]
    const messages = await Promise.all(
      wrong.map((over, index) =>
        signIn(over, `192.0.2.${index + 10}`).then(
          () => 'let in',
          (error: unknown) => String(error),
        ),
      ),
    )
    expect(new Set(messages).size).toBe(1)
    expect(messages[0]).toContain('name, password or code is not right')
    await signIn()
  })

  it('take the same work for a name that does not exist', async () => {
    const trial = openTrial()
    const { signIn } = await enrolled(trial)
    const timed = async (over: { name?: string; password?: string }, address: string): Promise<number> => {
      // What else the machine does takes none of this process's own time.
      const began = process.cpuUsage()
      await refusalOf(signIn(over, address))
      const { system, user } = process.cpuUsage(began)
      return (system + user) / 1_000
    }
    const known: number[] = []
    const unknown: number[] = []
    for (const round of [1, 2, 3]) {
      known.push(await timed({ password: 'x' }, `198.51.100.${round}`))
      unknown.push(await timed({ name: 'nobody' }, `203.0.113.${round}`))
    }
    const [of, none] = [Math.min(...known), Math.min(...unknown)]
    expect(none, `${none} ms for nobody, ${of} ms for somebody`).toBeGreaterThan(of / 2)
    expect(none).toBeLessThan(of * 2)
  })

  it('take a code of one step before or after, none of two, and none twice', async () => {
    const trial = openTrial()
    const { signIn, base32 } = await enrolled(trial)
    trial.clock.step(10 * PERIOD_MS)
    expect(await refusalOf(signIn({ code: codeOf(base32, trial.clock, -2) }))).toBe('sign-in-refused')
    expect(await refusalOf(signIn({ code: codeOf(base32, trial.clock, 2) }))).toBe('sign-in-refused')
    await signIn({ code: codeOf(base32, trial.clock, -1) })
    await signIn({ code: codeOf(base32, trial.clock, 1) })
    expect(await refusalOf(signIn({ code: codeOf(base32, trial.clock, 1) }))).toBe('sign-in-refused')
    expect(await refusalOf(signIn()), 'a step before the newest used one').toBe('sign-in-refused')
  })

  it('refuse the code of the enrolment as one that was used', async () => {
    const trial = openTrial()
    const { signIn } = await enrolled(trial)
    expect(await refusalOf(signIn())).toBe('sign-in-refused')
  })

  it('let one of two through that come at once with one code', async () => {
    const trial = openTrial()
    const { signIn } = await enrolled(trial)
    trial.clock.step(PERIOD_MS)
    const results = await Promise.all([refusalOf(signIn()), refusalOf(signIn())])
    expect(results.sort()).toEqual(['not refused', 'sign-in-refused'])
  })

  it('take each recovery code once, in any case, with or without its dashes', async () => {
    const trial = openTrial()
    const { signIn, opened } = await enrolled(trial)
    const [first = '', second = ''] = opened.recoveryCodes
    expect(new Set(opened.recoveryCodes).size).toBe(10)
    await signIn({ code: first.toUpperCase() })
    expect(await refusalOf(signIn({ code: first }))).toBe('sign-in-refused')
    await signIn({ code: second.replaceAll('-', '') })
    const held = await trial.signIn.credentials.held(opened.session.user)
    expect(held.password?.recoveryCodesLeft).toBe(8)
    expect(trial.events.filter(({ what }) => what === 'recovery-code-used')).toHaveLength(2)
  })

  it('do not open a session when they are taken away while they are being checked', async () => {
    const trial = openTrial()
    const { signIn, user } = await enrolled(trial)
    trial.clock.step(PERIOD_MS)
    const [result] = await Promise.all([
      refusalOf(signIn()),
      trial.signIn.credentials.reset('operator', user.id),
    ])
    expect(result).toBe('sign-in-refused')
    expect(await trial.signIn.sessions.list(user.id)).toEqual([])
  })

  it('do not open a session when the password is changed while the old one is being checked', async () => {
    const trial = openTrial()
    const { signIn } = await enrolled(trial)
    trial.clock.step(PERIOD_MS)
    const work = refusalOf(signIn())
    // By now the old hash was read and is being compared, which takes a tenth of a second at least.
    await new Promise((resolve) => setTimeout(resolve, 20))
    trial.file.prepare("update sign_in_password set hash = 'another'").run()
    expect(await work).toBe('sign-in-refused')
  })

  it('do not use a recovery code up when the password is wrong', async () => {
    const trial = openTrial()
    const { signIn, opened } = await enrolled(trial)
    const [code = ''] = opened.recoveryCodes
    expect(await refusalOf(signIn({ code, password: 'seven herons over the river' }))).toBe('sign-in-refused')
    await signIn({ code })
  })

  it('are not those of somebody who was shut out', async () => {
    const trial = openTrial()
    const { signIn, user } = await enrolled(trial)
    trial.clock.step(PERIOD_MS)
    await trial.signIn.users.disable('operator', user.id)
    expect(await refusalOf(signIn())).toBe('sign-in-refused')
    await trial.signIn.users.enable('operator', user.id)
    await signIn()
  })

  it('stand in the file neither in clear nor in a form that a backup alone could be tried against', async () => {
    const trial = openTrial()
    const { base32, opened } = await enrolled(trial)
    const secret = Buffer.from(Secret.fromBase32(base32).bytes)
    const rows = trial.file
      .prepare('select hash, totp from sign_in_password')
      .all()
      .concat(trial.file.prepare('select code from sign_in_recovery').all())
    const bytes = Buffer.concat(
      rows.flatMap((row) => Object.values(row)).map((one) => Buffer.from(one as string)),
    )
    for (const clear of [secret, base32, PASSWORD, opened.recoveryCodes[0] ?? '?', opened.token])
      expect(bytes.includes(clear)).toBe(false)
    expect(String(rows[0]?.['hash'])).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/)
  })
})

describe('enrolling a password', () => {
  it('ends every other session', async () => {
    const trial = openTrial()
    const { user, principal } = await trial.person('an')
    await trial.arrive(user)
    const { base32, ticket } = await trial.signIn.passwords.begin(principal)
    const code = codeOf(base32, trial.clock)
    await trial.signIn.passwords.enrol(principal, { ticket, password: PASSWORD, code }, VISIT)
    expect(await trial.signIn.sessions.list(user.id)).toMatchObject([{ strength: 'password-totp' }])
  })

  it('in place of another needs that one, unless an invitation let its owner in again', async () => {
    const trial = openTrial()
    const { user, principal, signIn } = await enrolled(trial)
    const change = async (who: typeof principal, current?: string) => {
      const { base32, ticket } = await trial.signIn.passwords.begin(who)
      const code = codeOf(base32, trial.clock)
      return trial.signIn.passwords.enrol(who, { ticket, current, password: `${PASSWORD} anew`, code }, VISIT)
    }
    for (const current of [undefined, '', 'seven herons over the river'])
      expect(await refusalOf(change(principal, current))).toBe('sign-in-refused')
    await change(principal, PASSWORD)
    trial.clock.step(PERIOD_MS)
    expect(await refusalOf(signIn()), 'the old one').toBe('sign-in-refused')
    const again = await trial.arrive(user)
    await change(again.principal)
  })

  it('refuses a wrong code, a ticket that is altered, of another user, or old', async () => {
    const trial = openTrial()
    const { principal } = await trial.person('an')
    const other = await trial.person('binh')
    const { passwords } = trial.signIn
    const { base32, ticket } = await passwords.begin(principal)
    const enrol = (over: { ticket?: string; code?: string }, who = principal) =>
      passwords.enrol(who, { ticket, password: PASSWORD, code: codeOf(base32, trial.clock), ...over }, VISIT)
    expect(await refusalOf(enrol({ code: '12345' }))).toBe('totp-wrong')
    const altered = ticket.replace(/^.../, 'AAA')
    for (const bad of ['', 'x', altered])
      expect(await refusalOf(enrol({ ticket: bad }))).toBe('enrolment-stale')
    expect(await refusalOf(enrol({}, other.principal))).toBe('enrolment-stale')
    trial.clock.step(15 * 60_000)
    expect(await refusalOf(enrol({}))).toBe('enrolment-stale')
  })

  it('refuses a password that is known from a breach', async () => {
    const trial = openTrial()
    const { principal } = await trial.person('an')
    const { base32, ticket } = await trial.signIn.passwords.begin(principal)
    const enrolment = { ticket, password: BREACHED, code: codeOf(base32, trial.clock) }
    const work = trial.signIn.passwords.enrol(principal, enrolment, VISIT)
    expect(await refusalOf(work)).toBe('password-weak')
  })

  it('needs a sign-in of the last quarter of an hour', async () => {
    const trial = openTrial()
    const { principal } = await enrolled(trial)
    trial.clock.step(15 * 60_000)
    expect(await refusalOf(trial.signIn.passwords.begin(principal))).toBe('sign-in-again')
  })
})

describe('a hash of a password', () => {
  it('is good with the key of its node only, and not with the same password of another node', async () => {
    const rng = { bytes: (count: number) => randomBytes(count) }
    const [ours, theirs] = [
      new PasswordHasher(rng, randomBytes(32)),
      new PasswordHasher(rng, randomBytes(32)),
    ]
    const hash = await ours.hash(PASSWORD)
    expect(await ours.verify(PASSWORD, hash)).toBe(true)
    expect(await ours.verify(PASSWORD.normalize('NFD'), hash)).toBe(true)
    expect(await theirs.verify(PASSWORD, hash)).toBe(false)
    expect(await ours.hash(PASSWORD), 'with a salt of its own each time').not.toBe(hash)
  })

  it('is refused as work when too many wait, before any memory is taken for it', async () => {
    const hasher = new PasswordHasher({ bytes: (count) => randomBytes(count) }, randomBytes(32))
    const cheap = `$argon2id$v=19$m=64,t=1,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`
    const results = await Promise.all(Array.from({ length: 60 }, () => refusalOf(hasher.verify('x', cheap))))
    expect(results.filter((one) => one === 'sign-in-busy')).toHaveLength(60 - 2 - 32)
    expect(await hasher.verify('x', cheap), 'and taken again afterwards').toBe(false)
  })
})

describe('a password', () => {
  const person = { name: 'tran.an', display: 'Trần Thị An' }
  it.each([
    ['short', 'elevenchars', 'at least 12'],
    ['too long', 'ab'.repeat(200), 'at most 256'],
    ['a repetition', 'abababababab', 'run or a repetition'],
    ['a run of digits', '1234567890123', 'run or a repetition'],
    ['a run of letters', 'abcdefghijklmnop', 'run or a repetition'],
    ['obvious', 'Password-2030!', 'tried first'],
    ['a row of keys', 'qwertyuiop12', 'tried first'],
    ['obvious in Vietnamese', 'matkhau12345', 'tried first'],
    ['one’s own name', 'Tran.An-2030', 'own name'],
    ['one’s own shown name', 'trần thị an 9', 'own name'],
  ])('is refused when it is %s', (_, password, sentence) => {
    expect(() => assertPassword(password, person)).toThrow(sentence)
  })

  it.each([
    PASSWORD,
    'correct horse battery',
    'sông Hồng mùa nước nổi',
    '长江后浪推前浪，一代新人换旧人',
    'kTr9!vQz2#mL',
  ])('is taken without rules on kinds of characters: %s', (password) => {
    expect(() => assertPassword(password, person)).not.toThrow()
  })
})
