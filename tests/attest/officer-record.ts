import {
  type JsonObject,
  type Leaf,
  actIdOf,
  encodeLeaf,
  leafHash,
  parseLeaf,
} from '../../src/record/index.ts'
import { makeRecord } from '../archive/made-record.ts'
import type { MadeRecord, RecordPlan } from '../archive/made-record.ts'
import { Passkey } from './passkey.ts'

const PLAN: RecordPlan = { parties: ['alpha', 'beta'], acts: 3, bodyBytes: 24 }
/** Officers' acts are about an agency; what the record room reads of them does not need it to be there. */
const AGENCY = 'e'.repeat(64)

type Change = Pick<Leaf, 'type' | 'data'>

/** What stands in the feed of alpha after the genesis: the appointment, and two acts that follow from it. */
export interface OfficerPlan {
  readonly appoint?: JsonObject
  readonly follow: (officer: Passkey, appointed: string, channel: string) => readonly Change[]
  /** Whose feed has what follows; the appointment is in that of alpha. */
  readonly by?: 'alpha' | 'beta'
}

/** A record in which an officer was appointed, whose leaves hold by themselves whatever the plan says. */
export async function officerRecord({ appoint, by = 'alpha', follow }: OfficerPlan): Promise<MadeRecord> {
  const officer = new Passkey(7)
  const base = await makeRecord(PLAN)
  const first: Leaf = {
    ...parseLeaf(base.leafAt('alpha', 1).bytes),
    about: AGENCY,
    type: 'directory.officer.appoint',
    data: appoint ?? officer.appointment(AGENCY),
  }
  const appointed = actIdOf(leafHash(encodeLeaf(first)))
  const changes = follow(officer, appointed, base.channel)
  return makeRecord({
    ...PLAN,
    change: (leaf) => {
      if (leaf.party === 'alpha' && leaf.seq === 1) return first
      const change = leaf.party === by ? changes[leaf.seq - 2] : undefined
      return change === undefined ? leaf : { ...leaf, about: AGENCY, ...change }
    },
  })
}

export function signed(data: JsonObject): Change {
  return { type: 'attest.sign', data }
}

export function relieved(appointed: string): Change {
  return { type: 'directory.officer.relieve', data: { officer: appointed, reason: 'other' } }
}
