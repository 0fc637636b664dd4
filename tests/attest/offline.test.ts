import { describe, expect, it } from 'vitest'
import {
  type VerifiedProof,
  type VerifiedRecord,
  formatTlogProof,
  inclusionProof,
  verifyProofFile,
  verifyRecord,
} from '../../src/record/index.ts'
import { VerifyPool } from '../../src/app/index.ts'
import { archiveBytes, pieces } from '../archive/made-record.ts'
import { officerRecord, relieved, signed } from './officer-record.ts'
import type { OfficerPlan } from './officer-record.ts'
import { Passkey } from './passkey.ts'

async function verified(plan: OfficerPlan): Promise<VerifiedRecord> {
  const made = await officerRecord(plan)
  return verifyRecord(pieces(await archiveBytes(made.source)), { cards: [...made.cards.values()] })
}

const GOOD: OfficerPlan = {
  follow: (officer, appointed, channel) => [signed(officer.attestation(channel, appointed, appointed))],
}

describe('a carried file with officers’ signatures', () => {
  it('tells how many of them hold, on this thread and on others', async () => {
    const { findings, feeds } = await verified(GOOD)
    expect(findings).toEqual([])
    expect(feeds.map(({ attestations }) => attestations)).toEqual([1, 0])
    const pool = new VerifyPool()
    try {
      const made = await officerRecord(GOOD)
      const elsewhere = await verifyRecord(pieces(await archiveBytes(made.source)), { checkRun: pool.check })
      expect(elsewhere.feeds.map(({ attestations }) => attestations)).toEqual([1, 0])
    } finally {
      await pool.close()
    }
  })

  it.each<[string, string, OfficerPlan]>([
    [
      'over another act than it says',
      'attestation-challenge-wrong',
      {
        follow: (officer, appointed, channel) => [
          signed(officer.attestation(channel, appointed, appointed, { act: 'd'.repeat(64) })),
        ],
      },
    ],
    [
      'by another key',
      'attestation-signature-invalid',
      {
        follow: (officer, appointed, channel) => [
          signed(officer.attestation(channel, appointed, appointed, { key: new Passkey(8).spki })),
        ],
      },
    ],
    [
      'by somebody whom nothing verified',
      'attestation-user-unverified',
      {
        follow: (officer, appointed, channel) => [
          signed(officer.attestation(channel, appointed, appointed, { flags: 0x01 })),
        ],
      },
    ],
    [
      'made for another channel',
      'attestation-challenge-wrong',
      {
        follow: (officer, appointed) => [signed(officer.attestation('d'.repeat(64), appointed, appointed))],
      },
    ],
    [
      'by whom nobody appointed',
      'attestation-unappointed',
      {
        follow: (officer, appointed, channel) => [
          signed(officer.attestation(channel, appointed, 'd'.repeat(64))),
        ],
      },
    ],
    ['by an officer of the other party', 'attestation-unappointed', { ...GOOD, by: 'beta' }],
    [
      'by an officer who was relieved',
      'attestation-relieved',
      {
        follow: (officer, appointed, channel) => [
          relieved(appointed),
          signed(officer.attestation(channel, appointed, appointed)),
        ],
      },
    ],
    [
      'with another key than that of the appointment',
      'attestation-officer-wrong',
      { ...GOOD, appoint: new Passkey(8).appointment('e'.repeat(64)) },
    ],
  ])('is found wrong when one is %s: %s', async (_what, code, plan) => {
    const { feeds, findings } = await verified(plan)
    expect(findings.map((finding) => finding.code)).toEqual([code])
    expect(findings[0]?.where).toMatch(/feeds\/.*, leaf \d/)
    expect(feeds.map(({ attestations }) => attestations)).toEqual([0, 0])
  })
})

describe('the proof of one act that is an officer’s signature', () => {
  async function proven(plan: OfficerPlan): Promise<VerifiedProof> {
    const made = await officerRecord(plan)
    const { size, tile } = made.feed('alpha')
    const path = await inclusionProof(2, size, tile)
    const note = await made.receiptAt('alpha', 'beta', size)
    const text = formatTlogProof({ index: 2, path, note, extra: made.leafAt('alpha', 2).bytes })
    return verifyProofFile(text, { cards: [...made.cards.values()] })
  }

  it('holds it against itself', async () => {
    const good = await proven(GOOD)
    expect([good.findings, good.leaf?.type]).toEqual([[], 'attest.sign'])
    const forged = await proven({
      follow: (officer, appointed, channel) => [
        signed(officer.attestation(channel, appointed, appointed, { key: new Passkey(8).spki })),
      ],
    })
    expect(forged.findings.map(({ code }) => code)).toEqual(['attestation-signature-invalid'])
  })
})
