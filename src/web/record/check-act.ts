import { channelIdOf, keyDocumentHash, parseCard, parseGenesis } from '../../record/index.ts'
import { call } from '../api/client.ts'
import { verifyStream } from '../verify/index.ts'

export type CheckedAct =
  | {
      readonly is: 'good'
      readonly party: string
      readonly index: number
      readonly size: number
      readonly receivedBy: readonly string[]
      /** The author's keys are not those of the genesis any more; those in force were taken from the node's policy. */
      readonly laterKeys: boolean
    }
  | { readonly is: 'other' | 'other-channel' }
  | { readonly is: 'wrong'; readonly codes: readonly string[] }

/**
 * Asks the node for the proof of one act and believes nothing of it: the genesis must be that of the channel, the cards
 * those that the genesis commits to, and the act the one that was asked for.
 * Throws what the client throws, and RecordError for a genesis or a card that has not its form.
 */
export async function checkAct(channel: string, matter: string, act: string): Promise<CheckedAct> {
  const [given, anchors] = await Promise.all([
    call('acts.prove', { params: { channel, matter, act } }),
    call('record.anchors', { params: { channel } }),
  ])
  const genesis = Uint8Array.from(atob(given.genesis), (byte) => byte.charCodeAt(0))
  if (channelIdOf(genesis) !== channel) return { is: 'other-channel' }
  const committed = new Map(parseGenesis(genesis).data.parties.map(({ id, keys }) => [id, keys]))
  const cards = Object.values(anchors.cards)
  for (const card of cards.map((one) => parseCard(one)))
    if (committed.get(card.keys.party) !== keyDocumentHash(card.keys)) return { is: 'other-channel' }
  const laterKeys = anchors.rotations.length > 0
  const keys = laterKeys ? { policy: given.policy } : { cards }
  const { verified } = await verifyStream(new Blob([given.proof]), keys)
  if (verified.kind !== 'proof' || verified.proof === undefined || verified.findingCount > 0)
    return { is: 'wrong', codes: [...new Set(verified.findings.map(({ code }) => code))] }
  const { id, index, party, receivedBy, size } = verified.proof
  if (id !== act) return { is: 'other' }
  return { is: 'good', party, index, size, receivedBy: receivedBy.map(({ by }) => by), laterKeys }
}
