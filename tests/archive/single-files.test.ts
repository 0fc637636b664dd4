import { beforeAll, describe, expect, it } from 'vitest'
import {
  actIdOf,
  formatTlogProof,
  inclusionProof,
  leafHash,
  makeForkProof,
  policyFor,
  verifyFile,
  type ProofOptions,
  type VerifiedFile,
} from '../../src/record/index.ts'
import { found, makeRecord, pieces } from './made-record.ts'
import type { MadeRecord } from './made-record.ts'

let made: MadeRecord
let leaf: Uint8Array
let proof = ''
beforeAll(async () => {
  made = await makeRecord({ parties: ['alpha', 'beta', 'gamma'], acts: 9, bodyBytes: 10 })
  leaf = made.leafAt('beta', 5).bytes
  proof = await proofWith(await made.receiptAt('beta', 'alpha', 10))
})

async function proofWith(note: string, extra: Uint8Array | undefined = leaf): Promise<string> {
  const path = await inclusionProof(5, 10, made.feed('beta').tile)
  return formatTlogProof({ index: 5, path, note, extra })
}

function verified(text: string, options: ProofOptions = {}): Promise<VerifiedFile> {
  return verifyFile(pieces(Buffer.from(text), 11), options)
}

describe('a proof of one act', () => {
  it('is verified with the cards of the parties, and names whose receipt it lacks', async () => {
    const file = await verified(proof, { cards: [...made.cards.values()] })
    expect(file).toMatchObject({
      kind: 'proof',
      findings: [],
      proof: {
        id: actIdOf(leafHash(leaf)),
        party: 'beta',
        index: 5,
        size: 10,
        receivedBy: [{ by: 'alpha' }],
      },
      leaf: { type: 'remark.post', seq: 5 },
      couldNotTell: [{ code: 'receipt-missing', by: 'gamma' }],
    })
  })

  it('is verified with a policy alone, of which every quorum must be met', async () => {
    const policy = policyFor('beta', made.keys)
    const few = await verified(proof, { policy })
    expect(few.findings).toMatchObject([{ code: 'receipt-signature-missing' }])
    const note = await made.receiptAt('beta', 'alpha', 10)
    const gamma = (await made.receiptAt('beta', 'gamma', 10)).slice(made.feed('beta').head.length)
    const all = await verified(await proofWith(note + gamma), { policy })
    expect(all).toMatchObject({
      findings: [],
      couldNotTell: [],
      proof: { receivedBy: [{ by: 'alpha' }, { by: 'gamma' }] },
    })
    const lenient = policy.replace('group EVERYONE all', 'group EVERYONE any')
    expect((await verified(proof, { policy: lenient })).findings).toEqual([])
  })

  it('is found wrong under the policy of another feed or channel', async () => {
    for (const policy of [
      policyFor('alpha', made.keys),
      policyFor('beta', (await makeRecord({ parties: ['beta', 'alpha'], acts: 1, bodyBytes: 1 })).keys),
    ]) {
      const { findings } = await verified(proof, { policy })
      expect(findings.map(({ code }) => code)).toMatchObject([
        expect.stringMatching(/^(head-key-foreign|origin-mismatch)$/),
      ])
    }
  })

  it('takes the act from beside it when it does not carry it', async () => {
    const note = await made.receiptAt('beta', 'alpha', 10)
    const path = await inclusionProof(5, 10, made.feed('beta').tile)
    const bare = formatTlogProof({ index: 5, path, note })
    const cards = [...made.cards.values()]
    expect((await verified(bare, { cards, leaf })).findings).toEqual([])
    expect((await verified(bare, { cards, leaf: made.leafAt('beta', 4).bytes })).findings).toMatchObject([
      { code: 'proof-invalid' },
    ])
    expect((await verified(bare, { cards })).couldNotTell).toMatchObject([{ code: 'not-read' }])
  })

  it('says that it cannot tell whose signatures these are without keys', async () => {
    expect(await verified(proof)).toMatchObject({
      proof: undefined,
      findings: [],
      couldNotTell: [{ code: 'keys-unanchored' }],
    })
  })

  it('is found wrong with any of a thousand bytes changed', async () => {
    const cards = [...made.cards.values()]
    const step = Math.floor(proof.length / 1_000)
    for (let at = 0; at < proof.length; at += step) {
      const changed = Buffer.from(proof)
      changed[at] = (changed[at] ?? 0) ^ 1
      const file = await verifyFile(pieces(changed), { cards })
      expect(file.findingCount, `byte ${at}`).toBeGreaterThan(0)
    }
  })
})

describe('a proof of a fork', () => {
  it('is verified by itself, and found wrong when it proves nothing', async () => {
    const head = await made.headAt('beta', 10)
    const other = await makeRecord({
      parties: ['alpha', 'beta', 'gamma'],
      acts: 9,
      bodyBytes: 10,
      change: (one) => ({ ...one, data: { x: 1 } }),
    })
    const document = found(made.cards.get('beta')).keys
    const text = makeForkProof({
      genesis: made.genesis,
      document,
      headA: head,
      headB: other.feed('beta').head,
      consistency: undefined,
    })
    expect(await verified(text)).toMatchObject({
      kind: 'fork',
      fork: { party: 'beta', sizes: [10, 10] },
      findings: [],
    })
    const spoilt = text.replace('"beta"', '"zeta"')
    expect(await verified(spoilt)).toMatchObject({
      kind: 'fork',
      fork: undefined,
      findings: [{ code: 'fork-proof-invalid' }],
    })
  })
})
