import type { ChannelId, PartyId } from '../record/index.ts'
import type { PartyInfo } from './views.ts'

/** One thing that was looked at; the sentence stands in the words as `doctor.<code>`. */
export interface FindingInfo {
  readonly code: string
  readonly level: 'good' | 'warning' | 'wrong' | 'unknown'
  readonly values: Readonly<Record<string, string | number>>
}

/** The newest look at all that the node stands on. */
export interface DoctorState {
  readonly running: boolean
  /** When it ended; null when it was not asked for since the start. */
  readonly ran: string | null
  /** Code of why it could not be brought to its end. */
  readonly failed: string | null
  readonly findings: readonly FindingInfo[]
}

/** Whether this node may write its own feed in a channel, and why not. */
export interface ChannelHealth {
  readonly channel: ChannelId
  readonly parties: readonly PartyInfo[]
  readonly writable: boolean
  /** Who has not said yet how much of our feed they hold. */
  readonly waitingFor: readonly PartyId[]
  /** How many of our own acts have still to come back. */
  readonly missing: number
  readonly frozen: readonly PartyId[]
  /** Who states another folded state than ours. */
  readonly mismatch: PartyId | null
}

export interface NewestBackupInfo {
  readonly made: string
  readonly bytes: number
  readonly exhibits: number
  readonly where: 'folder' | 'elsewhere'
}

export interface NodeStatus {
  readonly party: PartyId
  readonly name: string
  readonly version: string
  /** Where other nodes call this one; empty when they cannot. */
  readonly address: string
  readonly started: string
  readonly now: string
  /** IANA zone of the machine. */
  readonly zone: string
  readonly demo: boolean
  /** Where this party's own people come in, and by which ways. */
  readonly door: {
    readonly origin: string
    /** Ends TLS itself; else a proxy on the same machine does, or nobody comes from outside. */
    readonly tls: boolean
    readonly oidc: boolean
    /** Whether passwords known from breaches are refused. */
    readonly breachedPasswords: boolean
  }
  /** In every open channel. */
  readonly writable: boolean
  readonly channels: readonly ChannelHealth[]
  readonly sizes: {
    readonly storeBytes: number
    readonly privateBytes: number
    readonly searchBytes: number
    readonly exhibitsBytes: number
    readonly incomingBytes: number
  }
  readonly exhibits: {
    readonly count: number
    readonly bytes: number
    readonly roomBytes: number
    /** Named by acts and not wholly here. */
    readonly wanted: number
  }
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number }
  readonly backup: NewestBackupInfo | null
  readonly doctor: DoctorState
}

/** The way to one party in one channel, as far as this process knows. */
export interface LinkRow {
  readonly channel: ChannelId
  readonly party: PartyId
  readonly name: string
  /** Empty: it cannot be called, it calls us. */
  readonly address: string
  readonly up: boolean | null
  readonly heard: string | null
  readonly trouble: string | null
  readonly ours: {
    readonly held: number
    readonly unreceipted: number
    /** When the oldest of those was made. */
    readonly since: string | null
  }
  readonly theirs: { readonly held: number; readonly announced: number }
  /** When it last answered a call of ours well. */
  readonly answered: string | null
  /** When it last called us. */
  readonly called: string | null
  readonly frozen: 'fork' | 'unreconciled' | null
}

/** Keys of a party in one channel, from one place of its feed to another. */
export interface KeyEra {
  /** Hash of the key document. */
  readonly keys: string
  /** Sizes of the feed whose heads they sign. */
  readonly from: number
  readonly until: number | null
  readonly since: string
  readonly inForce: boolean
  readonly disowned: boolean
}

export interface SigningKeys {
  /** Hash of the newest document of this party; new channels are founded with it. */
  readonly newest: string
  readonly channels: readonly {
    readonly channel: ChannelId
    /** Signs with keys that were replaced on this node. */
    readonly behind: boolean
    readonly parties: readonly { readonly party: PartyId; readonly eras: readonly KeyEra[] }[]
  }[]
}

export interface KeysRotated {
  /** False when an earlier change was only brought to its end. */
  readonly drawn: boolean
  readonly channels: readonly {
    readonly channel: ChannelId
    readonly refused: { readonly code: string; readonly message: string } | null
  }[]
}

export interface ExpiryInfo {
  readonly id: string
  readonly kind: string
  readonly ends: string
  /** Whole days; negative when it is past. */
  readonly daysLeft: number
  /** The distance of days whose warning has come; null while it is far off. */
  readonly warning: number | null
}

export interface BackupInfo {
  readonly backup: string
  readonly made: string
  readonly bytes: number
  readonly exhibits: number | null
  readonly state: 'running' | 'made' | 'failed'
  readonly failed: string | null
  readonly check: {
    readonly state: 'running' | 'sound' | 'damaged' | 'failed'
    readonly at: string
    readonly why: string | null
  } | null
}

export interface BackupList {
  readonly folder: string
  readonly freeBytes: number
  readonly newest: NewestBackupInfo | null
  readonly items: readonly BackupInfo[]
}

/** What the door needs for whoever looks after the node. The app implements it; whoever calls has been allowed to. */
export interface OperatorPort {
  status(): Promise<NodeStatus>
  doctor(): DoctorState
  /** Begins to look at everything, unless that is under way. */
  examine(): DoctorState
  links(): Promise<readonly LinkRow[]>
  /**
   * Where a peer is called from now on; empty: it calls us. Its keys still say whether it is the one that answers.
   * Throws AppError `channel-unknown`, `feed-unknown`, `url-invalid`.
   */
  setAddress(channel: ChannelId, party: PartyId, address: string): Promise<LinkRow>
  signingKeys(): Promise<SigningKeys>
  /** Throws AppError `read-only`. */
  rotateKeys(): Promise<KeysRotated>
  expiries(): Promise<readonly ExpiryInfo[]>
  backups(): Promise<BackupList>
  /** Begins one. Throws AppError `backup-busy`. */
  makeBackup(): Promise<BackupInfo>
  /** Begins to go through one. Throws AppError `backup-unknown`, `backup-busy`. */
  checkBackup(name: string): Promise<BackupInfo>
}
