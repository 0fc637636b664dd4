import { type HeldChannel, keysOf } from '../exchange/index.ts'
import {
  type Card,
  type PartyId,
  RecordError,
  documentHashOf,
  encodeCard,
  keyDocumentHash,
  keysInForce,
  parseCard,
} from '../record/index.ts'
import type { ChannelRow } from '../store/index.ts'
import type { Draft } from './draft.ts'
import { AppError } from './errors.ts'

/** How the keys of a card stand in the mechanism; `unknown`: a stranger's, or of a change that has not come here yet. */
export type Standing = 'in-force' | 'replaced' | 'unknown'

export function standingOf({ keys }: Pick<HeldChannel, 'keys'>, party: PartyId, card: Card): Standing {
  const own = keys.get(party)
  if (own === undefined) return 'unknown'
  const named = keyDocumentHash(card.keys)
  if (documentHashOf(keysInForce(own)) === named) return 'in-force'
  return [own, ...own.later].some((each) => documentHashOf(each) === named) ? 'replaced' : 'unknown'
}

/** The card of the new keys goes along with their act: nobody else can make it, and the next side channel needs it. */
export function cardBody(card: Card, { limits }: Pick<HeldChannel, 'limits'>): Draft['body'] {
  const bytes = Buffer.from(encodeCard(card))
  // A channel of very small bodies must not keep its parties from changing their keys.
  return bytes.length > limits.bodyBytes ? undefined : { bytes, type: 'application/json' }
}

/**
 * The card of another member with the keys that are in force for it. `bodyAt` gives what is held of the body of an act.
 * Throws AppError `side-keys-changed` when the member has changed its keys and no card with the new ones is here.
 */
export async function cardInForce(
  held: Pick<HeldChannel, 'keys'>,
  row: Pick<ChannelRow, 'cards'>,
  party: PartyId,
  bodyAt: (seq: number) => Promise<Uint8Array | undefined>,
): Promise<Card> {
  const last = keysOf(held.keys, party).later.at(-1)
  if (last === undefined) return parseCard(row.cards[party] ?? '')
  // The first head of the new keys has the size of the one that ends with their act, and one more.
  const body = await bodyAt(last.from - 2)
  const card = body === undefined ? undefined : cardIn(body)
  if (card !== undefined && keyDocumentHash(card.keys) === documentHashOf(last)) return card
  throw new AppError(
    'side-keys-changed',
    `parties: "${party}" has changed its keys, and its new card is not here (its body was expunged, or came with none): ask it to change its keys once more.`,
    { field: 'parties' },
  )
}

/** What a member wrote into its act; anything may stand there. */
function cardIn(body: Uint8Array): Card | undefined {
  try {
    return parseCard(body)
  } catch (cause) {
    if (cause instanceof RecordError) return undefined
    throw cause
  }
}
