import { describe, expect, it } from 'vitest'

import { codeAfter, hexOf, MATTER, OPEN, outcomeOf } from '../acts.testkit.ts'
import type { Step } from '../acts.testkit.ts'
import { ATTESTATIONS_PER_MATTER_MAX } from '../matter.ts'
import { ATTESTATION_MEANINGS } from './meanings.ts'

const sign = (by: string, more: object = {}): Step => ({
  type: 'attest.sign',
  by,
  data: {
    act: MATTER,
    appointed: hexOf(5),
    assertion: { authenticatorData: 'AAAA', clientDataJSON: 'AAAA', signature: 'AAAA' },
    credential: '0'.repeat(32),
    key: 'AAAA',
    meaning: ATTESTATION_MEANINGS[0],
    rp: 'desk.example',
    ...more,
  },
})

describe('an officer’s signature', () => {
  it('is listed with the act, the appointment, the party and what it means, by any party', () => {
    expect(outcomeOf([OPEN, sign('us'), sign('sg', { appointed: hexOf(6) })])).toMatchObject({
      attestations: [
        { act: MATTER, appointed: hexOf(5), by: 'us', meaning: ATTESTATION_MEANINGS[0] },
        { act: MATTER, appointed: hexOf(6), by: 'sg', meaning: ATTESTATION_MEANINGS[0] },
      ],
    })
  })

  it('may be given again with another meaning, over another act or by another officer', () => {
    const [, second] = ATTESTATION_MEANINGS
    for (const other of [{ meaning: second }, { act: hexOf(8) }, { appointed: hexOf(7) }])
      expect(codeAfter(OPEN, sign('us'), sign('us', other))).toBe('effective')
    expect(codeAfter(OPEN, sign('us'), sign('cn'))).toBe('effective')
  })

  it.each<[string, string, Step[]]>([
    ['given twice', 'already-attested', [OPEN, sign('us'), sign('us')]],
    ['of no meaning that is agreed', 'data-invalid', [OPEN, sign('us', { meaning: 'disagree' })]],
    ['with a key that is not base64', 'data-invalid', [OPEN, sign('us', { key: 'A-A_' })]],
    ['with padding in its parts', 'data-invalid', [OPEN, sign('us', { assertion: { signature: 'AA==' } })]],
    ['over nothing that is open', 'matter-unknown', [sign('us')]],
    ['without a matter', 'about-missing', [OPEN, { ...sign('us'), about: null }]],
    [
      'when the matter lists as many as it may',
      'matter-full',
      [
        OPEN,
        ...Array.from({ length: ATTESTATIONS_PER_MATTER_MAX + 1 }, (_, n) =>
          sign('us', { appointed: hexOf(1_000 + n) }),
        ),
      ],
    ],
  ])('%s → %s', (_what, code, steps) => {
    expect(codeAfter(...steps)).toBe(code)
  })
})
