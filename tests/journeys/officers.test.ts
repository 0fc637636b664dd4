import { randomUUID } from 'node:crypto'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../../src/api/index.ts'
import { attestationChallenge, type JsonObject } from '../../src/record/index.ts'
import { type Appointed, appoint, list, type Listed } from './directory.ts'
import { endsWell } from './ends.ts'
import { requestTo } from './forms.ts'
import { charter, found, type Mechanism } from './mechanism.ts'
import { type Json, type Officer, refused } from './officer.ts'
import { signedInBy } from './party.ts'
import { HOUR_MS, JOURNEY_LIMIT_MS, until } from './times.ts'

let mechanism: Mechanism
let us: Officer
let cn: Officer
let coordinator: Officer

beforeAll(async () => {
  mechanism = await found(['us', 'cn'], charter({ approvals: ['request.open', 'request.supply'] }))
  us = await mechanism.party('us').officer('desk', mechanism.channel)
  cn = await mechanism.party('cn').officer('desk', mechanism.channel)
  coordinator = await mechanism.party('us').officer('coordinator', mechanism.channel)
})
afterAll(() => mechanism?.close())

describe('a second officer', { timeout: JOURNEY_LIMIT_MS }, () => {
  it('approves what the charter lists, as somebody else than its author, and exactly what was read', async () => {
    const { channel } = mechanism
    const { body, data } = requestTo(us, 'cn')
    // Without a draft that a second officer has seen, nothing of that type leaves the node.
    expect(await refused(us.act('request.open', { data, body }))).toBe('approval-needed')

    const { identifiers: _counts, ...uncounted } = data
    const wrong = { ...uncounted, identifiers: [{ count: 4, type: 'asn' }] }
    const content = { type: 'request.open', data: wrong, body } as never
    const made = await us.client.call('drafts.make', {
      params: { channel },
      body: { content, seat: us.seat },
    })
    const params = { draft: made.id }
    const at = (version: number): { 'if-match': string } => ({ 'if-match': `"v${version}"` })
    const submit = (version: number) =>
      us.client.call('drafts.submit', { params, headers: at(version), key: `submit-${version}` })
    const { faults, needsApproval } = await us.client.call('drafts.check', { params })
    // All at once, not one after the other.
    expect(faults.filter(({ code }) => code === 'counts-differ')).toHaveLength(4)
    expect(needsApproval).toBe(true)
    expect(await refused(submit(made.version))).toBe('request-incomplete')
    const counted = { type: 'request.open', data: uncounted, body } as never
    const whole = await us.client.call('drafts.save', { params, headers: at(made.version), body: counted })
    expect(await refused(submit(whole.version))).toBe('draft-state-wrong')

    const asked = await us.client.call('drafts.ask', { params, headers: at(whole.version) })
    expect(asked.state).toBe('awaiting-approval')
    const { items } = await coordinator.client.call('drafts.list', { query: { list: 'to-approve' } })
    expect(items.map(({ id }) => id)).toEqual([made.id])
    const own = us.client.call('drafts.approve', { params, headers: at(asked.version) })
    expect(await refused(own)).toBe('not-allowed')
    // Nor may one who may approve approve their own.
    const remark = { type: 'remark.post', about: channel, data: {}, body: { text: 'x' } } as never
    const theirs = await coordinator.client.call('drafts.make', {
      params: { channel },
      body: { content: remark },
    })
    const waiting = await coordinator.client.call('drafts.ask', {
      params: { draft: theirs.id },
      headers: at(theirs.version),
    })
    const alone = coordinator.client.call('drafts.approve', {
      params: { draft: theirs.id },
      headers: at(waiting.version),
    })
    expect(await refused(alone)).toBe('approver-not-second')

    const why = { reason: 'The period is not named.' }
    const rejected = await coordinator.client.call('drafts.reject', {
      params,
      headers: at(asked.version),
      body: why,
    })
    expect(rejected).toMatchObject(why)
    const saved = await us.client.call('drafts.save', {
      params,
      headers: at(rejected.version),
      body: { type: 'request.open', data: uncounted, body: { ...body, title: 'With the period' } } as never,
    })
    const again = await us.client.call('drafts.ask', { params, headers: at(saved.version) })
    const approved = await coordinator.client.call('drafts.approve', { params, headers: at(again.version) })
    expect(approved.state).toBe('approved')
    // What was approved is what goes out: a later word needs another look.
    expect(await refused(submit(made.version))).toBe('draft-stale')
    const act = await submit(approved.version)
    await cn.sees(act.matter, 'it was asked', ({ openedBy }) => openedBy === 'us')
    expect(await us.client.call('drafts.get', { params })).toMatchObject({ state: 'submitted', act: act.id })
    const story = await cn.client.call('matters.acts', { params: { channel, matter: act.matter } })
    expect(story.items[0]?.body?.content).toMatchObject({ title: 'With the period' })
    // Of drafts, reasons and who approved, the other side is told nothing.
    expect(JSON.stringify(story)).not.toContain(why.reason)
    await endsWell(mechanism, [us, cn])
  })
})

describe('who signs in', { timeout: JOURNEY_LIMIT_MS }, () => {
  const PASSWORD = 'nine grey geese above the delta'

  it('works by password and code, or by key within its scopes, until the session is ended in the middle', async () => {
    const party = mechanism.party('cn')
    const { channel, clock } = mechanism
    const officer = await party.officer('desk', channel)
    const { ticket, base32 } = await officer.client.call('own.begin-password')
    const totp = new TOTP({ secret: base32 })
    const code = (): string => totp.generate({ timestamp: clock.now() })
    const set = { ticket, password: PASSWORD, code: code() }
    // The next one, as long as it takes to come to it: what is shown later may be another.
    const next = totp.generate({ timestamp: clock.now() + 30_000 })
    officer.use(signedInBy(party, await officer.client.send('own.set-password', { body: set })))
    const operator = await party.operator()
    const { items: users } = await operator.call('users.list')
    const name = users.find(({ id }) => id === officer.user)?.name ?? ''
    const stranger = party.stranger()
    const signIn = (body: Json) => stranger.send('sign-in.password', { body: { name, ...body } })
    expect((await signIn({ password: 'something else entirely', code: next })).status).toBe(401)
    const session = signedInBy(party, await signIn({ password: PASSWORD, code: next }))
    // A code opens one session: who looked over the shoulder has nothing.
    expect((await signIn({ password: PASSWORD, code: next })).status).toBe(401)
    officer.use(session)

    const lead = await officer.act('lead.give', {
      data: { exhibits: [], identifiers: [], marks: { handling: [], tlp: 'GREEN' }, offences: [] },
      body: { text: 'A first word.' },
    })
    const ends = clock.in(HOUR_MS)
    const { token } = await session.call('own.make-key', { body: { label: 'tool', scopes: ['read'], ends } })
    const tool = createClient(party.origin, { token })
    expect((await tool.call('matters.get', { params: { channel, matter: lead } })).openedBy).toBe('cn')
    const write = { type: 'remark.post', about: lead, data: {}, body: { type: 'text/plain', text: 'x' } }
    const byTool = tool.call('acts.make', { params: { channel }, body: write, key: 'by-tool' })
    expect(await refused(byTool)).toBe('not-allowed')

    // In the middle of the work, the operator ends every session; the next request is nobody's.
    await operator.call('users.end-sessions', { params: { id: officer.user } })
    const after = session.call('acts.make', { params: { channel }, body: write, key: 'after-the-end' })
    expect(await refused(after)).toBe('not-signed-in')
    await mechanism.later(60_000, [])
    officer.use(signedInBy(party, await signIn({ password: PASSWORD, code: code() })))
    await officer.act('remark.post', { about: lead, body: { text: 'A second word.' } })
    await us.sees(lead, 'there is a remark', ({ actCount }) => actCount === 2)
    const auditor = await party.officer('auditor', channel)
    const query = { user: officer.user, limit: 100 } as const
    await until('the log has all of it', async () => {
      const { items } = await auditor.client.call('access-log.list', { query })
      const told = items.map(({ how, result, what }) => `${how} ${what} ${result}`)
      const expected = ['session acts.make ok', 'api-key acts.make not-allowed', 'session own.make-key ok']
      return expected.every((one) => told.includes(one))
    })
    const { items } = await auditor.client.call('access-log.list', { query })
    const { items: all } = await auditor.client.call('access-log.list', { query: { limit: 200 } })
    // Two came with a wrong word or a used code; of whom they said they were, the log is silent.
    expect(all.filter(({ user, what }) => user === 'nobody' && what === 'sign-in-refused')).toHaveLength(2)
    // Who, what, where and how it ended; never a word of what was written, and no secret.
    for (const secret of ['A first word', PASSWORD, base32, token])
      expect(JSON.stringify(items)).not.toContain(secret)
    expect(await refused(officer.client.call('access-log.list'))).toBe('not-allowed')
    await mechanism.later(2 * HOUR_MS, [us, cn, coordinator])
    expect(await refused(tool.call('me.get'))).toBe('not-signed-in')
    await endsWell(mechanism, [us, cn])
  })
})

describe('an officer’s signature', { timeout: JOURNEY_LIMIT_MS }, () => {
  let listed: Listed
  let signer: Appointed

  /** An attestation as a hostile desk would make it by hand, with a real passkey. */
  const byHand = (act: string, meaning: string, over: Json = {}): Json => {
    const challenge = Buffer.from(attestationChallenge(mechanism.channel, act, meaning)).toString('base64url')
    const { appointed, credential, key, passkey, rp } = signer
    return { act, appointed, assertion: passkey.assertion(challenge), credential, key, meaning, rp, ...over }
  }

  it('by a passkey stands under an act on both sides, and nothing that was changed is taken', async () => {
    listed = await list(coordinator)
    signer = await appoint(us, coordinator, listed)
    const opened = await us.act('case.open', {
      data: { marks: { handling: [], tlp: 'AMBER' }, offences: [] },
      body: { title: 'To be signed' },
    })
    const params = { channel: us.channel, matter: opened, act: opened }
    const meaning = 'sign' as const
    const options = await us.client.call('signatures.options', { params, body: { meaning } })
    const answer = signer.passkey.get(options)
    const sign = (response: JsonObject, as: 'sign' | 'witness' = meaning) =>
      us.client.call('signatures.sign', { params, body: { meaning: as, response }, key: randomUUID() })
    // What was signed as one thing is no signature as another, and no other's.
    expect(await refused(sign(answer, 'witness'))).toBe('passkey-refused')
    const { signature } = signer.passkey.assertion('AAAA')
    const swapped = { ...answer, response: { ...(answer['response'] as JsonObject), signature } }
    expect(await refused(sign(swapped))).toBe('passkey-refused')
    // A desk may leave the checks at its door out; the record does not take it either.
    const hand = (signed: Json): Promise<string> => us.act('attest.sign', { about: opened, data: signed })
    const good = byHand(opened, 'receive')
    expect(await refused(hand({ ...good, meaning: 'witness' }))).toBe('attestation-challenge-wrong')
    expect(await refused(hand({ ...good, act: listed.agency }))).toBe('attestation-challenge-wrong')
    const forged = { ...(good['assertion'] as Json), signature }
    expect(await refused(hand({ ...good, assertion: forged }))).toBe('attestation-signature-invalid')
    expect(await refused(hand({ ...good, appointed: listed.seat }))).toBe('attestation-unappointed')
    expect(await refused(cn.act('attest.sign', { about: opened, data: good }))).toBe(
      'attestation-unappointed',
    )
    expect(await us.story(opened)).toEqual(['us case.open'])

    await sign(signer.passkey.get(await us.client.call('signatures.options', { params, body: { meaning } })))
    await cn.sees(opened, 'it was signed', ({ actCount }) => actCount === 2)
    for (const { client } of [us, cn])
      expect((await client.call('signatures.list', { params })).items).toMatchObject([
        { by: 'us', meaning, signature: 'verified', appointment: 'in-office', appointed: signer.appointed },
      ])
    const relief = { officer: signer.appointed, reason: 'term-ended' }
    await coordinator.act('directory.officer.relieve', { about: listed.agency, data: relief })
    const late = us.client.call('signatures.options', { params, body: { meaning } })
    expect(await refused(late)).toBe('officer-not-appointed')
    expect(await refused(hand(byHand(opened, 'witness')))).toBe('attestation-relieved')
    const [told] = await endsWell(mechanism, [us, cn])
    expect(told?.['feeds']).toMatchObject([
      { party: 'us', attestations: 1 },
      { party: 'cn', attestations: 0 },
    ])
  })
})
