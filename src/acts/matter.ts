import type { ReleaseWay } from '../instruments/index.ts'
import type { ActId, PartyId } from '../record/index.ts'
import type { AttestationMeaning } from './attest/meanings.ts'
import type { CallState } from './call/matter.ts'
import type { CaseState } from './case/matter.ts'
import type { ChannelState } from './channel/matter.ts'
import type { ContactState } from './directory/contact.ts'
import type { AgencyState } from './directory/matter.ts'
import type { EvidenceState } from './evidence/matter.ts'
import type { Exhibit } from './fields.ts'
import type { FoldContext, ReadAct } from './definition.ts'
import type { LeadState } from './lead/matter.ts'
import type { RequestState } from './request/matter.ts'
import type { VoidCode } from './voids.ts'

/** What a matter has become. Plain data; keys stand in sorted order so that JSON.stringify gives the canonical form. */
export type MatterState =
  AgencyState | CallState | CaseState | ChannelState | ContactState | EvidenceState | LeadState | RequestState
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
  /** What owners have permitted to be done with their material, in the order of the fold. */
  readonly permits: readonly PermitState[]
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
  /** Its owner: who put it on the record. */
  readonly by: PartyId
  /** The party that answers for it now. */
  readonly custodian: PartyId
  /** The newest entries of its ledger, oldest first. All of them stand in the matter's acts. */
  readonly custody: readonly CustodyEntry[]
  /** Parties that have destroyed their copy. */
  readonly destroyed: readonly PartyId[]
  /** The agency, seat or officer that the custodian has named for it; null while none was. */
  readonly keeper: ActId | null
  /** Handed out sealed only, never plain. */
  readonly malware: boolean
  /** Parties that hold it and found its hash to match. */
  readonly received: readonly PartyId[]
  /** Parties that found another hash. */
  readonly refused: readonly PartyId[]
  readonly releases: number
  readonly sealed: string
  readonly sealedBytes: number
  /** The party under whose seal it is: nobody may view, release or destroy it. Null while it is open. */
  readonly shutBy: PartyId | null
  readonly views: number
}

export interface CustodyEntry {
  readonly act: ActId
  readonly atMs: number
  readonly by: PartyId
  readonly what: 'receive' | 'refuse' | 'transfer' | 'view' | 'release' | 'shut' | 'reopen' | 'destroy'
}

/** An owner's permission, on the record, for ways out that its marks close. */
export interface PermitState {
  readonly act: ActId
  readonly by: PartyId
  /** Sealed names; empty: everything of its author in this matter. */
  readonly exhibits: readonly string[]
  /** A release made later than this needs another one; null: without end. */
  readonly untilMs: number | null
  readonly ways: readonly ReleaseWay[]
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
/** Permissions one matter lists. */
export const PERMITS_PER_MATTER_MAX = 64
/** Entries of its ledger that an exhibit keeps in the state: enough for a list, and 256 exhibits stay small. */
export const CUSTODY_KEPT_MAX = 8
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
  for (const { malware = false, sealed, sealedBytes } of added) {
    if (sealedBytes > context.exhibitBytesMax) return 'exhibit-too-large'
    const place = result.findIndex((known) => known.sealed === sealed)
    const known = result[place]
    if (known === undefined) result.push(newExhibit(by, sealed, sealedBytes, malware))
    // Whoever warns of it is heard; nobody can take the warning away by naming the file again.
    else if (malware) result[place] = { ...known, malware }
  }
  return result.length > EXHIBITS_PER_MATTER_MAX ? 'matter-full' : result
}

function newExhibit(by: PartyId, sealed: string, sealedBytes: number, malware: boolean): ExhibitState {
  return {
    by,
    custodian: by,
    custody: [],
    destroyed: [],
    keeper: null,
    malware,
    received: [],
    refused: [],
    releases: 0,
    sealed,
    sealedBytes,
    shutBy: null,
    views: 0,
  }
}
