import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACT_EXAMPLES } from '../../src/acts/index.ts'
import { createClient } from '../../src/api/index.ts'
import type { JsonObject } from '../../src/record/index.ts'
import type { SoftwarePasskey } from '../journeys/software-passkey.ts'
import { codeOf, type Desks, enrolled, newKey, openDesks, requestTo, type Seated, until } from './desks.ts'

const NONE = 'e'.repeat(64)
const entry = (): JsonObject => ({ ...ACT_EXAMPLES['directory.agency.list'] })

let desks: Desks
let ours: Seated
let theirs: Seated
let coordinator: Seated

beforeAll(async () => {
  desks = await openDesks()
  ours = await desks.us.seated('desk')
  theirs = await desks.cn.seated('desk')
  coordinator = await desks.us.seated('coordinator')
})
afterAll(() => desks?.close())

describe('an officer’s signature', () => {
  let officer: Seated
  let passkey: SoftwarePasskey
  let at: { channel: string; matter: string; act: string }

  beforeAll(async () => {
    const { channel } = desks
    const signer = await enrolled(await desks.us.seated('coordinator'), desks.us.origin)
    officer = signer.person
    passkey = signer.passkey
    const made = await officer.client.call('acts.make', {
      params: { channel },
      body: await requestTo('cn'),
      key: newKey(),
    })
    at = { channel, matter: made.id, act: made.id }
  })

  it('takes an appointment', async () => {
    const options = officer.client.call('signatures.options', { params: at, body: { meaning: 'sign' } })
    expect(await codeOf(options)).toBe('409 officer-not-appointed')
    const { channel } = desks
    const agency = await coordinator.client.call('directory.list', {
      params: { channel },
      body: { names: { en: 'Ministry' }, entry: entry() },
      key: newKey(),
    })
    const params = { channel, matter: agency.id }
    const seat = await coordinator.client.call('directory.open-seat', {
      params,
      body: { names: { en: 'Head' }, function: 'central-authority', hours: 'office', languages: ['en'] },
      key: newKey(),
    })
    await coordinator.client.call('directory.appoint', {
      params,
      body: { user: officer.user, seat: seat.id, names: { en: 'Head of unit' } },
      key: newKey(),
    })
  })

  it('is made over an act with a meaning, recorded, and checked again by both sides', async () => {
    const body = { meaning: 'approve' } as const
    const options = await officer.client.call('signatures.options', { params: at, body })
    const response = passkey.get(options)
    const made = await officer.client.call('signatures.sign', {
      params: at,
      body: { ...body, response, note: 'Seen and approved.' },
      key: newKey(),
    })
    expect(made.type).toBe('attest.sign')
    const { items } = await officer.client.call('signatures.list', { params: at })
    expect(items).toMatchObject([
      {
        id: made.id,
        by: 'us',
        meaning: 'approve',
        void: null,
        signature: 'verified',
        appointment: 'in-office',
        officer: { names: { en: 'Head of unit' }, user: { id: officer.user } },
      },
    ])
    await until('the other side has it', async () => {
      const there = await theirs.client.call('signatures.list', { params: at }).catch(() => undefined)
      return there?.items[0]?.signature === 'verified' && there.items[0].appointment === 'in-office'
    })
  })

  it('is refused over another act or meaning, by a key, and by who may not approve', async () => {
    const params = at
    const options = await officer.client.call('signatures.options', { params, body: { meaning: 'sign' } })
    const response = passkey.get(options)
    const other = officer.client.call('signatures.sign', {
      params,
      body: { meaning: 'witness', response },
      key: newKey(),
    })
    expect(await codeOf(other)).toMatch(/^4\d\d (?:passkey-refused|challenge-stale)$/)
    const token = await desks.us.keyOf(officer, ['read', 'act'])
    const tool = createClient(desks.us.origin, { token })
    const byKey = tool.call('signatures.options', { params, body: { meaning: 'sign' } })
    expect(await codeOf(byKey)).toBe('403 not-allowed')
    const byDesk = ours.client.call('signatures.options', { params, body: { meaning: 'approve' } })
    expect(await codeOf(byDesk)).toBe('403 not-allowed')
    const nowhere = { ...params, act: NONE }
    const unknown = officer.client.call('signatures.options', { params: nowhere, body: { meaning: 'sign' } })
    expect(await codeOf(unknown)).toBe('404 act-unknown')
  })
})
