import { z } from 'zod'
import { MAX_PARTIES, type ChannelId, type PartyId } from '../record/index.ts'
import type { HeldChannel } from './held-channel.ts'

/** Founding files in one exchange: each may hold the cards of sixty parties, and one request has a bound. */
export const OFFERS_MAX = 4
/** A card is 32 KiB at most; a founding of the largest channel with its charter, and four of them in one request. */
const FOUNDING_CHARACTERS_MAX: number = 1_900_000

/**
 * What one member tells another of a side channel that is being founded between them. Members of the mechanism that
 * the side channel does not name are never told anything.
 */
export interface SideOffer {
  readonly id: ChannelId
  /** First heads that the sender holds of it: how many have agreed, as far as it knows. */
  readonly heads: number
  /** The sender will not take part. */
  readonly declined?: boolean | undefined
  /** The founding file; left out when the other is known to hold as much. */
  readonly founding?: string | undefined
}

export const sideOffers: z.ZodType<{ offers: SideOffer[] }> = z.strictObject({
  offers: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[0-9a-f]{64}$/),
        heads: z.int().min(0).max(MAX_PARTIES),
        declined: z.boolean().optional(),
        founding: z.string().max(FOUNDING_CHARACTERS_MAX).optional(),
      }),
    )
    .max(OFFERS_MAX),
})

/** Keeps side channels that are being founded. The app implements it; the exchange only carries. */
export interface SideDesk {
  /** What this member is still to be told, at most `OFFERS_MAX`. */
  pending(channel: HeldChannel, to: PartyId): readonly SideOffer[]
  /** Takes what a member says, and answers what is held of the same foundings now. Hostile offers are refused, each alone. */
  take(channel: HeldChannel, from: PartyId, offers: readonly SideOffer[]): Promise<readonly SideOffer[]>
}

/** For a node that founds no side channels. */
export const noSides: SideDesk = { pending: () => [], take: () => Promise.resolve([]) }
