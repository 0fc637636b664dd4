import { describe, expect, it } from 'vitest'
import type { JsonObject, Leaf } from '../../record/index.ts'
import { custodyLedger } from './ledger.ts'
import type { MatterAct } from './ports.ts'

const MADE = '2026-10-01T00:00:00.000Z'
const FILE = 'f'.repeat(64)
const OTHER = 'e'.repeat(64)

function act(
  n: number,
  by: string,
  type: string,
  data: JsonObject,
  code: MatterAct['code'] = null,
): MatterAct {
  const leaf: Leaf = { v: 1, type, party: by, seq: n, made: MADE, deps: {}, data }
  return { id: String(n).padStart(64, '0'), leaf, code }
}

const listing = (sealed: string): JsonObject => ({ exhibits: [{ sealed, sealedBytes: 9 }] })

describe('the custody ledger of one exhibit', () => {
  it('begins with the act that put it on the record, and tells who did what with it', () => {
    const acts = [
      act(1, 'us', 'request.open', listing(OTHER)),
      act(2, 'cn', 'request.supply', listing(FILE)),
      act(3, 'us', 'evidence.receive', { result: 'match', sealed: FILE }),
      act(4, 'us', 'evidence.view', { purpose: 'court', sealed: OTHER }),
      act(5, 'cn', 'evidence.permit', { exhibits: [], ways: ['court-bundle'] }),
      act(5, 'us', 'evidence.permit', { exhibits: [], ways: ['publish'] }),
      act(6, 'us', 'evidence.release', {
        exhibits: [FILE],
        permissions: [],
        scope: 'exhibits',
        way: 'client',
      }),
    ]
    expect(custodyLedger(acts, FILE).map(({ by, what }) => [by, what])).toEqual([
      ['cn', 'deposit'],
      ['us', 'receive'],
      ['cn', 'permit'],
      ['us', 'release'],
    ])
    expect(custodyLedger(acts, FILE).at(-1)?.details).toEqual({
      permissions: [],
      scope: 'exhibits',
      way: 'client',
    })
  })

  it('leaves out what had no effect, and a second naming of the same file', () => {
    const acts = [
      act(1, 'us', 'evidence.deposit', listing(FILE)),
      act(2, 'us', 'request.clarify', listing(FILE)),
      act(3, 'cn', 'evidence.view', { purpose: 'court', sealed: FILE }, 'exhibit-not-held'),
    ]
    expect(custodyLedger(acts, FILE).map(({ what }) => what)).toEqual(['deposit'])
  })

  it('of a file that no act lists is empty', () => {
    expect(custodyLedger([act(1, 'us', 'evidence.view', { sealed: FILE })], FILE)).toEqual([])
  })
})
