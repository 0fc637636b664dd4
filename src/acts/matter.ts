import type { ActId, PartyId } from '../record/index.ts'
import type { AttestationMeaning } from './attest/meanings.ts'
import type { ChannelState } from './channel/matter.ts'
import type { EvidenceState } from './evidence/matter.ts'
import type { Exhibit } from './fields.ts'
import type { FoldContext, ReadAct } from './definition.ts'
import type { RequestState } from './request/matter.ts'
import type { VoidCode } from './voids.ts'

/** What a matter has become. Plain data; keys stand in sorted order so that JSON.stringify gives the canonical form. */
export type MatterState = ChannelState | EvidenceState | RequestState
export type MatterKind = MatterState['kind']

/** Where a matter began; acts about it must have seen this. */
export interface Opening {
  readonly by: PartyId
  readonly madeMs: number
  readonly seq: number
}

/** What every matter keeps, whatever its kind. */
export interface CommonState {
  /** Officers' signatures over acts, in the order of the fold. */
  readonly attestations: readonly AttestationState[]
  readonly exhibits: readonly ExhibitState[]
  readonly expunges: readonly ExpungeState[]
  /** Null for the channel itself, which the genesis opens. */
  readonly opened: Opening | null
  readonly remarks: number
}

export interface AttestationState {
  /** The act that was signed. */
  readonly act: ActId
  /** The appointment of the officer who signed. */
  readonly appointed: ActId
  readonly by: PartyId
  readonly meaning: AttestationMeaning
}

export interface ExhibitState {
  readonly by: PartyId
  /** Parties that hold it and found its hash to match. */
  readonly received: readonly PartyId[]
  /** Parties that found another hash. */
  readonly refused: readonly PartyId[]
  readonly sealed: string
  readonly sealedBytes: number
}

export interface ExpungeState {
  /** The act whose body is to go. */
  readonly act: ActId
  /** Parties that have stated that they erased it, the one that asked among them. */
  readonly done: readonly PartyId[]
  /** The act that asked for it. */
  readonly id: ActId
}

/** Exhibits one matter lists; the state travels through memory with every act about the matter. */
export const EXHIBITS_PER_MATTER_MAX = 256
/** Officers' signatures that one matter lists. */
export const ATTESTATIONS_PER_MATTER_MAX = 256
/** Expunge requests one matter lists. */
export const EXPUNGES_PER_MATTER_MAX = 256

export function openingOf(act: ReadAct<unknown>): Opening {
  return { by: act.by, madeMs: act.madeMs, seq: act.seq }
}

/** The matter's exhibits with those of an act; one that is listed already is not listed twice. */
export function withExhibits(
  listed: readonly ExhibitState[],
  added: readonly Exhibit[],
  by: PartyId,
  context: FoldContext,
): readonly ExhibitState[] | VoidCode {
  if (added.length === 0) return listed
  const result = [...listed]
  const seen = new Set(listed.map((known) => known.sealed))
  for (const { sealed, sealedBytes } of added) {
    if (sealedBytes > context.exhibitBytesMax) return 'exhibit-too-large'
    if (seen.has(sealed)) continue
    seen.add(sealed)
    result.push({ by, received: [], refused: [], sealed, sealedBytes })
  }
  return result.length > EXHIBITS_PER_MATTER_MAX ? 'matter-full' : result
}
