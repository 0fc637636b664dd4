import { createHash, createHmac } from 'node:crypto'
import { commitBody } from './body.ts'
import type { SaltedBody } from './bodies.ts'
import { writeBundle } from './bundle-writer.ts'
import type { BundleSource, ExhibitToBundle } from './bundle-writer.ts'
import { encodeCard, makeCard } from './card.ts'
import { signHead } from './checkpoint.ts'
import { noteWithReceipts, signReceipt } from './cosignature.ts'
import { verifyHead } from './checkpoint.ts'
import { originOf } from './feed-keys.ts'
import { testChannel } from './feed.testkit.ts'
import type { TestChannel } from './feed.testkit.ts'
import { actIdOf, encodeLeaf, leafHash } from './leaf.ts'
import { testParty } from './parties.testkit.ts'
import type { TestParty } from './parties.testkit.ts'
import { policyFor } from './policy.ts'
import { inclusionProof, rootAt } from './proof.ts'
import { formatTlogProof } from './tlog-proof.ts'
import { TreeEdge } from './tree.ts'
import type { ActId, Card, ChannelId, JsonObject, TileReader } from './types.ts'

const MADE = '2026-10-01T00:00:00.000Z'
const AT = 1_790_000_000

/** One act to be made: by whom, about what, with which exhibits. */
export interface BundledStep {
  readonly by: 'us' | 'cn'
  readonly type: string
  readonly about?: ActId
  readonly body?: string
  readonly data?: JsonObject
}

/** A matter of two parties with its bundle, for tests; whatever is given in `more` replaces what would be written. */
export interface TestBundle {
  readonly source: BundleSource
  readonly cards: readonly Card[]
  readonly channel: TestChannel
}

export const PLAIN: Buffer = Buffer.from('what the seized disk holds')
export const SEALED: Buffer = Buffer.from('age-encryption.org/v1 as it would be')
const EXHIBIT_SALT = Buffer.alloc(32, 9)

export function exhibitData(): JsonObject {
  return {
    hmac: createHmac('sha256', EXHIBIT_SALT).update(PLAIN).digest('hex'),
    mediaType: 'application/zip',
    plainBytes: PLAIN.length,
    sealed: sealedName(),
    sealedBytes: SEALED.length,
  }
}

export function sealedName(): string {
  return createHash('sha256').update(SEALED).digest('hex')
}

/** The body of an act that names the exhibit: its name and its salt. */
export function slipBody(): string {
  return JSON.stringify({ exhibits: [{ name: 'disk.zip', salt: EXHIBIT_SALT.toString('hex') }] })
}

export function exhibitToBundle(form: 'sealed' | 'plain', bytes?: Buffer): ExhibitToBundle {
  const content = bytes ?? (form === 'plain' ? PLAIN : SEALED)
  return {
    sealed: sealedName(),
    form,
    bytes: content.length,
    async *read() {
      yield await Promise.resolve(content)
    },
  }
}

/** The acts in order; the first opens the matter. Every head is receipted by the other party. */
export async function testBundle(
  steps: (opening: ActId, channel: ChannelId) => readonly BundledStep[],
): Promise<TestBundle> {
  const parties = [testParty('us', 1), testParty('cn', 2)]
  const channel = testChannel(parties)
  const [first] = steps('0'.repeat(64), channel.id)
  if (first === undefined) throw new Error('no steps')
  const opening = actIdOf(leafHash(encoded(first, 1).leaf))
  const all = steps(opening, channel.id)
  const made = parties.map((party) => feedOf(channel, parties, party, all))
  const proofs = (await Promise.all(made)).flat().toSorted((a, b) => a.place - b.place)
  const cards = parties.map((party) =>
    makeCard(
      {
        party: party.id,
        name: `Party ${party.id}`,
        url: '',
        made: MADE,
        tls: party.document.transport.tls,
        age: party.document.exhibit.age,
      },
      party.signers,
    ),
  )
  return {
    cards,
    channel,
    source: {
      genesis: channel.genesis,
      cards: Object.fromEntries(cards.map((card) => [card.keys.party, encodeCard(card)])),
      matter: opening,
      policies: Object.fromEntries(parties.map(({ id }) => [id, policyFor(id, channel.keys)])),
      turns: () => new Map(),
      acts: proofs.map(({ act }) => act),
      exhibits: [],
    },
  }
}

export async function bytesOf(source: BundleSource): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of writeBundle(source)) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces)
}

export async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield await Promise.resolve(bytes.subarray(at, at + 1000))
}

function encoded(step: BundledStep, seq: number): { leaf: Uint8Array; body: SaltedBody | undefined } {
  const { about, body: text, by, data = {}, type } = step
  const salt = Buffer.alloc(32, seq)
  const body = text === undefined ? undefined : { salt, bytes: Buffer.from(text) }
  const leaf = encodeLeaf({
    v: 1,
    type,
    party: by,
    seq,
    made: MADE,
    deps: {},
    ...(about === undefined ? {} : { about }),
    ...(body === undefined ? {} : { body: commitBody(salt, body.bytes, 'application/json') }),
    data,
  })
  return { leaf, body }
}

export function loaded(
  proof: string,
  policy: string,
  body: SaltedBody | undefined,
): Pick<BundleSource['acts'][number], 'hasBody' | 'load'> {
  return { hasBody: body !== undefined, load: () => Promise.resolve({ proof, policy, body }) }
}

type Proven = { place: number; act: BundleSource['acts'][number] }[]

async function feedOf(
  channel: TestChannel,
  parties: readonly TestParty[],
  party: TestParty,
  steps: readonly BundledStep[],
): Promise<Proven> {
  const own = steps.flatMap((step, place) => (step.by === party.id ? [{ step, place }] : []))
  const leaves = own.map(({ step, place }, i) => ({ place, seq: i + 1, ...encoded(step, i + 1) }))
  const tree = TreeEdge.empty()
  for (const leaf of [channel.genesis, ...leaves.map((each) => each.leaf)]) tree.append(leafHash(leaf))
  const tiles = new Map(tree.takeTiles().map((tile) => [`${tile.level}/${tile.index}`, tile.bytes]))
  const read: TileReader = (level, index, width) =>
    Promise.resolve((tiles.get(`${level}/${index}`) ?? Buffer.alloc(0)).subarray(0, width * 32))
  const size = leaves.length + 1
  const note = signHead(
    originOf(channel.id, party.id),
    size,
    await rootAt(size, read),
    AT,
    party.signers.head,
  )
  const keys = channel.keys.get(party.id)
  if (keys === undefined) throw new Error('no keys')
  const head = verifyHead(note, keys)
  const receipts = parties
    .filter((other) => other !== party)
    .map((other) => signReceipt(head, other.id, channel.id, AT + 60, other.signers.receipt))
  const whole = noteWithReceipts(head, receipts)
  return Promise.all(
    leaves.map(async ({ body, leaf, place, seq }) => ({
      place,
      act: {
        id: actIdOf(leafHash(leaf)),
        party: party.id,
        seq,
        ...loaded(
          formatTlogProof({
            index: seq,
            path: await inclusionProof(seq, size, read),
            note: whole,
            extra: leaf,
          }),
          policyFor(party.id, channel.keys),
          body,
        ),
      },
    })),
  )
}
