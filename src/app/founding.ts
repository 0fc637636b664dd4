import { hash } from 'node:crypto'
import { z } from 'zod'
import { FOLD_VERSION } from '../acts/index.ts'
import {
  type Card,
  type ChannelId,
  type ChannelLimits,
  type FeedKeys,
  type GenesisLeaf,
  MAX_LEAF_BYTES,
  type PartyId,
  type PartySigners,
  TreeEdge,
  channelIdOf,
  encodeCard,
  encodeGenesis,
  feedKeys,
  instantFromMs,
  keyDocumentHash,
  leafHash,
  originOf,
  parseCard,
  parseGenesis,
  signHead,
  verifyHead,
} from '../record/index.ts'
import { parseCharter } from '../instruments/index.ts'
import { type Clock, posixSeconds } from '../exchange/index.ts'
import type { ChannelRow, HighWater, Store } from '../store/index.ts'
import { AppError } from './errors.ts'
import { parseJson } from './secrets.ts'

const MiB = 1024 * 1024
/** What the proposer's charter fixes unless the operator says otherwise: a long statement fits a body, a disk image fits an exhibit. */
export const DEFAULT_LIMITS: ChannelLimits = {
  leafBytes: MAX_LEAF_BYTES,
  bodyBytes: MiB,
  exhibitBytes: 1024 * 1024 * MiB,
}
/** A body crosses in one request of at most 8 MiB, with its leaf and the head beside it. */
const MAX_BODY_LIMIT_BYTES: number = 4 * MiB

/**
 * The file that goes round while a channel is founded: genesis, charter, cards, and the first head of everyone who
 * has agreed so far. It is complete when every party's head is in it. Nothing in it is secret.
 */
export interface Founding {
  readonly id: ChannelId
  readonly genesis: Uint8Array
  readonly charter: Uint8Array
  readonly cards: ReadonlyMap<PartyId, Card>
  readonly heads: ReadonlyMap<PartyId, string>
}

export interface FoundingNeeds {
  readonly store: Store
  readonly clock: Clock
  readonly signers: PartySigners
  readonly highWater: HighWater
  readonly card: Card
}

const fileShape = z.strictObject({
  v: z.literal(1),
  entente: z.literal('founding'),
  genesis: z.string(),
  charter: z.string(),
  cards: z.array(z.string()).min(2),
  heads: z.record(z.string(), z.string()),
})

/** Writes the genesis for this party and the holders of the given cards, in the order given, and agrees to it. */
export async function propose(
  needs: FoundingNeeds,
  others: readonly Card[],
  charter: Uint8Array,
  limits: ChannelLimits = DEFAULT_LIMITS,
): Promise<Founding> {
  const cards = [needs.card, ...others]
  const genesis: GenesisLeaf = {
    v: 1,
    type: 'channel.found',
    made: instantFromMs(needs.clock.now()),
    data: {
      parties: cards.map((card) => ({ id: card.keys.party, keys: keyDocumentHash(card.keys) })),
      fold: FOLD_VERSION,
      limits,
      charter: hash('sha256', charter, 'hex'),
    },
  }
  checkLimits(genesis)
  const bytes = encodeGenesis(genesis)
  const founding: Founding = {
    id: channelIdOf(bytes),
    genesis: bytes,
    charter,
    cards: new Map(cards.map((card) => [card.keys.party, card])),
    heads: new Map(),
  }
  checkDistinctKeys(founding.cards)
  return agree(needs, founding)
}

/** Adds this party's first head; the channel opens when everyone's is there. Throws as `sign`. */
export async function agree(needs: FoundingNeeds, founding: Founding): Promise<Founding> {
  const agreed = await sign(needs, founding)
  return complete(agreed) ? open(needs, agreed) : agreed
}

/**
 * Adds this party's first head and opens nothing. May be repeated until the channel is open.
 * Throws AppError `card-unexpected`, `channel-exists`, and InstrumentError `charter-invalid` or `charter-too-large`.
 */
export async function sign(needs: FoundingNeeds, founding: Founding): Promise<Founding> {
  // A charter that machines cannot read would stop every request in the channel for good.
  parseCharter(founding.charter)
  const self = needs.card.keys.party
  const own = founding.cards.get(self)
  if (own === undefined)
    throw new AppError('card-unexpected', `The genesis does not name this node's party "${self}".`, {
      field: 'genesis',
    })
  if (keyDocumentHash(own.keys) !== keyDocumentHash(needs.card.keys))
    throw new AppError('card-unexpected', `The genesis names keys for "${self}" that are not this node's.`, {
      field: 'genesis',
    })
  if ((await needs.store.channels()).some((row) => row.id === founding.id && row.status === 'open'))
    throw new AppError('channel-exists', 'This channel is open here already.', { field: 'genesis' })
  const root = firstRoot(founding.genesis)
  await needs.store.putChannel(rowOf(founding, self, 'proposed'))
  await keepGenesis(needs.store, founding, self)
  await needs.highWater.raise(founding.id, 1, root)
  const note = signHead(originOf(founding.id, self), 1, root, posixSeconds(needs.clock), needs.signers.head)
  await needs.store.noteHead(founding.id, self, note)
  return { ...founding, heads: new Map([...founding.heads, [self, note] as const]) }
}

/** Holds the others' first heads. Throws AppError `founding-incomplete` while one is missing. */
export async function open(
  needs: Pick<FoundingNeeds, 'store' | 'card'>,
  founding: Founding,
): Promise<Founding> {
  const self = needs.card.keys.party
  const missing = [...founding.cards.keys()].filter((party) => !founding.heads.has(party))
  if (missing.length > 0)
    throw new AppError('founding-incomplete', `Not yet agreed: ${missing.join(', ')}.`, { field: 'heads' })
  const row = (await needs.store.channels()).find((each) => each.id === founding.id)
  if (row === undefined)
    throw new AppError('channel-unknown', 'This node has not agreed to that channel: accept it first.', {
      field: 'genesis',
    })
  if (row.status === 'open') return founding
  for (const party of founding.cards.keys())
    if (party !== self) await keepGenesis(needs.store, founding, party)
  await needs.store.putChannel(rowOf(founding, self, 'open'))
  return founding
}

export function formatFounding(founding: Founding): string {
  return `${JSON.stringify(
    {
      v: 1,
      entente: 'founding',
      genesis: Buffer.from(founding.genesis).toString('base64'),
      charter: Buffer.from(founding.charter).toString('base64'),
      cards: [...founding.cards.values()].map(encodeCard),
      heads: Object.fromEntries(founding.heads),
    },
    null,
    2,
  )}\n`
}

/**
 * Checks all that can be checked of a founding file before a person compares its fingerprint aloud.
 * Throws AppError `file-malformed`, `card-unexpected`, `charter-mismatch`, and RecordError for genesis, cards and heads.
 */
export function parseFounding(text: string): Founding {
  const read = fileShape.safeParse(parseJson(text))
  if (!read.success) {
    const field = read.error.issues[0]?.path.join('.') ?? ''
    throw new AppError(
      'file-malformed',
      `The founding file ${field === '' ? 'is not one' : `is wrong at "${field}"`}.`,
      { field },
    )
  }
  const genesis = Buffer.from(read.data.genesis, 'base64')
  const parsed = parseGenesis(genesis)
  const charter = Buffer.from(read.data.charter, 'base64')
  if (hash('sha256', charter, 'hex') !== parsed.data.charter)
    throw new AppError('charter-mismatch', 'The charter in the file is not the one that the genesis names.', {
      field: 'charter',
    })
  const id = channelIdOf(genesis)
  checkLimits(parsed)
  const cards = matchCards(parsed, read.data.cards)
  checkDistinctKeys(cards)
  const heads = new Map<PartyId, string>()
  for (const [party, note] of Object.entries(read.data.heads)) {
    checkFirstHead(note, keysIn(cards, id, party), genesis)
    heads.set(party, note)
  }
  return { id, genesis, charter, cards, heads }
}

function matchCards(genesis: GenesisLeaf, given: readonly string[]): Map<PartyId, Card> {
  const cards = new Map<PartyId, Card>()
  for (const [i, value] of given.entries()) {
    const card = parseCard(value)
    const named = genesis.data.parties[i]
    if (named?.id !== card.keys.party || named.keys !== keyDocumentHash(card.keys))
      throw new AppError('card-unexpected', `Card ${i + 1} is not the one that the genesis names there.`, {
        field: `cards.${i}`,
      })
    cards.set(card.keys.party, card)
  }
  if (cards.size !== genesis.data.parties.length)
    throw new AppError('card-unexpected', 'The file must hold one card for each party of the genesis.', {
      field: 'cards',
    })
  return cards
}

/** Two parties with one key could not be told apart by what they sign, whoever copied it from whom. */
function checkDistinctKeys(cards: ReadonlyMap<PartyId, Card>): void {
  const owners = new Map<string, PartyId>()
  for (const [party, { keys }] of cards) {
    const { exhibit, head, receipt, transport } = keys
    for (const key of [
      ...Object.values(head),
      ...Object.values(receipt),
      ...Object.values(transport),
      exhibit.age,
    ]) {
      const owner = owners.get(key)
      if (owner !== undefined && owner !== party)
        throw new AppError('card-unexpected', `The cards of "${owner}" and "${party}" name the same key.`, {
          field: 'cards',
        })
      owners.set(key, party)
    }
  }
}

function checkLimits(genesis: GenesisLeaf): void {
  if (genesis.data.limits.bodyBytes <= MAX_BODY_LIMIT_BYTES) return
  throw new AppError(
    'limits-unsupported',
    `limits.bodyBytes: must be at most ${MAX_BODY_LIMIT_BYTES}, or a body could not cross.`,
    {
      field: 'limits.bodyBytes',
    },
  )
}

function keysIn(cards: ReadonlyMap<PartyId, Card>, id: ChannelId, party: string): FeedKeys {
  const card = cards.get(party)
  if (card === undefined)
    throw new AppError('card-unexpected', `There is a head by "${party}", whom the genesis does not name.`, {
      field: `heads.${party}`,
    })
  return feedKeys(id, card.keys)
}

function checkFirstHead(note: string, keys: FeedKeys, genesis: Uint8Array): void {
  const head = verifyHead(note, keys)
  if (head.size !== 1 || Buffer.compare(head.root, firstRoot(genesis)) !== 0)
    throw new AppError('file-malformed', `The head by "${keys.party}" does not sign this genesis.`, {
      field: `heads.${keys.party}`,
    })
}

function firstRoot(genesis: Uint8Array): Uint8Array {
  const tree = TreeEdge.empty()
  tree.append(leafHash(genesis))
  return tree.root()
}

async function keepGenesis(store: Store, founding: Founding, party: PartyId): Promise<void> {
  if ((await store.feed(founding.id, party)) !== undefined) return
  const tree = TreeEdge.empty()
  const fingerprint = leafHash(founding.genesis)
  tree.append(fingerprint)
  const head = founding.heads.get(party)
  await store.append({
    channel: founding.id,
    party,
    from: 0,
    leaves: [{ bytes: founding.genesis, hash: fingerprint, matter: undefined }],
    tiles: tree.takeTiles(),
    root: tree.root(),
    ...(head === undefined ? {} : { head }),
  })
}

function rowOf(founding: Founding, self: PartyId, status: ChannelRow['status']): ChannelRow {
  const cards = Object.fromEntries([...founding.cards].map(([party, card]) => [party, encodeCard(card)]))
  return { id: founding.id, genesis: founding.genesis, charter: founding.charter, self, cards, status }
}

export function complete(founding: Founding): boolean {
  return founding.heads.size === founding.cards.size
}
