import { GENESIS_NAME, cardName, keysName } from './archive.ts'
import { encodeTurn } from './archive-turns.ts'
import type { CarriedTurn } from './archive-turns.ts'
import { member, streamed } from './archive-writer.ts'
import { encodeBodies } from './bodies.ts'
import type { SaltedBody } from './bodies.ts'
import {
  actBodyName,
  actPolicyName,
  actProofName,
  BUNDLE_MANIFEST_NAME,
  bundleExhibitName,
  encodeBundleManifest,
  policyName,
} from './bundle.ts'
import type { ExhibitForm } from './bundle.ts'
import { RecordError } from './errors.ts'
import { channelIdOf, parseGenesis } from './genesis.ts'
import { TAR_END } from './tar.ts'
import type { ActId, PartyId } from './types.ts'

export interface ActToBundle {
  readonly id: ActId
  readonly party: PartyId
  readonly seq: number
  readonly hasBody: boolean
  /**
   * Asked for when it is its turn, so that memory stays flat: a tlog-proof that carries the leaf, the policy with the keys
   * that signed it, and the body.
   */
  load(): Promise<{ readonly proof: string; readonly policy: string; readonly body: SaltedBody | undefined }>
}

export interface ExhibitToBundle {
  readonly sealed: string
  readonly form: ExhibitForm
  readonly bytes: number
  read(): AsyncIterable<Uint8Array>
}

/** What a bundle is made from: cards of all parties, canonical JSON; a policy per author; exhibits by rising name. */
export interface BundleSource {
  readonly genesis: Uint8Array
  readonly cards: Readonly<Record<PartyId, string>>
  readonly matter: ActId
  readonly policies: Readonly<Record<PartyId, string>>
  /** Changes of keys that the parties have made so far, by rising size. */
  turns(): ReadonlyMap<PartyId, readonly CarriedTurn[]>
  readonly acts: readonly ActToBundle[]
  readonly exhibits: readonly ExhibitToBundle[]
}

/**
 * The bytes of a matter bundle. Throws RecordError `archive-too-large`, and `archive-malformed` when something is listed
 * twice, an exhibit gives another size than it said, or a party changes its keys meanwhile.
 */
export async function* writeBundle(source: BundleSource): AsyncGenerator<Uint8Array, void, undefined> {
  const { acts, cards, exhibits, genesis, matter, policies } = source
  const listed = acts.map(({ hasBody, id, party, seq }) => ({ id, party, seq, body: hasBody }))
  yield* member(
    BUNDLE_MANIFEST_NAME,
    encodeBundleManifest({
      channel: channelIdOf(genesis),
      matter,
      acts: listed,
      exhibits: exhibits.map(({ bytes, form, sealed }) => ({ sealed, form, bytes })),
    }),
  )
  yield* member(GENESIS_NAME, genesis)
  const parties = parseGenesis(genesis).data.parties.map(({ id }) => id)
  const turns = source.turns()
  for (const party of parties) {
    yield* member(cardName(party), Buffer.from(cards[party] ?? ''))
    for (const turn of turns.get(party) ?? []) yield* member(keysName(party, turn.size), encodeTurn(turn))
  }
  for (const party of parties) {
    if (acts.some((act) => act.party === party)) {
      yield* member(policyName(party), Buffer.from(policies[party] ?? ''))
    }
  }
  const stated = new Map(Object.entries(policies))
  for (const [place, act] of acts.entries()) {
    const { body, policy, proof } = await act.load()
    if ((body !== undefined) !== act.hasBody) {
      throw new RecordError(
        'archive-malformed',
        'a body was erased while the bundle was written; write it again',
      )
    }
    yield* member(actProofName(place), Buffer.from(proof))
    if (policy !== stated.get(act.party)) yield* member(actPolicyName(place), Buffer.from(policy))
    stated.set(act.party, policy)
    if (body !== undefined) yield* member(actBodyName(place), encodeBodies([body]))
  }
  if (countOf(source.turns()) !== countOf(turns))
    throw new RecordError(
      'archive-malformed',
      'keys were changed while the bundle was written; write it again',
    )
  for (const exhibit of exhibits) yield* streamed(bundleExhibitName(exhibit), exhibit.bytes, exhibit.read())
  yield TAR_END
}

function countOf(turns: ReadonlyMap<PartyId, readonly CarriedTurn[]>): number {
  return [...turns.values()].reduce((sum, each) => sum + each.length, 0)
}
