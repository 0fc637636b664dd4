import { exhibitOf } from '../../acts/index.ts'
import type { MatterState } from '../../acts/index.ts'
import { feedKeys, parseCard, policyFor, writeBundle } from '../../record/index.ts'
import type {
  ActId,
  ActToBundle,
  BundleSource,
  ChannelId,
  ExhibitForm,
  ExhibitToBundle,
  FeedKeys,
  NamedExhibit,
  PartyId,
} from '../../record/index.ts'
import { commitmentsOf } from './commitments.ts'
import { EvidenceGate } from './gate.ts'
import type { Refuse } from './gate.ts'
import type { Asker, EvidenceNeeds, EvidenceRecord, MatterAct } from './ports.ts'

/** Acts in one bundle: beyond this the carried file of the channel is the better proof. */
const BUNDLE_ACTS_MAX = 20_000
/** Piece in which a sealed file is read. */
const PIECE_BYTES: number = 1024 * 1024

export interface BundleAsked {
  readonly matter: ActId
  /** By sealed name, in which form each goes along. Malware goes sealed or not at all. */
  readonly exhibits: Readonly<Record<string, ExhibitForm>>
  /** A release that stands in the record already, for what a second officer had to approve; else one is made. */
  readonly release?: ActId
}

export interface CourtBundle {
  /** The act that puts the release on the record. */
  readonly release: ActId
  readonly acts: number
  /** Asked right before the bytes, which may be fetched later. Throws DeskError `exhibit-barred`. */
  still(): Promise<void>
  /** The file. Ends early, without its end mark, when something is erased while it is written. */
  bytes(): AsyncIterable<Uint8Array>
}

/**
 * One matter as a file for a court, which verifies offline. It passes the gate as a whole: every mark of every owner
 * counts, and the release is on the record and in the access log before the first byte.
 * Throws DeskError as `EvidenceGate.release`, `malware-sealed-only`, `exhibit-not-here`, `exhibit-mismatch`,
 * `bundle-too-large`; what `EvidenceRecord.prove` throws while no head covers the acts.
 */
export async function courtBundle(
  needs: EvidenceNeeds,
  asker: Asker,
  asked: BundleAsked,
): Promise<CourtBundle> {
  const { matter } = asked
  const { record } = needs
  const wanted = Object.entries(asked.exhibits).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const acts = await record.acts(matter)
  let exhibits: ExhibitToBundle[] = []
  const released = {
    matter,
    exhibits: wanted.map(([sealed]) => sealed),
    scope: 'matter',
    way: 'court-bundle',
  } as const
  const gate = new EvidenceGate(needs)
  const check = async (refuse: Refuse): Promise<void> => {
    if (acts.length > BUNDLE_ACTS_MAX)
      throw await refuse(
        'bundle-too-large',
        `matter: has more than ${BUNDLE_ACTS_MAX} acts; export the channel.`,
      )
    const state = await record.matter(matter)
    if (wanted.some(([sealed, form]) => form === 'plain' && isMalware(state, sealed)))
      throw await refuse('malware-sealed-only', 'exhibits: malware is only ever handed out sealed.')
    const named = await commitmentsOf(record, matter)
    const found = await Promise.all(wanted.map(([sealed, form]) => exhibitFor(needs, sealed, form, named)))
    const missing = found.find((each) => typeof each === 'string')
    if (missing !== undefined) throw await refuse(missing, `exhibits: ${SAID[missing]}`)
    exhibits = found.filter((each) => typeof each !== 'string')
    // Heads cover a feed from its beginning: when they cover the newest act, they cover all.
    for (const { leaf } of newestOf(acts)) await record.prove(leaf.party, leaf.seq)
  }
  const release =
    asked.release === undefined
      ? await gate.release(asker, released, check)
      : await gate.underRelease(asker, released, asked.release, check)
  const source = await sourceOf(record, matter, acts, exhibits)
  return {
    release,
    acts: acts.length,
    still: () => gate.requireStill(asker, matter, 'evidence.release.court-bundle', released.exhibits),
    bytes: () => writeBundle(source),
  }
}

const SAID = {
  'exhibit-not-here': 'a file, or the body that ties it to its act, is not held here.',
  'exhibit-mismatch': 'a file is not the one that its act commits to.',
} as const

function isMalware(state: MatterState | undefined, sealed: string): boolean {
  return state !== undefined && exhibitOf(state, sealed)?.malware === true
}

async function exhibitFor(
  { exhibits: { identity, vault } }: EvidenceNeeds,
  sealed: string,
  form: ExhibitForm,
  commitments: ReadonlyMap<string, NamedExhibit>,
): Promise<ExhibitToBundle | keyof typeof SAID> {
  const named = commitments.get(sealed)
  const { complete, heldBytes } = await vault.held(sealed)
  if (named === undefined || !complete) return 'exhibit-not-here'
  if (form === 'sealed') {
    return { sealed, form, bytes: heldBytes, read: () => sealedPieces(vault, sealed, heldBytes) }
  }
  if (named.salt === undefined) return 'exhibit-not-here'
  if (!(await vault.check(sealed, identity, { salt: named.salt, hmac: named.hmac })))
    return 'exhibit-mismatch'
  return { sealed, form, bytes: named.plainBytes, read: () => vault.plain(sealed, identity) }
}

async function* sealedPieces(
  vault: EvidenceNeeds['exhibits']['vault'],
  sealed: string,
  bytes: number,
): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes;) {
    const piece = await vault.read(sealed, at, Math.min(PIECE_BYTES, bytes - at))
    if (piece.length === 0) return
    yield piece
    at += piece.length
  }
}

function newestOf(acts: readonly MatterAct[]): MatterAct[] {
  return [...Map.groupBy(acts, ({ leaf }) => leaf.party).values()].flatMap((own) =>
    own.toSorted((a, b) => a.leaf.seq - b.leaf.seq).slice(-1),
  )
}

async function sourceOf(
  record: EvidenceRecord,
  matter: ActId,
  acts: readonly MatterAct[],
  exhibits: readonly ExhibitToBundle[],
): Promise<BundleSource> {
  const { cards, genesis } = await record.founding()
  const keys = keysOf(record.channel, cards)
  const authors = new Set(acts.map(({ leaf }) => leaf.party))
  return {
    genesis,
    cards,
    matter,
    policies: Object.fromEntries([...authors].map((party) => [party, policyFor(party, keys)])),
    turns: () => record.turns(),
    acts: await Promise.all(acts.map((act) => actToBundle(record, act))),
    exhibits,
  }
}

function keysOf(channel: ChannelId, cards: Readonly<Record<PartyId, string>>): Map<PartyId, FeedKeys> {
  return new Map(
    Object.values(cards).map((text) => {
      const { keys } = parseCard(text)
      return [keys.party, feedKeys(channel, keys)]
    }),
  )
}

async function actToBundle(record: EvidenceRecord, { id, leaf }: MatterAct): Promise<ActToBundle> {
  const { party, seq } = leaf
  const isHeld = leaf.body !== undefined && (await record.body(party, seq)) !== undefined
  return {
    id,
    party,
    seq,
    hasBody: isHeld,
    async load() {
      const body = isHeld ? await record.body(party, seq) : undefined
      const { policy, text } = await record.prove(party, seq)
      return { proof: text, policy, body }
    },
  }
}
