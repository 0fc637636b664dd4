import { z } from 'zod'
import { type PartyId, fingerprintOf } from '../record/index.ts'
import { type Founding, formatFounding, parseFounding } from './founding.ts'
import type { OpenedNode } from './serve.ts'

export interface ProposeArgs {
  /** Cards of the others, canonical JSON, in the order in which the channel will name them. */
  readonly cards: readonly string[]
  readonly charter: string
}
export const proposeArgs: z.ZodType<ProposeArgs> = z.strictObject({
  cards: z.array(z.string()).min(1),
  charter: z.string(),
})

export interface AcceptArgs {
  /** The founding file. */
  readonly founding: string
}
export const acceptArgs: z.ZodType<AcceptArgs> = z.strictObject({ founding: z.string() })

export interface FoundingResult {
  readonly channel: string
  /** Eight numbers of 0 to 2047, one word each, to be read aloud. */
  readonly fingerprint: readonly number[]
  readonly parties: readonly { readonly id: PartyId; readonly name: string }[]
  /** Parties that have not agreed yet; the channel is open when there are none. */
  readonly missing: readonly PartyId[]
  readonly charter: string
  /** The founding file as it now stands, for the others. */
  readonly founding: string
}

export async function card({ node }: OpenedNode): Promise<{ card: string }> {
  return { card: node.encodedCard() }
}

/** Throws AppError `party-invalid`, RecordError `card-malformed`, `card-proof-invalid`, and as `propose` of founding. */
export async function propose(
  { foundings }: OpenedNode,
  { cards, charter }: ProposeArgs,
): Promise<FoundingResult> {
  const { founding } = await foundings.propose(cards, Buffer.from(charter), () => 'CARD')
  return told(founding)
}

export async function accept({ foundings }: OpenedNode, { founding }: AcceptArgs): Promise<FoundingResult> {
  return told((await foundings.agreeTo(founding)).founding)
}

export async function open({ foundings }: OpenedNode, { founding }: AcceptArgs): Promise<FoundingResult> {
  return told((await foundings.openBy(founding)).founding)
}

/** What a founding file says, without agreeing to it. Throws as `parseFounding`. */
export function readFounding(text: string): FoundingResult {
  return told(parseFounding(text))
}

function told(founding: Founding): FoundingResult {
  return {
    channel: founding.id,
    fingerprint: fingerprintOf(founding.id),
    parties: [...founding.cards.values()].map((card) => ({ id: card.keys.party, name: card.name })),
    missing: [...founding.cards.keys()].filter((party) => !founding.heads.has(party)),
    charter: Buffer.from(founding.charter).toString('utf8'),
    founding: formatFounding(founding),
  }
}
