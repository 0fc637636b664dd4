import { describe, expect, it } from 'vitest'
import {
  type Card,
  encodeCard,
  fingerprintOf,
  instantFromMs,
  makeCard,
  signersFromSeeds,
} from '../record/index.ts'
import type { Clock } from '../exchange/index.ts'
import { openParts, SqliteStore } from '../store/index.ts'
import { AppError } from './errors.ts'
import {
  DEFAULT_LIMITS,
  type FoundingNeeds,
  agree,
  formatFounding,
  open,
  parseFounding,
  propose,
  sign,
} from './founding.ts'
import { FOUNDING_TABLES, FoundingBook } from './founding-book.ts'
import { Foundings } from './foundings.ts'

const NOW_MS = Date.UTC(2015, 11, 1, 14)
const clock: Clock = { now: () => NOW_MS, monotonic: () => 0, after: () => () => undefined }
const charter = Buffer.from('Timely responses to requests for information and assistance.')

async function party(id: string, seed: number): Promise<FoundingNeeds> {
  const drawn = (role: number): Uint8Array => Buffer.alloc(32, seed * 10 + role)
  const signers = signersFromSeeds({
    head: { ed25519: drawn(1), mldsa44: drawn(2) },
    receipt: { ed25519: drawn(3), mldsa44: drawn(4) },
    transport: { ed25519: drawn(5) },
  })
  const tls = `${seed}`.padStart(64, '0')
  const age = `age1${'qpzry9x8gf2tvdw0s3jn54khce6mua7l'[seed] ?? 'q'}${'q'.repeat(57)}`
  const card = makeCard(
    { party: id, name: `Party ${id}`, url: '', made: instantFromMs(NOW_MS), tls, age },
    signers,
  )
  const highWater = {
    read: () => Promise.resolve(undefined),
    raise: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
  return { store: await SqliteStore.open(':memory:'), clock, signers, highWater, card }
}

async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work()
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return String(cause.code)
    throw cause
  }
  return 'no error'
}

describe('founding', () => {
  it('takes three parties round by one file, and opens when all have agreed', async () => {
    const [us, cn, vn] = await Promise.all([party('us', 1), party('cn', 2), party('vn', 3)])
    const proposed = parseFounding(formatFounding(await propose(us, [cn.card, vn.card], charter)))
    const second = parseFounding(formatFounding(await agree(cn, proposed)))
    expect(await codeOf(() => open(us, second))).toBe('founding-incomplete')
    const third = parseFounding(formatFounding(await agree(vn, second)))
    expect([...third.heads.keys()].sort()).toEqual(['cn', 'us', 'vn'])
    for (const each of [us, cn]) await open(each, third)
    for (const each of [us, cn, vn]) {
      expect((await each.store.channels()).map((row) => [row.id, row.status])).toEqual([
        [proposed.id, 'open'],
      ])
      for (const feed of ['us', 'cn', 'vn']) expect((await each.store.feed(proposed.id, feed))?.size).toBe(1)
    }
  })

  it('can be agreed to again after a crash before the file was handed on, but not once open', async () => {
    const [us, cn] = await Promise.all([party('us', 1), party('cn', 2)])
    const proposed = await propose(us, [cn.card], charter)
    expect((await agree(us, proposed)).heads.size).toBe(1)
    await agree(cn, proposed)
    expect(await codeOf(() => agree(cn, proposed))).toBe('channel-exists')
  })

  it('is refused when the file was changed on its way', async () => {
    const [us, cn, vn] = await Promise.all([party('us', 1), party('cn', 2), party('vn', 3)])
    const file = formatFounding(await propose(us, [cn.card], charter))
    const changed = (edit: (value: Record<string, unknown>) => void): string => {
      const value: Record<string, unknown> = JSON.parse(file) as Record<string, unknown>
      edit(value)
      return JSON.stringify(value)
    }
    const cards: Card[] = [us.card, vn.card]
    const cases: [string, string][] = [
      ['file-malformed', 'not a founding file'],
      ['file-malformed', changed((value) => delete value['heads'])],
      [
        'charter-mismatch',
        changed((value) => (value['charter'] = Buffer.from('another').toString('base64'))),
      ],
      ['card-unexpected', changed((value) => (value['cards'] = cards.map((card) => encodeCard(card))))],
      ['leaf-not-json', changed((value) => (value['genesis'] = Buffer.from('{').toString('base64')))],
    ]
    for (const [code, text] of cases)
      expect([code, await codeOf(() => parseFounding(text))]).toEqual([code, code])
    expect(await codeOf(() => agree(vn, parseFounding(file)))).toBe('card-unexpected')
  })

  it('is refused when two parties share a key, or bodies could not cross', async () => {
    const [us, cn] = await Promise.all([party('us', 1), party('cn', 2)])
    const copied = (await party('vn', 1)).card
    expect(await codeOf(() => propose(us, [copied], charter))).toBe('card-unexpected')
    const limits = { ...DEFAULT_LIMITS, bodyBytes: 5 * 1024 * 1024 }
    const refused = await propose(us, [cn.card], charter, limits).catch((cause: unknown) => cause)
    expect(refused).toBeInstanceOf(AppError)
    expect(refused).toMatchObject({ code: 'limits-unsupported', field: 'limits.bodyBytes' })
  })

  it('refuses a charter that says it has terms and does not, before anything is signed', async () => {
    const alpha = await party('alpha', 1)
    const beta = await party('beta', 2)
    const broken = Buffer.from(
      '{"entente":"charter/1","title":{"en":"T"},"text":{"en":"x"},"terms":{"hotlin":{}}}',
    )
    await expect(propose(alpha, [beta.card], broken)).rejects.toMatchObject({ code: 'charter-invalid' })
    expect(await alpha.store.channels()).toEqual([])
  })
})

describe('a founding whose last party is cut off', () => {
  /** The node of the last party, which is killed as often as `cuts` says whenever it is about to open the channel. */
  async function lastParty(cuts: number) {
    const [us, cn] = await Promise.all([party('us', 1), party('cn', 2)])
    const file = formatFounding(await propose(us, [cn.card], charter))
    const book = new FoundingBook(openParts(':memory:', [FOUNDING_TABLES]))
    let left = cuts
    const foundings = new Foundings({
      party: 'cn',
      clock,
      store: cn.store,
      book,
      propose: (others, text) => propose(cn, others, text),
      sign: (founding) => sign(cn, founding),
      open: (founding) => {
        left -= 1
        if (left >= 0) throw new Error('cut off')
        return open(cn, founding)
      },
    })
    return { foundings, file, us, statusOf: async () => (await cn.store.channels()).map((row) => row.status) }
  }

  it('has kept the file that the others need before its channel is open, and goes on when it is asked again', async () => {
    const { foundings, file, us, statusOf } = await lastParty(1)
    await expect(foundings.agreeTo(file)).rejects.toThrow('cut off')
    expect(await statusOf()).toEqual(['proposed'])
    const [kept] = await foundings.list()
    expect(kept).toMatchObject({ state: 'unconfirmed', agreed: ['us', 'cn'] })
    if (kept !== undefined) await open(us, parseFounding(formatFounding(kept.founding)))
    expect(await foundings.agreeTo(file)).toMatchObject({ state: 'open' })
  })

  it('gives the file again to who was cut off after the channel had opened', async () => {
    const { foundings, file, us } = await lastParty(0)
    const given = await foundings.agreeTo(file)
    const again = await foundings.agreeTo(file)
    expect(formatFounding(again.founding)).toBe(formatFounding(given.founding))
    await open(us, parseFounding(formatFounding(again.founding)))
  })

  it('opens at the next start what was confirmed and agreed to on screen', async () => {
    const { foundings, file, statusOf } = await lastParty(1)
    const { founding } = await foundings.take(file)
    await foundings.confirm(founding.id, fingerprintOf(founding.id))
    await expect(foundings.accept(founding.id)).rejects.toThrow('cut off')
    expect(await statusOf()).toEqual(['proposed'])
    await foundings.resume()
    expect(await statusOf()).toEqual(['open'])
  })
})
