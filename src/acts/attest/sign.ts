import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId, base64Url, hex32, officerKey, relyingParty } from '../fields.ts'
import { ATTESTATIONS_PER_MATTER_MAX } from '../matter.ts'
import { ATTESTATION_MEANINGS } from './meanings.ts'

/** Bytes of each part of an assertion; authenticators write far less. */
const AUTHENTICATOR_DATA_MAX = 1_024
const CLIENT_DATA_MAX = 2_048
const SIGNATURE_MAX = 1_024

/**
 * An officer of the author signs an act, with a meaning. Admission has held the assertion against the key here and the
 * appointment in the author's own feed before this comes to the fold, which only lists it.
 */
export const attestSign: ActDefinition = defineAct({
  name: 'attest.sign',
  class: 'free',
  by: 'any',
  since: 1,
  about: { how: 'any' },
  data: z.strictObject({
    act: actId,
    appointed: actId,
    assertion: z.strictObject({
      authenticatorData: base64Url(AUTHENTICATOR_DATA_MAX),
      clientDataJSON: base64Url(CLIENT_DATA_MAX),
      signature: base64Url(SIGNATURE_MAX),
    }),
    credential: hex32,
    key: officerKey,
    meaning: z.enum(ATTESTATION_MEANINGS),
    rp: relyingParty,
  }),
  body: { rule: 'optional', types: ['text/plain', 'application/json'] },
  effect(state, act) {
    const { act: signed, appointed, meaning } = act.data
    const isKnown = state.attestations.some(
      (one) =>
        one.act === signed && one.appointed === appointed && one.meaning === meaning && one.by === act.by,
    )
    if (isKnown) return 'already-attested'
    if (state.attestations.length >= ATTESTATIONS_PER_MATTER_MAX) return 'matter-full'
    const own = { act: signed, appointed, by: act.by, meaning }
    return { ...state, attestations: [...state.attestations, own] }
  },
})
