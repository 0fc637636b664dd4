import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ACT_EXAMPLES } from '../../src/acts/index.ts'
import { type Batch, feedOf } from '../../src/exchange/index.ts'
import { type JsonObject, type Leaf, RecordError, actIdOf, leafHash } from '../../src/record/index.ts'
import { type History, bytesOf } from '../hostile/history.ts'
import { Siege } from '../hostile/siege.ts'
import { Passkey } from './passkey.ts'

let siege: Siege
beforeEach(async () => {
  siege = await Siege.begin()
})
afterEach(() => siege.end())

const officer = new Passkey(7)
const JSON_BODY = { bytes: Buffer.from('{"name":"x"}'), type: 'application/json' }
const SEAT = { function: 'cert', hours: 'always', languages: ['en'] }

describe('an honest author', () => {
  type Live = NonNullable<ReturnType<NonNullable<Siege['victim']['node']>['channel']>>
  const live = (): Live => {
    const channel = siege.victim.node?.channel(siege.other)
    if (channel === undefined) throw new Error('the victim does not run')
    return channel
  }

  /** Makes an act while simulated time goes on. */
  async function make(type: string, data: JsonObject, about?: string): Promise<string> {
    const body = type.endsWith('.list') || type.endsWith('.open') ? { body: JSON_BODY } : {}
    const made = live().act({ type, data, ...(about === undefined ? {} : { about }), ...body })
    made.catch(() => undefined)
    await siege.pass(500)
    return (await made).id
  }

  async function appoint(): Promise<{ agency: string; appointed: string }> {
    const agency = await make('directory.agency.list', { ...ACT_EXAMPLES['directory.agency.list'] })
    const seat = await make('directory.seat.open', SEAT, agency)
    return { agency, appointed: await make('directory.officer.appoint', officer.appointment(seat), agency) }
  }

  const refusal = (made: Promise<unknown>): Promise<string> =>
    made.then(
      () => 'recorded',
      (error: unknown) => (error instanceof RecordError ? error.code : String(error)),
    )

  const isReceived = (): boolean => {
    const own = feedOf(live().held, 'us')
    return own.receipts.get('cn')?.size === own.tree.size
  }

  it('has an officer’s signature recorded and received, and listed with the matter', async () => {
    const { agency, appointed } = await appoint()
    await make('attest.sign', officer.attestation(siege.other, agency, appointed), agency)
    await siege.pass(2_000)
    expect(isReceived()).toBe(true)
    const folded = await siege.friend.node?.channel(siege.other)?.folds.matter(agency)
    expect(folded?.now.state?.attestations).toMatchObject([{ act: agency, appointed, meaning: 'approve' }])
  })

  it('is refused by its own node what every peer would refuse, and goes on writing', async () => {
    const { agency, appointed } = await appoint()
    const sign = (over = {}): Promise<string> =>
      make('attest.sign', officer.attestation(siege.other, agency, appointed, over), agency)
    expect(await refusal(sign({ flags: 0x01 }))).toBe('attestation-user-unverified')
    expect(await refusal(sign({ origin: 'https://evil.example' }))).toBe('attestation-origin-wrong')
    expect(await refusal(sign({ key: new Passkey(8).spki }))).toBe('attestation-signature-invalid')
    await make('directory.officer.relieve', { officer: appointed, reason: 'term-ended' }, agency)
    expect(await refusal(sign())).toBe('attestation-relieved')
    await siege.pass(2_000)
    expect(isReceived()).toBe(true)
  })

  it('never writes a signature behind the relief of its officer, even when both are made at once', async () => {
    const { agency, appointed } = await appoint()
    const remark: Parameters<Live['act']>[0] = {
      type: 'remark.post',
      about: agency,
      data: {},
      body: { bytes: Buffer.from('x'), type: 'text/plain' },
    }
    // While the first is written, the others come together in the queue.
    const first = live().act(remark)
    const relief = live().act({
      type: 'directory.officer.relieve',
      about: agency,
      data: { officer: appointed, reason: 'key-lost' },
    })
    const data = officer.attestation(siege.other, agency, appointed)
    const others = [live().act({ type: 'attest.sign', about: agency, data }), live().act(remark)]
    for (const each of [first, relief, ...others]) each.catch(() => undefined)
    await siege.pass(3_000)
    await relief
    expect(await Promise.all(others.map(refusal))).toEqual(['attestation-relieved', 'recorded'])
    expect(isReceived()).toBe(true)
  })

  it('is judged after a restart as before', async () => {
    const { agency, appointed } = await appoint()
    await make('directory.officer.relieve', { officer: appointed, reason: 'term-ended' }, agency)
    siege.victim.crash()
    await siege.victim.start()
    await siege.pass(5_000)
    const late = make('attest.sign', officer.attestation(siege.other, agency, appointed), agency)
    expect(await refusal(late)).toBe('attestation-relieved')
  })
})

describe('a hostile author', () => {
  const AGENCY = 'e'.repeat(64)
  const appointment = (): Leaf =>
    siege.leaf(1, {
      type: 'directory.officer.appoint',
      about: AGENCY,
      data: officer.appointment(AGENCY),
    })
  const idOf = (leaf: Leaf): string => actIdOf(leafHash(bytesOf(leaf)))
  const relief = (seq: number, appointed: string): Leaf =>
    siege.leaf(seq, {
      type: 'directory.officer.relieve',
      about: AGENCY,
      data: { officer: appointed, reason: 'other' },
    })
  const signature = (seq: number, appointed: string, over = {}): Leaf =>
    siege.leaf(seq, {
      type: 'attest.sign',
      about: AGENCY,
      data: officer.attestation(siege.channel, AGENCY, appointed, over),
    })
  const historyOf = (...leaves: readonly Leaf[]): History => siege.base.with(...leaves.map(bytesOf))
  const batchOf = (...leaves: readonly Leaf[]): Batch => historyOf(...leaves).batch(1)

  it('has its officers’ good signatures taken, in one batch with the appointment or after it', async () => {
    const first = appointment()
    const whole = [first, signature(2, idOf(first)), signature(3, idOf(first), {})]
    expect((await siege.push(batchOf(...whole.slice(0, 2)))).status).toBe(200)
    expect((await siege.push(historyOf(...whole).batch(3))).status).toBe(200)
    expect(siege.held().tree.size).toBe(4)
  })

  it.each<[string, string, () => Batch]>([
    [
      'that nobody gave',
      'attestation-signature-invalid',
      () => batchOf(appointment(), signature(2, idOf(appointment()), { key: new Passkey(9).spki })),
    ],
    [
      'over something else',
      'attestation-challenge-wrong',
      () => batchOf(appointment(), signature(2, idOf(appointment()), { act: 'd'.repeat(64) })),
    ],
    ['by whom it never appointed', 'attestation-unappointed', () => batchOf(signature(1, AGENCY))],
    [
      'before the appointment',
      'attestation-unappointed',
      () => {
        const later = { ...appointment(), seq: 2 }
        return batchOf(signature(1, idOf(later)), later)
      },
    ],
    [
      'after the relief',
      'attestation-relieved',
      () => {
        const id = idOf(appointment())
        return batchOf(appointment(), relief(2, id), signature(3, id))
      },
    ],
    [
      'without a form',
      'attestation-malformed',
      () => batchOf(siege.leaf(1, { type: 'attest.sign', about: AGENCY, data: { act: AGENCY } })),
    ],
  ])('has a head refused that covers a signature %s: %s', async (_what, code, batch) => {
    const before = await siege.state()
    const reply = await siege.push(batch())
    expect([reply.status, reply.code]).toEqual([422, code])
    expect(await siege.state()).toBe(before)
    expect(await siege.goesOn()).toEqual({ other: true, here: true })
  })

  it('has the record searched once for a batch, whomever it names that it never appointed', async () => {
    const { node } = siege.victim
    if (node === undefined) throw new Error('the victim does not run')
    const searched = vi.spyOn(node.needs.store, 'locate')
    const remark = siege.leaf(1, { type: 'remark.post', about: AGENCY, data: {} })
    const named = [idOf(remark), 'a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)]
    const signatures = named.map((appointed, i) => signature(i + 2, appointed))
    const reply = await siege.push(batchOf(remark, ...signatures))
    expect(reply.code).toBe('attestation-unappointed')
    expect(searched).toHaveBeenCalledTimes(1)
    searched.mockRestore()
  })

  it('is held to a relief that came in an earlier batch, and in which nobody signed', async () => {
    const first = appointment()
    const id = idOf(first)
    const taken = [first, signature(2, id), relief(3, id)]
    expect((await siege.push(batchOf(...taken.slice(0, 2)))).status).toBe(200)
    expect((await siege.push(historyOf(...taken).batch(3))).status).toBe(200)
    const reply = await siege.push(historyOf(...taken, signature(4, id)).batch(4))
    expect(reply.code).toBe('attestation-relieved')
  })
})
