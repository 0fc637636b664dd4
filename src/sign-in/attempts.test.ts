import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ATTEMPT_DELAY_MAX_MS, FREE_ATTEMPTS_PER_ADDRESS, FREE_ATTEMPTS_PER_NAME } from './attempts.ts'
import { CONFIG, openTrial, refusalOf } from './sign-in.testkit.ts'
import type { Trial } from './sign-in.testkit.ts'

/** Guessing without the cost of a password hash: invitations and break-glass codes count the same way. */
const guess = (trial: Trial, address = '192.0.2.9'): Promise<string> =>
  refusalOf(trial.signIn.invitations.redeem('A'.repeat(43), { address }))

const guessGlass = (trial: Trial, address: string): Promise<string> =>
  refusalOf(trial.signIn.breakGlass.use({ code: '0'.repeat(40), reason: 'a call at night' }, { address }))

describe('guessing', () => {
  it('is slowed down twofold each time, to a quarter of an hour', async () => {
    const trial = openTrial()
    for (let count = 0; count < FREE_ATTEMPTS_PER_ADDRESS; count++)
      expect(await guess(trial)).toBe('invitation-refused')
    let waitedMs = 0
    for (const delayMs of [1_000, 2_000, 4_000]) {
      expect(await guess(trial)).toBe('too-many-attempts')
      trial.clock.step(delayMs - 1)
      expect(await guess(trial)).toBe('too-many-attempts')
      trial.clock.step(1)
      expect(await guess(trial)).toBe('invitation-refused')
      waitedMs += delayMs
    }
    for (let count = 0; count < 12; count++) {
      trial.clock.step(ATTEMPT_DELAY_MAX_MS)
      waitedMs += ATTEMPT_DELAY_MAX_MS
      expect(await guess(trial), `after ${waitedMs} ms`).toBe('invitation-refused')
    }
  })

  it('says how long to wait, and a clock that steps back makes nobody wait longer', async () => {
    const trial = openTrial()
    for (let count = 0; count < FREE_ATTEMPTS_PER_NAME; count++) await guessGlass(trial, '192.0.2.9')
    const refused = await trial.signIn.breakGlass
      .use({ code: 'x', reason: 'a call at night' }, { address: '192.0.2.9' })
      .catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'too-many-attempts', retryAfterMs: 1_000 })
    trial.clock.step(-3_600_000)
    const back = await trial.signIn.breakGlass
      .use({ code: 'x', reason: 'a call at night' }, { address: '192.0.2.9' })
      .catch((error: unknown) => error)
    expect(back).toMatchObject({ retryAfterMs: 1_000 })
  })

  it('from one address holds up no other', async () => {
    const trial = openTrial()
    for (let count = 0; count <= FREE_ATTEMPTS_PER_ADDRESS; count++) await guess(trial)
    expect(await guess(trial)).toBe('too-many-attempts')
    expect(await guess(trial, '192.0.2.10')).toBe('invitation-refused')
  })

  it('many at once gains nothing', async () => {
    const trial = openTrial()
    const results = await Promise.all(Array.from({ length: 60 }, () => guess(trial)))
    expect(results.filter((one) => one === 'invitation-refused')).toHaveLength(FREE_ATTEMPTS_PER_ADDRESS)
  })

  it('is forgotten after a day', async () => {
    const trial = openTrial()
    for (let count = 0; count <= FREE_ATTEMPTS_PER_ADDRESS; count++) await guess(trial)
    trial.clock.step(24 * 3_600_000 + 1)
    for (let count = 0; count < FREE_ATTEMPTS_PER_ADDRESS; count++)
      expect(await guess(trial)).toBe('invitation-refused')
  })

  it('and getting in takes back one’s own attempt only, not those at others from that address', async () => {
    const trial = openTrial()
    const address = '192.0.2.9'
    for (let count = 0; count < FREE_ATTEMPTS_PER_ADDRESS - 1; count++) {
      trial.clock.step(ATTEMPT_DELAY_MAX_MS)
      expect(await guessGlass(trial, address)).toBe('break-glass-refused')
    }
    trial.clock.step(ATTEMPT_DELAY_MAX_MS)
    const code = await trial.signIn.breakGlass.seal()
    await trial.signIn.breakGlass.use({ code, reason: 'a call at night' }, { address })
    expect(await guessGlass(trial, address)).toBe('break-glass-refused')
    expect(await guessGlass(trial, address)).toBe('too-many-attempts')
  })

  it('one’s way in by one’s own link clears nothing for guesses at others', async () => {
    const trial = openTrial()
    const user = await trial.signIn.users.make('operator', { name: 'an', display: 'An' })
    for (let count = 0; count < FREE_ATTEMPTS_PER_NAME; count++) await guessGlass(trial, '192.0.2.9')
    const { token } = await trial.signIn.invitations.make('operator', user.id)
    await trial.signIn.invitations.redeem(token, { address: '192.0.2.9' })
    expect(await guessGlass(trial, '192.0.2.9')).toBe('too-many-attempts')
  })
})

describe('what is known of guesses', () => {
  let dir = ''
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'attempts-'))
  })
  afterEach(() => rm(dir, { recursive: true }))

  it('outlives the process, and holds no address', async () => {
    const path = join(dir, 'private.sqlite')
    const before = openTrial(CONFIG, path)
    for (let count = 0; count <= FREE_ATTEMPTS_PER_ADDRESS; count++) await guess(before)
    const keys = before.file.prepare('select key from sign_in_attempt').all()
    expect(keys.every((row) => row['key'] instanceof Uint8Array && row['key'].length === 32)).toBe(true)
    await before.file.close()
    const after = openTrial(CONFIG, path)
    expect(await guess(after)).toBe('too-many-attempts')
    await after.file.close()
  })
})
