import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId, hex64, partyId } from '../fields.ts'
import { entered, exhibitOf, holds, withExhibit } from './custody.ts'

const TRANSFER_REASONS = ['examination', 'storage', 'prosecution', 'duty-change', 'return', 'other'] as const

const transferData = z
  .strictObject({
    /** The agency, seat or officer, as the directory lists it. */
    keeper: actId.optional(),
    reason: z.enum(TRANSFER_REASONS),
    sealed: hex64,
    to: partyId.optional(),
  })
  .refine(({ keeper, to }) => keeper !== undefined || to !== undefined, {
    path: ['to'],
    message: 'must be given, or else the keeper',
  })

/** The custodian hands an exhibit to another of its officers or agencies, or to a party that holds it already. */
export const evidenceTransfer: ActDefinition = defineAct({
  name: 'evidence.transfer',
  class: 'owned',
  by: 'custodian',
  since: 1,
  about: { how: 'any' },
  data: transferData,
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act, context) {
    const { keeper, sealed, to = act.by } = act.data
    const found = exhibitOf(state, sealed)
    if (found === undefined) return 'exhibit-unknown'
    if (found.custodian !== act.by) return 'not-the-custodian'
    if (!context.parties.includes(to)) return 'to-unknown-party'
    if (found.destroyed.includes(act.by)) return 'exhibit-destroyed'
    // Nobody can be made to answer for a file that it has not found to match.
    if (!holds(found, to)) return 'exhibit-not-held'
    return withExhibit(state, { ...entered(found, act, 'transfer'), custodian: to, keeper: keeper ?? null })
  },
})
