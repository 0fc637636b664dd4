import type { ActId, ChannelId, JsonObject, PartyId } from '../record/index.ts'
import type { MatterCursor, MatterList } from '../store/index.ts'
import type {
  ActInfo,
  ActMade,
  ChannelDetail,
  ChannelInfo,
  ListedExhibit,
  MatterCounts,
  MatterDetail,
  MatterInfo,
} from './views.ts'

/** A file that has come in whole and waits for its act. */
export interface IncomingFile {
  readonly path: string
  readonly name: string
  readonly mediaType: string
  readonly malware: boolean
}

export interface ActDraft {
  readonly type: string
  readonly about?: ActId
  readonly data: JsonObject
  readonly body?: { readonly bytes: Uint8Array; readonly type: string }
}

export interface MatterSlice {
  readonly items: readonly MatterInfo[]
  /** Of each item: a slice can be cut after any of them. */
  readonly places: readonly MatterCursor[]
  /** Where the next slice begins; null when there is nothing more. */
  readonly next: MatterCursor | null
}

export interface MatterHeading {
  readonly matter: MatterInfo
  readonly title: string | null
  readonly language: string | null
  readonly numbers: readonly { readonly party: PartyId; readonly number: string }[]
}

export interface ActProof {
  readonly act: ActId
  readonly party: PartyId
  readonly seq: number
  readonly size: number
  readonly receivedBy: readonly PartyId[]
  readonly proof: string
  readonly policy: string
  /** Base64, as the proof carries it. */
  readonly leaf: string
  /** Base64. Its hash as a leaf is the channel's id. */
  readonly genesis: string
}

/** Where a list of one party's exhibits goes on: the act that brought the last one, in its feed, and the exhibit. */
export interface ExhibitPlace {
  readonly namedAt: number
  readonly sealed: string
}

export interface ExhibitSlice {
  readonly items: readonly ListedExhibit[]
  /** Null when there is nothing more. */
  readonly next: ExhibitPlace | null
}

/** A hint that something changed: ids and a code, never content. */
export interface Change {
  readonly channel: ChannelId
  readonly matters: readonly ActId[]
  readonly what: string
}

/** Figures for the operator; sizes and counts only. */
export interface NodeFigures {
  readonly channels: readonly {
    readonly id: ChannelId
    readonly writable: boolean
    readonly feeds: readonly { readonly party: PartyId; readonly size: number; readonly frozen: boolean }[]
    readonly links: readonly { readonly party: PartyId; readonly up: boolean }[]
    readonly exhibitsWanted: number
  }[]
  readonly storeBytes: number
}

/**
 * What the door needs of the node behind it. The app implements it; ids are whole, and whoever calls has been allowed
 * to. Methods throw AppError `channel-unknown`, `matter-unknown`, `act-unknown`, and what the node itself refuses.
 */
export interface NodePort {
  readonly party: PartyId
  readonly name: string
  channels(): Promise<readonly ChannelInfo[]>
  channel(id: ChannelId): Promise<ChannelDetail>
  matters(
    id: ChannelId,
    list: MatterList,
    after: MatterCursor | undefined,
    limit: number,
  ): Promise<MatterSlice>
  counts(id: ChannelId): Promise<MatterCounts>
  matter(id: ChannelId, matter: ActId): Promise<MatterDetail>
  /** A matter with what people know it by; undefined when the channel has none of this id. */
  heading(id: ChannelId, matter: ActId): Promise<MatterHeading | undefined>
  /** Matters whose ids begin with these digits; a few at most. */
  locate(id: ChannelId, prefix: string): Promise<readonly ActId[]>
  /** Exhibits that one party brought into a channel, the newest first. Those of void acts are left out. */
  exhibits(id: ChannelId, by: PartyId, after: ExhibitPlace | undefined, limit: number): Promise<ExhibitSlice>
  /** Acts in the order of the fold, from a place in it. */
  acts(
    id: ChannelId,
    matter: ActId,
    from: number,
    limit: number,
  ): Promise<{ readonly items: readonly ActInfo[]; readonly next: number | null }>
  act(id: ChannelId, matter: ActId, act: ActId): Promise<ActInfo>
  /** Records an act, with files sealed into it, and waits at most `waitMs` for a mark. */
  make(
    id: ChannelId,
    draft: ActDraft,
    files: readonly IncomingFile[],
    until: 'recorded' | 'received' | 'settled',
    waitMs: number,
  ): Promise<ActMade>
  /** Whether the charter asks for a second officer before such an act. */
  needsApproval(id: ChannelId, type: string): Promise<boolean>
  prove(id: ChannelId, act: ActId): Promise<ActProof>
  /** The channel as a carried file. */
  carry(id: ChannelId, exhibits: boolean): AsyncIterable<Uint8Array>
  /** Tells of every change until the returned function is called. */
  onChange(listener: (change: Change) => void): () => void
  figures(): Promise<NodeFigures>
  /** Whether it answers peers and calls them, and its store can be read. */
  isReady(): Promise<boolean>
}
