import { z } from 'zod'

import { keyDocumentHash, RecordError } from '../../record/index.ts'
import type { KeyDocument } from '../../record/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { base64Of, hex64, partyId } from '../fields.ts'
import { KEYS_PER_PARTY_MAX, keysAt } from './matter.ts'

const ED25519_PUBLIC_BYTES = 32
const ED25519_SIGNATURE_BYTES = 64
const MLDSA44_PUBLIC_BYTES = 1312
const MLDSA44_SIGNATURE_BYTES = 2420
/** A hybrid post-quantum recipient has 1,959 characters. */
const AGE_RECIPIENT_MAX = 2_000

const publicKeys = z.strictObject({
  ed25519: base64Of(ED25519_PUBLIC_BYTES),
  mldsa44: base64Of(MLDSA44_PUBLIC_BYTES),
})
const signatures = z.strictObject({
  ed25519: base64Of(ED25519_SIGNATURE_BYTES),
  mldsa44: base64Of(MLDSA44_SIGNATURE_BYTES),
})

const document: z.ZodType<KeyDocument> = z
  .strictObject({
    exhibit: z.strictObject({ age: z.string().max(AGE_RECIPIENT_MAX) }),
    head: publicKeys,
    party: partyId,
    receipt: publicKeys,
    transport: z.strictObject({ ed25519: base64Of(ED25519_PUBLIC_BYTES), tls: hex64 }),
    v: z.literal(1),
  })
  .refine(hasHash, 'must be a key document')

/**
 * A party puts new keys in the place of its old ones. The leaf proves itself: the old head keys sign the new document,
 * and each new key shows that it is held. The head whose last leaf is this act is the last one that the old keys sign.
 */
export const channelKeyRotate: ActDefinition = defineAct({
  name: 'channel.key.rotate',
  class: 'owned',
  by: 'any',
  since: 1,
  about: { how: 'channel' },
  data: z.strictObject({
    document,
    /** Hash of the document that is replaced. */
    previous: hex64,
    proofs: z.strictObject({
      head: signatures,
      previous: signatures,
      receipt: signatures,
      transport: base64Of(ED25519_SIGNATURE_BYTES),
    }),
  }),
  /** The card of the new keys, for side channels to come. The fold does not read it, and it may be expunged. */
  body: { rule: 'optional', types: ['application/json'] },
  effect(state, act) {
    const { document: next, previous } = act.data
    if (next.party !== act.by) return 'not-your-keys'
    const own = state.keys.filter((one) => one.by === act.by)
    if (own.length >= KEYS_PER_PARTY_MAX) return 'matter-full'
    // The document of the genesis is not known to the fold: admission holds the first rotation against it.
    const current = keysAt(state, act.by, Number.MAX_SAFE_INTEGER)
    if (current !== null && current !== previous) return 'keys-mismatch'
    const keys = keyDocumentHash(next)
    if (keys === previous || own.some((one) => one.keys === keys)) return 'keys-used'
    if (state.revoked.some((one) => one.by === act.by && one.keys === keys)) return 'keys-used'
    // The leaf stands at `seq`, so the head that ends with it has the size `seq + 1`.
    return { ...state, keys: [...state.keys, { act: act.id, by: act.by, keys, size: act.seq + 2 }] }
  },
})

function hasHash(value: KeyDocument): boolean {
  try {
    return keyDocumentHash(value) !== ''
  } catch (error) {
    if (error instanceof RecordError) return false
    throw error
  }
}
