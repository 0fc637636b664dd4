import {
  type Card,
  type ChannelId,
  type JsonObject,
  MAX_ROTATIONS,
  keysInForce,
  makeRotation,
  signersFromSeeds,
} from '../record/index.ts'
import { type OwnSigners, type Rng, feedOf, keysOf } from '../exchange/index.ts'
import { AppError } from './errors.ts'
import type { LiveChannel } from './live-channel.ts'
import { refusalOf } from './refusal.ts'
import { type Secrets, renewed } from './secrets.ts'
import { cardBody } from './side-cards.ts'

/** What became of the keys in one channel. */
export interface KeyChange {
  readonly channel: ChannelId
  /** Why it goes on with the keys before; null when the new ones are in force. Asking again takes it up once more. */
  readonly refused: { readonly code: string; readonly message: string } | null
}

export interface KeyChanges {
  /** False when an earlier change was only brought to its end. */
  readonly drawn: boolean
  readonly channels: readonly KeyChange[]
}

export interface KeyChangeNeeds {
  readonly rng: Rng
  readonly channels: readonly LiveChannel[]
  readonly signers: OwnSigners
  readonly secrets: () => Secrets
  /** That of the newest keys. */
  readonly card: () => Card
  /** Durable when it resolves. */
  readonly keep: (secrets: Secrets) => Promise<void>
  /** Told once the signers are the new ones. */
  readonly taken: (secrets: Secrets) => void
}

/**
 * New head and receipt keys for this node and every open channel. The keys are durable before the first act names them,
 * and the former ones stay: cut off anywhere, the node goes on with what each feed says, and asking again goes on from there.
 * Throws AppError `read-only` when there are channels and none may be written.
 */
export async function changeKeys(needs: KeyChangeNeeds): Promise<KeyChanges> {
  const behind = needs.channels.filter((channel) => isBehind(needs.signers, channel))
  const finished = await moveAll(needs, behind)
  if (finished.some(({ refused }) => refused === null)) return { drawn: false, channels: finished }
  if (needs.channels.length > 0 && !needs.channels.some(canMove))
    throw new AppError('read-only', 'No channel of this node can be written now: try again later.')
  const secrets = renewed(needs.rng, needs.secrets())
  await needs.keep(secrets)
  needs.signers.add(signersFromSeeds(secrets.seeds))
  needs.taken(secrets)
  return { drawn: true, channels: await moveAll(needs, needs.channels) }
}

/** Whether a channel still signs with keys that this node has replaced. */
export function isBehind(signers: OwnSigners, { held }: LiveChannel): boolean {
  return signers.of(keysInForce(keysOf(held.keys, held.self))) !== signers.newest
}

function canMove({ held, readiness }: LiveChannel): boolean {
  const isFrozen = feedOf(held, held.self).frozen !== undefined
  return readiness.writable && !isFrozen && keysOf(held.keys, held.self).later.length < MAX_ROTATIONS
}

async function moveAll(needs: KeyChangeNeeds, channels: readonly LiveChannel[]): Promise<KeyChange[]> {
  const changes: KeyChange[] = []
  for (const channel of channels) {
    const refused = await move(needs, channel).then(
      () => null,
      (cause: unknown) => refusalOf(cause),
    )
    changes.push({ channel: channel.id, refused })
  }
  return changes
}

async function move(needs: KeyChangeNeeds, channel: LiveChannel): Promise<void> {
  const { held, id } = channel
  const current = keysInForce(keysOf(held.keys, held.self))
  const ours = needs.signers.of(current)
  if (current.document === undefined || ours === undefined)
    throw new AppError('read-only', 'This node does not hold the private keys of its own feed.')
  const previous = { document: current.document, head: ours.head }
  const card = needs.card()
  const next = { document: card.keys, signers: needs.signers.newest }
  const data = plain(makeRotation(id, previous, next))
  const body = cardBody(card, held)
  await channel.act({ type: 'channel.key.rotate', data, ...(body === undefined ? {} : { body }) })
}

function plain(value: unknown): JsonObject {
  const copy: JsonObject = JSON.parse(JSON.stringify(value))
  return copy
}
