import { hash } from 'node:crypto'
import {
  channelIdOf,
  commitBody,
  encodeBodies,
  encodeCard,
  encodeGenesis,
  encodeLeaf,
  feedKeys,
  instantFromMs,
  keyDocumentHash,
  leafHash,
  makeCard,
  noteWithReceipts,
  originOf,
  rootAt,
  signersFromSeeds,
  signHead,
  signReceipt,
  TILE_WIDTH,
  TreeEdge,
  verifyHead,
  writeArchive,
  type ArchiveSource,
  type Card,
  type ChannelId,
  type ChannelKeys,
  type FeedToCarry,
  type JsonObject,
  type Leaf,
  type PartyId,
  type PartySigners,
  type SaltedBody,
  type TileReader,
} from '../../src/record/index.ts'

/** A record that was never lived: acts of remarks by turns, all of it a function of the plan. */
export interface RecordPlan {
  readonly parties: readonly PartyId[]
  /** Acts of each party besides the genesis. */
  readonly acts: number
  readonly bodyBytes: number
  /** A sealed exhibit, named by the first act of the first party. */
  readonly exhibit?: Uint8Array
  /** How many leaves each other party has receipted; none when 0; all unless told. */
  readonly receipted?: number
  /** Bodies that were expunged: `<party>/<seq>`. */
  readonly expunged?: ReadonlySet<string>
  /** Changes a leaf before it is written. */
  readonly change?: (leaf: Leaf) => Leaf
}

export interface MadeParty {
  readonly id: PartyId
  readonly signers: PartySigners
  readonly card: Card
}

export interface MadeFeed {
  readonly party: PartyId
  readonly size: number
  readonly tile: TileReader
  readonly head: string
}

export interface MadeRecord {
  readonly channel: ChannelId
  readonly genesis: Uint8Array
  readonly charter: Uint8Array
  readonly members: readonly MadeParty[]
  readonly cards: ReadonlyMap<PartyId, Card>
  readonly keys: ChannelKeys
  readonly source: ArchiveSource
  leafAt(party: PartyId, seq: number): { bytes: Uint8Array; body: SaltedBody | undefined }
  feed(party: PartyId): MadeFeed
  /** The head that the party signed, or would have, at a smaller size. */
  headAt(party: PartyId, size: number): Promise<string>
  /** The receipt note by one party over another's head of that size. */
  receiptAt(party: PartyId, by: PartyId, size: number): Promise<string>
}

export const MADE_SECONDS = 1_900_000_000
const CHARTER = Buffer.from('What both have agreed to, for trial.\n')

export async function makeRecord(plan: RecordPlan): Promise<MadeRecord> {
  const members = plan.parties.map((id, i) => makeParty(id, i + 1))
  const cards = new Map(members.map(({ id, card }) => [id, card]))
  const genesis = genesisOf(members)
  const channel = channelIdOf(genesis)
  const keys: ChannelKeys = new Map(members.map(({ id, card }) => [id, feedKeys(channel, card.keys)]))
  const leafAt = (party: PartyId, seq: number): { bytes: Uint8Array; body: SaltedBody | undefined } =>
    seq === 0 ? { bytes: genesis, body: undefined } : makeLeaf(plan, party, seq)
  const trees = new Map(
    members.map(({ id }) => [id, growTree(plan.acts + 1, (seq) => leafAt(id, seq).bytes)]),
  )
  const memberOf = (party: PartyId): MadeParty => found(members.find(({ id }) => id === party))
  const headAt = async (party: PartyId, size: number): Promise<string> => {
    const root = await rootAt(size, found(trees.get(party)))
    return signHead(originOf(channel, party), size, root, MADE_SECONDS, memberOf(party).signers.head)
  }
  const feeds = new Map<PartyId, MadeFeed>()
  const receiptAt = async (party: PartyId, by: PartyId, size: number): Promise<string> => {
    const whole = feeds.get(party)
    const note = whole?.size === size ? whole.head : await headAt(party, size)
    const head = verifyHead(note, found(keys.get(party)))
    return noteWithReceipts(head, [
      signReceipt(head, by, channel, MADE_SECONDS + 1, memberOf(by).signers.receipt),
    ])
  }
  const carried: FeedToCarry[] = []
  for (const { id: party } of members) {
    const [size, tile] = [plan.acts + 1, found(trees.get(party))]
    const feed = { party, size, tile, head: await headAt(party, size) }
    feeds.set(party, feed)
    const receipts: { by: PartyId; note: string }[] = []
    const upTo = plan.receipted ?? size
    for (const { id: by } of members) {
      if (by !== party && upTo > 0) receipts.push({ by, note: await receiptAt(party, by, upTo) })
    }
    carried.push({
      ...feed,
      receipts,
      bundle: (index, width) => Promise.resolve(bundleOf(party, index, width, leafAt)),
    })
  }
  const cardTexts = Object.fromEntries([...cards].map(([party, card]) => [party, encodeCard(card)]))
  const { exhibit } = plan
  const exhibits =
    exhibit === undefined
      ? []
      : [{ sealed: hash('sha256', exhibit, 'hex'), bytes: exhibit.length, read: () => pieces(exhibit) }]
  const source = { genesis, charter: CHARTER, cards: cardTexts, feeds: carried, exhibits }
  return {
    channel,
    genesis,
    charter: CHARTER,
    members,
    cards,
    keys,
    source,
    leafAt,
    headAt,
    receiptAt,
    feed: (party) => found(feeds.get(party)),
  }
}

/** The whole file in memory. */
export async function archiveBytes(source: ArchiveSource): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of writeArchive(source)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** A source of bytes in chunks of a size. */
export async function* pieces(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}

export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the plan has no such party')
  return value
}

function makeLeaf(
  plan: RecordPlan,
  party: PartyId,
  seq: number,
): { bytes: Uint8Array; body: SaltedBody | undefined } {
  const place = plan.parties.indexOf(party)
  const salt = hash('sha256', `salt/${party}/${seq}`, 'buffer')
  const bytes = Buffer.alloc(plan.bodyBytes, hash('sha256', `body/${party}/${seq}`, 'buffer'))
  const deps = Object.fromEntries(
    plan.parties.flatMap((other, i) => (i === place ? [] : [[other, i < place ? seq + 1 : seq]])),
  )
  const leaf: Leaf = {
    v: 1,
    type: seq === 1 && place === 0 && plan.exhibit !== undefined ? 'evidence.deposit' : 'remark.post',
    party,
    seq,
    made: instantFromMs(MADE_SECONDS * 1000 + seq),
    deps,
    body: commitBody(salt, bytes, 'application/json'),
    data: dataOf(plan, place, seq),
  }
  const body = plan.expunged?.has(`${party}/${seq}`) === true ? undefined : { salt, bytes }
  return { bytes: encodeLeaf(plan.change?.(leaf) ?? leaf), body }
}

function dataOf({ exhibit }: RecordPlan, place: number, seq: number): JsonObject {
  if (exhibit === undefined || seq !== 1 || place !== 0) return {}
  return {
    exhibits: [
      {
        hmac: hash('sha256', 'plain', 'hex'),
        mediaType: 'application/octet-stream',
        plainBytes: 1,
        sealed: hash('sha256', exhibit, 'hex'),
        sealedBytes: exhibit.length,
      },
    ],
  }
}

/** Keys that follow from a number from 1 to 15. */
function makeParty(id: PartyId, number: number): MadeParty {
  const seed = (role: number): Buffer => Buffer.alloc(32, number * 16 + role)
  const signers = signersFromSeeds({
    head: { ed25519: seed(1), mldsa44: seed(2) },
    receipt: { ed25519: seed(3), mldsa44: seed(4) },
    transport: { ed25519: seed(5) },
  })
  const content = { party: id, name: `Office of ${id}`, url: '', made: instantFromMs(MADE_SECONDS * 1000) }
  const card = makeCard({ ...content, tls: '00'.repeat(32), age: `age1${'q'.repeat(58)}` }, signers)
  return { id, signers, card }
}

function genesisOf(members: readonly MadeParty[]): Uint8Array {
  return encodeGenesis({
    v: 1,
    type: 'channel.found',
    made: instantFromMs(MADE_SECONDS * 1000),
    data: {
      parties: members.map(({ id, card }) => ({ id, keys: keyDocumentHash(card.keys) })),
      fold: 1,
      limits: { leafBytes: 60_000, bodyBytes: 1024 * 1024, exhibitBytes: 1024 ** 3 },
      charter: hash('sha256', CHARTER, 'hex'),
    },
  })
}

/** Keeps the tiles: 32 bytes a leaf. */
function growTree(size: number, leafAt: (seq: number) => Uint8Array): TileReader {
  const tree = TreeEdge.empty()
  const tiles = new Map<string, Uint8Array>()
  const take = (): void => {
    for (const tile of tree.takeTiles()) tiles.set(`${tile.level}/${tile.index}`, tile.bytes)
  }
  for (let seq = 0; seq < size; seq++) {
    tree.append(leafHash(leafAt(seq)))
    if (seq % TILE_WIDTH === 0) take()
  }
  take()
  return (level, index) => Promise.resolve(found(tiles.get(`${level}/${index}`)))
}

function bundleOf(
  party: PartyId,
  index: number,
  width: number,
  leafAt: MadeRecord['leafAt'],
): { leaves: Uint8Array[]; bodiesBytes: number; bodies: () => Iterable<Uint8Array> } {
  const made = Array.from({ length: width }, (_, i) => leafAt(party, index * TILE_WIDTH + i))
  const bodies = encodeBodies(made.map(({ body }) => body))
  return { leaves: made.map(({ bytes }) => bytes), bodiesBytes: bodies.length, bodies: () => [bodies] }
}
