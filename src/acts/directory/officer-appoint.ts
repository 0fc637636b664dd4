import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId, officerKey, relyingParty, hex32 } from '../fields.ts'
import { agencyBarred, OFFICERS_MAX } from './matter.ts'

/** COSE numbers of the algorithms with which officers sign: ES256, EdDSA (Ed25519), RS256. */
const COSE_ALGORITHMS = [-7, -8, -257] as const

/**
 * Appoints somebody to a seat, with the key by which this officer signs. The id is random and names nobody; the name is
 * in the body. The id of this act is the appointment's.
 */
export const directoryOfficerAppoint: ActDefinition = defineAct({
  name: 'directory.officer.appoint',
  class: 'owned',
  by: 'owner',
  since: 1,
  about: { how: 'about', kind: 'agency' },
  data: z.strictObject({
    alg: z.literal(COSE_ALGORITHMS),
    credential: hex32,
    key: officerKey,
    rp: relyingParty,
    seat: actId,
  }),
  body: { rule: 'optional', types: ['application/json'] },
  effect(state, act) {
    const fault = agencyBarred(state, act.by)
    if (fault !== undefined) return fault
    const { credential, seat } = act.data
    if (!state.seats.some((one) => one.act === seat)) return 'seat-unknown'
    if (state.officers.some((one) => one.credential === credential)) return 'credential-used'
    if (state.officers.length >= OFFICERS_MAX) return 'matter-full'
    return { ...state, officers: [...state.officers, { act: act.id, credential, seat }] }
  },
})
