import {
  type ActId,
  type OfficerStep,
  OfficerBook,
  actIdOf,
  concernsOfficers,
  isAttestation,
  leafHash,
  parseLeaf,
  readOfficerStep,
} from '../record/index.ts'
import type { Store } from '../store/index.ts'
import type { AdmittedLeaf } from './context.ts'
import type { HeldChannel, HeldFeed } from './held-channel.ts'

/**
 * What is known of the officers of one feed: those of the agencies that a signature has ever named, each read from the
 * store once and then kept by `follow`. A feed in which nobody signs costs nothing.
 */
export class FeedOfficers {
  readonly book: OfficerBook = new OfficerBook()
  readonly agencies: Set<ActId> = new Set<ActId>()
}

/**
 * Holds every officer's signature among leaves that are to follow what is held of a feed against the officers in office
 * at its place. Called with the feed's turn held, by admission and by the author's own writer alike: what the one let
 * pass and the other refused would stop the feed for good.
 * Throws RecordError `attestation-*`, `officer-key-unfit`, `key-weak`, `key-malformed`.
 */
export async function checkOfficers(
  store: Store,
  channel: HeldChannel,
  feed: HeldFeed,
  leaves: readonly AdmittedLeaf[],
): Promise<void> {
  if (!leaves.some(({ leaf }) => isAttestation(leaf.type))) return
  const steps = stepsOf(channel, leaves)
  for (const step of steps) {
    // Looking an appointment up costs with the size of the record: once, not for every signature of that officer.
    if (step.kind !== 'sign' || feed.officers.book.knows(step.appointed)) continue
    const agency = await agencyOf(store, channel, feed, steps, step.appointed)
    if (agency !== undefined) await readAgency(store, channel, feed, agency)
    // Refused below: a peer must not have the record searched again for each officer whom it never appointed.
    if (!isAppointed(feed, steps, step.appointed)) break
  }
  const book = feed.officers.book.copy()
  for (const step of steps) book.take(step)
}

function isAppointed(feed: HeldFeed, steps: readonly OfficerStep[], appointed: ActId): boolean {
  return (
    feed.officers.book.knows(appointed) ||
    steps.some((step) => step.kind === 'appoint' && step.id === appointed)
  )
}

/** Brings the officers of the known agencies up to leaves that have become durable. */
export function followOfficers(channel: HeldChannel, feed: HeldFeed, leaves: readonly AdmittedLeaf[]): void {
  const { agencies, book } = feed.officers
  if (agencies.size === 0) return
  for (const step of stepsOf(channel, leaves))
    if (step.kind !== 'sign' && agencies.has(step.agency)) book.take(step)
}

function stepsOf(channel: HeldChannel, leaves: readonly AdmittedLeaf[]): OfficerStep[] {
  return leaves.flatMap(({ id, leaf }) => {
    const step = concernsOfficers(leaf.type) ? readOfficerStep(channel.id, id, leaf) : undefined
    return step === undefined ? [] : [step]
  })
}

/** The agency of an appointment that stands before in the feed: among the new leaves, or held. Undefined when there is none. */
async function agencyOf(
  store: Store,
  channel: HeldChannel,
  feed: HeldFeed,
  steps: readonly OfficerStep[],
  appointed: ActId,
): Promise<ActId | undefined> {
  const fresh = steps.find((step) => step.kind === 'appoint' && step.id === appointed)
  if (fresh?.kind === 'appoint') return fresh.agency
  // Of another party's appointment the own feed says nothing.
  const place = (await store.locate(channel.id, appointed)).find(({ party }) => party === feed.party)
  if (place === undefined || place.seq === 0) return undefined
  const [stored] = await store.leaves(channel.id, feed.party, place.seq, place.seq + 1, 0)
  return stored === undefined ? undefined : parseLeaf(stored.bytes).about
}

/** Reads what the author has said of its agency's officers so far, in the order of its feed. */
async function readAgency(store: Store, channel: HeldChannel, feed: HeldFeed, agency: ActId): Promise<void> {
  if (feed.officers.agencies.has(agency)) return
  const placed = (await store.actsOfMatter(channel.id, agency))
    .filter(({ party }) => party === feed.party)
    .toSorted((one, other) => one.seq - other.seq)
  for (const { bytes } of placed) {
    const leaf = parseLeaf(bytes)
    const step = isAttestation(leaf.type)
      ? undefined
      : readOfficerStep(channel.id, actIdOf(leafHash(bytes)), leaf)
    if (step !== undefined) feed.officers.book.take(step)
  }
  feed.officers.agencies.add(agency)
}
