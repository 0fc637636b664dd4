import { describe, expect, it } from 'vitest'
import { archiveBytes, found, makeRecord, pieces } from './made-record.ts'
import type { MadeRecord, RecordPlan } from './made-record.ts'
import { type Card, verifyFile, verifyRecord, type VerifiedRecord } from '../../src/record/index.ts'
import { VerifyPool } from '../../src/app/index.ts'
import { flipped, membersOf, replaced, tarOf } from './members.ts'

const SMALL: RecordPlan = {
  parties: ['alpha', 'beta'],
  acts: 3,
  bodyBytes: 24,
  exhibit: Buffer.from('a sealed exhibit'),
}

async function verified(bytes: Buffer, cards: readonly Card[] = []): Promise<VerifiedRecord> {
  return verifyRecord(pieces(bytes), { cards })
}

async function smallFile(plan: Partial<RecordPlan> = {}): Promise<{ made: MadeRecord; bytes: Buffer }> {
  const made = await makeRecord({ ...SMALL, ...plan })
  return { made, bytes: await archiveBytes(made.source) }
}

describe('a whole carried file', () => {
  it('shows its parties, feeds, receipts and bodies, and says what it does not show', async () => {
    const { made, bytes } = await smallFile({ acts: 600, receipted: 300, expunged: new Set(['alpha/3']) })
    const record = await verified(bytes, [found(made.cards.get('alpha'))])
    expect(record.findings).toEqual([])
    expect(record).toMatchObject({ channel: made.channel, exhibits: { held: 1, absent: 0, bytes: 16 } })
    expect(record.parties).toEqual([
      { id: 'alpha', name: 'Office of alpha', anchored: true },
      { id: 'beta', name: 'Office of beta', anchored: false },
    ])
    expect(record.feeds[0]).toMatchObject({
      size: 601,
      deps: { beta: 600 },
      receipts: [{ by: 'beta', size: 300 }],
      bodies: { held: 599, absent: 1, bytes: 599 * 24 },
      types: { 'evidence.deposit': 1, 'remark.post': 599 },
    })
    expect(record.couldNotTell.map(({ code, party, by, count }) => [code, party, by, count])).toEqual([
      ['keys-unanchored', 'beta', undefined, undefined],
      ['receipt-missing', 'alpha', 'beta', 301],
      ['bodies-absent', 'alpha', undefined, 1],
      ['receipt-missing', 'beta', 'alpha', 301],
      ['exhibits-sealed', undefined, undefined, 1],
    ])
  })

  it.each([1, 255, 256, 257, 511, 512, 513])('verifies with %i leaves in each feed', async (size) => {
    const { bytes } = await smallFile({ acts: size - 1, exhibit: Buffer.alloc(0) })
    const record = await verified(bytes)
    expect(record.findings.filter(({ code }) => code !== 'exhibit-unnamed')).toEqual([])
    expect(record.feeds.map((feed) => [feed.size, feed.receipts.length])).toEqual([
      [size, 1],
      [size, 1],
    ])
  })

  it('verifies in chunks of any size and on other threads to the same result', async () => {
    const { bytes } = await smallFile({ acts: 300 })
    const whole = await verified(bytes)
    const pool = new VerifyPool(2)
    try {
      expect(await verifyRecord(pieces(bytes, 1_000), { checkRun: pool.check })).toEqual(whole)
      expect(whole.findings).toEqual([])
    } finally {
      await pool.close()
    }
  })

  it('hands out every act once, in the order of its feed, with its body', async () => {
    const { made, bytes } = await smallFile({ acts: 300 })
    const handed: string[] = []
    await verifyRecord(pieces(bytes), {
      onLeaves: (party, leaves) => {
        for (const { seq, leaf, body } of leaves) {
          expect(Buffer.from(body?.bytes ?? [])).toEqual(
            Buffer.from(found(made.leafAt(party, seq).body).bytes),
          )
          handed.push(`${leaf.party}/${leaf.seq}`)
        }
      },
    })
    const expected = ['alpha', 'beta'].flatMap((party) =>
      Array.from({ length: 300 }, (_, i) => `${party}/${i + 1}`),
    )
    expect(handed).toEqual(expected)
  })

  it('checks bundles of large bodies in parts', async () => {
    const { bytes } = await smallFile({ acts: 9, bodyBytes: 1024 * 1024 })
    const record = await verified(bytes)
    expect(record.findings).toEqual([])
    expect(record.feeds.map((feed) => feed.bodies.held)).toEqual([9, 9])
    const spoilt = replaced(bytes, 'feeds/beta/bodies/000.p/10', (body) => flipped(body, -1))
    expect((await verified(spoilt)).findings).toMatchObject([
      { code: 'body-mismatch', where: 'feeds/beta/tile/entries/000.p/10, leaf 9' },
    ])
  })
})

describe('a carried file that is cut, longer or in another order', () => {
  it('is found wrong when it ends at any member', async () => {
    const { bytes } = await smallFile()
    const boundaries: number[] = []
    let at = 0
    for (const { body } of membersOf(bytes)) {
      boundaries.push(at)
      at += 512 * (1 + Math.ceil(body.length / 512))
    }
    boundaries.push(at, at + 512)
    for (const end of boundaries) {
      const record = await verified(bytes.subarray(0, end))
      expect(record.findings.at(-1)?.code, `cut at ${end}`).toBe('tar-malformed')
      expect(record.couldNotTell).toContainEqual(expect.objectContaining({ code: 'not-read' }))
    }
    console.log(`a carried file was cut at ${boundaries.length} places`)
  })

  it('is found wrong when it ends properly after any member', async () => {
    const { bytes } = await smallFile()
    const members = membersOf(bytes)
    for (let count = 0; count < members.length; count++) {
      const { findings } = await verified(tarOf(members.slice(0, count)))
      expect(findings.at(-1)?.code, `${count} members`).toMatch(/^(archive|tar)-malformed$/)
    }
  })

  it('is found wrong with bytes after its end', async () => {
    const { bytes } = await smallFile()
    for (const more of [Buffer.of(0), Buffer.of(1), Buffer.alloc(512), Buffer.alloc(10_240)]) {
      expect((await verified(Buffer.concat([bytes, more]))).findings).toMatchObject([
        { code: 'tar-malformed' },
      ])
    }
  })

  it('is found wrong with any two members that stand side by side in each other’s place', async () => {
    const { bytes } = await smallFile()
    const members = membersOf(bytes)
    for (let i = 0; i + 1 < members.length; i++) {
      const swapped = [...members]
      ;[swapped[i], swapped[i + 1]] = [found(members[i + 1]), found(members[i])]
      expect((await verified(tarOf(swapped))).findingCount, found(members[i]).name).toBeGreaterThan(0)
    }
  })

  it('is found wrong with a member twice or one that does not belong', async () => {
    const { bytes } = await smallFile()
    const members = membersOf(bytes)
    const stranger = { name: 'feeds/alpha/notes', body: Buffer.from('x') }
    for (let i = 0; i <= members.length; i++) {
      for (const added of [stranger, members[i] ?? stranger]) {
        const more = [...members.slice(0, i), added, ...members.slice(i)]
        expect((await verified(tarOf(more))).findingCount, `${added.name} at ${i}`).toBeGreaterThan(0)
      }
    }
  })
})

describe('a carried file from which something was left out with care', () => {
  it('is not wrong without a body, but says that it is not there', async () => {
    const { bytes } = await smallFile({ expunged: new Set(['beta/2']) })
    const record = await verified(bytes)
    expect(record.findings).toEqual([])
    expect(record.couldNotTell).toContainEqual(
      expect.objectContaining({ code: 'bodies-absent', party: 'beta', count: 1 }),
    )
  })

  it('is not wrong without its exhibit or a receipt, but says that they are not there', async () => {
    const { made } = await smallFile({ receipted: 0 })
    const record = await verified(await archiveBytes({ ...made.source, exhibits: [] }))
    expect(record.findings).toEqual([])
    const codes = record.couldNotTell.map(({ code }) => code)
    expect(codes).toContain('exhibits-absent')
    expect(codes.filter((code) => code === 'receipt-missing')).toHaveLength(2)
  })
})

describe('a carried file that is coherent and wrong', () => {
  it('is told by the keys on the card that the reader holds', async () => {
    const { bytes } = await smallFile()
    const other = await makeRecord({ ...SMALL, parties: ['gamma', 'alpha'] })
    const { findings } = await verified(bytes, [found(other.cards.get('alpha'))])
    expect(findings).toMatchObject([{ code: 'card-unexpected', where: 'genesis' }])
  })

  it.each([
    ['deps that go down', 'deps-decreasing', { deps: { beta: 1 } }],
    ['deps beyond the file', 'deps-future', { deps: { beta: 9 } }],
    ['deps of a stranger', 'deps-party-unknown', { deps: { gamma: 3 } }],
    ['another author', 'leaf-misplaced', { party: 'beta', deps: { alpha: 3 } }],
    ['another number', 'leaf-misplaced', { seq: 7 }],
    [
      'a body above the limit',
      'body-too-large',
      { body: { hmac: '00'.repeat(32), size: 2 ** 30, type: 'text/plain' } },
    ],
  ])('is found wrong by %s, although its author signed it', async (_, code, change) => {
    const { bytes } = await smallFile({
      change: (leaf) => (leaf.party === 'alpha' && leaf.seq === 3 ? { ...leaf, ...change } : leaf),
    })
    expect((await verified(bytes)).findings).toMatchObject([
      { code, where: 'feeds/alpha/tile/entries/000.p/4, leaf 3' },
    ])
  })

  it('is found wrong by deps that go down from one bundle to the next', async () => {
    const { bytes } = await smallFile({
      acts: 300,
      change: (leaf) => (leaf.party === 'beta' && leaf.seq === 256 ? { ...leaf, deps: { alpha: 5 } } : leaf),
    })
    expect((await verified(bytes)).findings.map(({ code }) => code)).toEqual(['deps-decreasing'])
  })

  it('is found wrong by a receipt over a history that is not this one', async () => {
    const { made } = await smallFile()
    const other = await makeRecord({
      ...SMALL,
      change: (leaf) => (leaf.seq === 2 ? { ...leaf, data: { x: 1 } } : leaf),
    })
    const note = await other.receiptAt('alpha', 'beta', 3)
    const feeds = made.source.feeds.map((feed) =>
      feed.party === 'alpha' ? { ...feed, receipts: [{ by: 'beta', note }] } : feed,
    )
    const record = await verified(await archiveBytes({ ...made.source, feeds }))
    expect(record.findings).toMatchObject([{ code: 'root-mismatch', where: 'feeds/alpha/receipts/beta' }])
  })

  it('is found wrong by an exhibit that no act names', async () => {
    const { made } = await smallFile()
    const record = await verified(
      await archiveBytes({
        ...made.source,
        feeds: (await makeRecord({ parties: SMALL.parties, acts: 3, bodyBytes: 24 })).source.feeds,
      }),
    )
    expect(record.findings.map(({ code }) => code)).toContain('exhibit-unnamed')
  })

  it('lists no more than a hundred findings and counts all', async () => {
    const made = await makeRecord({
      parties: SMALL.parties,
      acts: 600,
      bodyBytes: 24,
      change: (leaf) => ({ ...leaf, seq: leaf.seq + 1 }),
    })
    const record = await verified(await archiveBytes(made.source))
    expect(record.findings.length).toBeLessThanOrEqual(100)
    expect(record.findingCount).toBe(1_200)
  })
})

describe('a file of another kind', () => {
  it.each([[''], ['x'], ['{"v":1}'], ['PK\u0003\u0004, as a zip begins']])(
    '%j is unknown, and nothing can be told',
    async (text) => {
      const file = await verifyFile(pieces(Buffer.from(text)))
      expect(file).toMatchObject({ kind: 'unknown', findings: [{ code: 'file-unknown' }] })
    },
  )
})
