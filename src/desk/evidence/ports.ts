import type { MatterState, VoidCode } from '../../acts/index.ts'
import type { LogEntry } from '../../private/index.ts'
import type { ActId, CarriedTurn, ChannelId, Leaf, PartyId, SaltedBody } from '../../record/index.ts'
import type { ExhibitFolder } from '../../store/index.ts'
import type { Deed } from '../ports.ts'

/** An act of a matter, in the order of the fold. */
export interface MatterAct {
  readonly id: ActId
  readonly leaf: Leaf
  /** Why it has no effect; null when it has. */
  readonly code: VoidCode | null
}

/** One channel's record, as far as evidence needs it. The app answers from a live channel. */
export interface EvidenceRecord {
  readonly channel: ChannelId
  /** The own party. */
  readonly self: PartyId
  /** The folded matter; undefined when there is none. */
  matter(id: ActId): Promise<MatterState | undefined>
  acts(matter: ActId): Promise<readonly MatterAct[]>
  /** The party under whose seal a file is, in whichever matter of the channel names it; undefined while it is open. */
  shutBy(sealed: string): Promise<PartyId | undefined>
  /** The body of an act; undefined when it has none, or it was erased. */
  body(party: PartyId, seq: number): Promise<SaltedBody | undefined>
  /** Records an act and gives its id. Throws when it would have no effect, or cannot be recorded now. */
  act(deed: Deed): Promise<ActId>
  /** A tlog-proof of one act that carries its leaf, and the policy with the keys that signed it. Throws while no signed head covers it. */
  prove(party: PartyId, seq: number): Promise<{ readonly text: string; readonly policy: string }>
  /** The changes of keys of every party so far, by rising size. */
  turns(): ReadonlyMap<PartyId, readonly CarriedTurn[]>
  /** The genesis, and every party's card as canonical JSON. */
  founding(): Promise<{
    readonly genesis: Uint8Array
    readonly cards: Readonly<Record<PartyId, string>>
  }>
}

/** Sealed exhibits, and the key that opens those sealed to this node. */
export interface ExhibitStore {
  readonly vault: Pick<ExhibitFolder, 'held' | 'read' | 'check' | 'plain'>
  readonly identity: string
}

/** Where every look and every refusal is written down, durably, before anything is shown. */
export interface AccessNotes {
  note(entry: LogEntry): Promise<void>
}

/** Who asks, as the access log names them, and as the record may. */
export interface Asker extends Pick<LogEntry, 'user' | 'by' | 'how'> {
  /** The officer's appointment or the seat, for the ledger that the other parties see. */
  readonly viewer?: ActId | undefined
}

export interface EvidenceNeeds {
  readonly record: EvidenceRecord
  readonly exhibits: ExhibitStore
  readonly log: AccessNotes
  readonly clock: { now(): number }
}
