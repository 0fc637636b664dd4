import { describe, expect, it } from 'vitest'
import { allows } from './permissions.ts'
import { openTrial, principalOf, refusalOf, SoftPasskey, VISIT } from './sign-in.testkit.ts'
import type { Person, Trial } from './sign-in.testkit.ts'

const CHANNEL = 'c1'.repeat(32)
const OTHER = 'c2'.repeat(32)
const MATTER = 'a1'.repeat(32)
const HOUR_MS = 3_600_000

/** Signs a person in with a passkey, so that their seats count. */
async function atWork(trial: Trial, person: Person): Promise<string> {
  const passkey = new SoftPasskey()
  const response = passkey.create(await trial.signIn.passkeys.registration(person.principal))
  const opened = await trial.signIn.passkeys.register(person.principal, { response, label: 'key' }, VISIT)
  return opened.token
}

describe('users', () => {
  it('have an id that tells nothing, and a name in one form', async () => {
    const { signIn } = openTrial()
    const user = await signIn.users.make('operator', {
      name: ' Tran.An ',
      display: 'Trần  An',
      zone: 'Asia/Ho_Chi_Minh',
    })
    expect(user).toMatchObject({
      name: 'tran.an',
      languages: ['en'],
      zone: 'Asia/Ho_Chi_Minh',
      disabledMs: undefined,
    })
    expect(user.id).toMatch(/^u_[\w-]{16}$/)
    expect(await signIn.users.list()).toEqual([user])
  })

  it.each([
    [{ name: '' }, 'user.name'],
    [{ name: 'a b' }, 'user.name'],
    [{ name: 'ân' }, 'user.name'],
    [{ name: 'a'.repeat(65) }, 'user.name'],
    [{ display: '' }, 'user.display'],
    [{ display: 'An\u202Egnp.exe' }, 'user.display'],
    [{ display: 'An\nBinh' }, 'user.display'],
    [{ languages: ['Vietnamese!'] }, 'user.languages[0]'],
    [{ languages: [] }, 'user.languages'],
    [{ zone: 'Asia/Nowhere' }, 'user.zone'],
    [{ admin: true }, 'user.admin'],
  ])('with %j are refused by the name of the field', async (over, field) => {
    const { signIn } = openTrial()
    const error = await signIn.users
      .make('operator', { name: 'an', display: 'An', ...over })
      .catch((one: unknown) => one)
    expect(error).toMatchObject({ code: 'input-invalid', field })
  })

  it('share no name', async () => {
    const { signIn } = openTrial()
    await signIn.users.make('operator', { name: 'an', display: 'An' })
    expect(await refusalOf(signIn.users.make('operator', { name: 'AN', display: 'Another' }))).toBe(
      'name-taken',
    )
  })

  it('change, and what is left out stays', async () => {
    const trial = openTrial()
    const { user } = await trial.person('an')
    const changed = await trial.signIn.users.change('operator', user.id, { zone: 'Asia/Shanghai' })
    expect(changed).toMatchObject({ display: user.display, languages: ['en'], zone: 'Asia/Shanghai' })
    expect(await refusalOf(trial.signIn.users.change('operator', 'u_none', {}))).toBe('user-unknown')
    const renamed: object = { name: 'binh' }
    expect(await refusalOf(trial.signIn.users.change('operator', user.id, renamed))).toBe('input-invalid')
  })

  it('leave no trace but their id when they are removed', async () => {
    const trial = openTrial()
    const person = await trial.person('an')
    await atWork(trial, person)
    await trial.signIn.users.remove('operator', person.user.id)
    const tables = trial.file.prepare(
      "select name from sqlite_schema where type = 'table' and name like 'sign_in_%'",
    )
    for (const { name } of tables.all()) {
      const rows = trial.file.prepare(`select * from ${String(name)}`).all()
      const own = name === 'sign_in_event' ? [] : rows
      expect(JSON.stringify(own), String(name)).not.toContain(person.user.id)
      expect(JSON.stringify(rows), String(name)).not.toContain(person.user.display)
    }
    expect(trial.events.at(-1)).toMatchObject({ what: 'user-removed', user: person.user.id })
  })
})

describe('seats', () => {
  it('allow what their kind allows, in the channels and matters of the grant only', async () => {
    const trial = openTrial()
    const person = await trial.person('an')
    await trial.signIn.seats.withdraw('operator', person.grant)
    const draft = { seat: person.seat, user: person.user.id, channels: [CHANNEL], matters: [MATTER] }
    await trial.signIn.seats.grant('operator', draft)
    const principal = await principalOf(trial.signIn, await atWork(trial, person))
    expect(allows(principal, 'act', { channel: CHANNEL, matter: MATTER })).toBe(true)
    expect(allows(principal, 'act', { channel: OTHER, matter: MATTER })).toBe(false)
    expect(allows(principal, 'act', { channel: CHANNEL, matter: OTHER })).toBe(false)
    expect(allows(principal, 'people')).toBe(false)
  })

  it('count for the next request when they are given, withdrawn or closed', async () => {
    const trial = openTrial()
    const person = await trial.person('an')
    const token = await atWork(trial, person)
    const mayAct = async (): Promise<boolean> => allows(await principalOf(trial.signIn, token), 'act')
    expect(await mayAct()).toBe(true)
    await trial.signIn.seats.withdraw('operator', person.grant)
    expect(await mayAct()).toBe(false)
    await trial.signIn.seats.grant('operator', { seat: person.seat, user: person.user.id, channels: '*' })
    expect(await mayAct()).toBe(true)
    await trial.signIn.seats.close('operator', person.seat)
    expect(await mayAct()).toBe(false)
  })

  it('are a deputy’s from one instant to another', async () => {
    const trial = openTrial()
    const person = await trial.person('an')
    const deputy = await trial.person('binh', 'auditor')
    const fromMs = trial.clock.now() + 10 * 60_000
    const term = { deputy: true, fromMs, untilMs: fromMs + 10 * 60_000 }
    const held = await trial.signIn.seats.grant('operator', {
      seat: person.seat,
      user: deputy.user.id,
      channels: '*',
      ...term,
    })
    expect(held).toMatchObject(term)
    const token = await atWork(trial, deputy)
    const mayAct = async (): Promise<boolean> => allows(await principalOf(trial.signIn, token), 'act')
    expect(await mayAct()).toBe(false)
    trial.clock.step(10 * 60_000)
    expect(await mayAct()).toBe(true)
    trial.clock.step(10 * 60_000)
    expect(await mayAct()).toBe(false)
    trial.clock.step(-5 * 60_000)
    expect(await mayAct(), 'also when the clock steps back').toBe(true)
  })

  it.each([
    [{ channels: ['nonsense'] }, 'grant.channels[0]'],
    [{ channels: [] }, 'grant.channels'],
    [{ deputy: true }, 'grant.untilMs'],
    [{ fromMs: 5, untilMs: 5 }, 'grant.untilMs'],
    [{ matters: ['x'] }, 'grant.matters[0]'],
  ])('are not given with %j', async (over, field) => {
    const trial = openTrial()
    const { seat, user } = await trial.person('an')
    const draft = { seat, user: user.id, channels: '*' as const, ...over }
    const error = await trial.signIn.seats.grant('operator', draft).catch((one: unknown) => one)
    expect(error).toMatchObject({ code: 'input-invalid', field })
  })

  it('are not given to oneself, to nobody, or when closed', async () => {
    const trial = openTrial()
    const { seat, user } = await trial.person('an')
    const draft = { seat, user: user.id, channels: '*' as const }
    expect(await refusalOf(trial.signIn.seats.grant(user.id, draft))).toBe('own-grant')
    expect(await refusalOf(trial.signIn.seats.grant('operator', { ...draft, user: 'u_none' }))).toBe(
      'user-unknown',
    )
    await trial.signIn.seats.close('operator', seat)
    expect(await refusalOf(trial.signIn.seats.grant('operator', draft))).toBe('seat-unknown')
    expect(await refusalOf(trial.signIn.seats.withdraw('operator', 'grant_none'))).toBe('grant-unknown')
  })

  it('leave somebody who may manage people, unless the command line says otherwise', async () => {
    const trial = openTrial()
    const { seat, grant, user } = await trial.person('an', 'operator')
    const { seats, users } = trial.signIn
    for (const work of [
      seats.withdraw('u_x', grant),
      seats.close('u_x', seat),
      users.disable('u_x', user.id),
    ])
      expect(await refusalOf(work)).toBe('nobody-left')
    expect(await seats.holders({ user: user.id }), 'nothing of it was done').toHaveLength(1)
    const second = await trial.person('binh', 'operator')
    await users.disable('u_x', user.id)
    expect(await refusalOf(users.remove('u_x', second.user.id))).toBe('nobody-left')
    await users.remove('operator', second.user.id)
  })

  it('keep their kind and change their title', async () => {
    const trial = openTrial()
    const { seat } = await trial.person('an')
    expect(
      await trial.signIn.seats.change('operator', seat, { title: 'Night desk', listed: MATTER }),
    ).toMatchObject({
      kind: 'desk',
      title: 'Night desk',
      listed: MATTER,
    })
    const renamed = await trial.signIn.seats.change('operator', seat, { title: 'Desk' })
    expect(renamed).toMatchObject({ title: 'Desk', listed: MATTER })
    const unlisted = await trial.signIn.seats.change('operator', seat, { listed: null })
    expect(unlisted).toMatchObject({ title: 'Desk', listed: undefined })
    const kind: object = { kind: 'operator' }
    expect(await refusalOf(trial.signIn.seats.change('operator', seat, kind))).toBe('input-invalid')
  })
})

describe('what happened', () => {
  it('is kept in the transaction of the change, by codes and ids, until the access log has taken it', async () => {
    const trial = openTrial()
    const { user } = await trial.person('an')
    const events = await trial.signIn.events(0)
    expect(events).toEqual(trial.events)
    expect(events.map(({ what }) => what)).toEqual([
      'user-made',
      'seat-made',
      'grant-made',
      'invitation-made',
      'invitation-used',
      'signed-in',
    ])
    expect(JSON.stringify(events)).not.toContain(user.display)
    await refusalOf(trial.signIn.users.change(user.id, 'u_none', {}))
    expect(await trial.signIn.events(events.at(-1)?.seq ?? 0), 'a refused change leaves none').toEqual([])
    await trial.signIn.forgetEvents(events[1]?.seq ?? 0)
    expect(await trial.signIn.events(0, 1)).toEqual([events[2]])
  })

  it('is told to nobody who could make a change look refused', async () => {
    const trial = openTrial()
    trial.events.push = () => {
      throw new Error('the listener fails')
    }
    const user = await trial.signIn.users.make('operator', { name: 'an', display: 'An' })
    expect(await trial.signIn.events(0)).toMatchObject([{ what: 'user-made', user: user.id }])
  })

  it('keeps its numbers when all was taken, so that none is taken for another', async () => {
    const trial = openTrial()
    await trial.person('an')
    const last = trial.events.at(-1)?.seq ?? 0
    await trial.signIn.forgetEvents(last)
    trial.clock.step(HOUR_MS)
    await trial.signIn.users.make('operator', { name: 'binh', display: 'Bình' })
    expect(await trial.signIn.events(last)).toMatchObject([{ seq: last + 1, what: 'user-made' }])
  })
})
