import { z } from 'zod'
import type { ActId, ChannelId, JsonObject, PartyId } from '../record/index.ts'
import type { Page } from './contract.ts'
import { anyJson, jsonObject } from './params.ts'

/** What the door shows. Stable by itself: what a node keeps inside may change without a caller noticing. */
export interface PartyInfo {
  readonly id: PartyId
  readonly name: string
}
const party: z.ZodType<PartyInfo> = z.object({ id: z.string(), name: z.string() })

export interface ChannelInfo {
  readonly id: ChannelId
  readonly status: 'proposed' | 'open'
  readonly founded: string
  /** Numbers of the eight words that the parties read aloud to each other. */
  readonly fingerprint: readonly number[]
  readonly parties: readonly PartyInfo[]
}
const channelFields = {
  id: z.string(),
  status: z.enum(['proposed', 'open']),
  founded: z.string(),
  fingerprint: z.array(z.int()),
  parties: z.array(party),
}
export const channelInfo: z.ZodType<ChannelInfo> = z.object(channelFields)

export interface FeedInfo {
  readonly party: PartyId
  /** Leaves held, the genesis among them. */
  readonly size: number
  /** Hex root of those leaves. */
  readonly root: string
  /** Size up to which nothing that comes later can be ordered before. */
  readonly settled: number
  /** Size that each other party has receipted. */
  readonly receipts: Readonly<Record<PartyId, number>>
  readonly frozen: 'fork' | 'unreconciled' | null
}
const feed: z.ZodType<FeedInfo> = z.object({
  party: z.string(),
  size: z.int(),
  root: z.string(),
  settled: z.int(),
  receipts: z.record(z.string(), z.int()),
  frozen: z.enum(['fork', 'unreconciled']).nullable(),
})

export interface LinkInfo {
  readonly party: PartyId
  /** Null until it was tried or heard from since the start. */
  readonly up: boolean | null
  /** When the party last answered or called. */
  readonly heard: string | null
  /** Code of what went wrong since. */
  readonly trouble: string | null
}
const link: z.ZodType<LinkInfo> = z.object({
  party: z.string(),
  up: z.boolean().nullable(),
  heard: z.string().nullable(),
  trouble: z.string().nullable(),
})

export interface ChannelDetail extends ChannelInfo {
  readonly self: PartyId
  readonly feeds: readonly FeedInfo[]
  readonly links: readonly LinkInfo[]
  /** False until every peer has said how much of this node's feed it holds. */
  readonly writable: boolean
  /** Whom it waits for, and how many of its own acts have still to come back. */
  readonly waitingFor: readonly PartyId[]
  readonly missing: number
  /** Another party states another folded state than this node's. */
  readonly mismatch: { readonly by: PartyId; readonly act: ActId } | null
}
export const channelDetail: z.ZodType<ChannelDetail> = z.object({
  ...channelFields,
  self: z.string(),
  feeds: z.array(feed),
  links: z.array(link),
  writable: z.boolean(),
  waitingFor: z.array(z.string()),
  missing: z.int(),
  mismatch: z.object({ by: z.string(), act: z.string() }).nullable(),
})

export interface MatterInfo {
  readonly id: ActId
  readonly kind: string
  readonly status: string
  readonly openedBy: PartyId | null
  readonly opened: string | null
  /** Whether those it is addressed to have it, or have shown that a person saw it; null for the channel itself. */
  readonly notice: 'not-seen' | 'seen' | 'acknowledged' | null
  readonly onClock: PartyId | null
  readonly due: string | null
  readonly overdue: boolean
  /** When something is lost unless somebody acts. */
  readonly lapses: string | null
  readonly lapsed: boolean
  readonly expiringSoon: boolean
  readonly extended: boolean
  /** Grows with every change of any matter of the channel, on this node. */
  readonly changed: number
  /** Of a request: what is asked, and how urgently. */
  readonly requestKind: string | null
  readonly urgency: string | null
}
const matterFields = {
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  openedBy: z.string().nullable(),
  opened: z.string().nullable(),
  notice: z.enum(['not-seen', 'seen', 'acknowledged']).nullable(),
  onClock: z.string().nullable(),
  due: z.string().nullable(),
  overdue: z.boolean(),
  lapses: z.string().nullable(),
  lapsed: z.boolean(),
  expiringSoon: z.boolean(),
  extended: z.boolean(),
  changed: z.int(),
  requestKind: z.string().nullable(),
  urgency: z.string().nullable(),
}
export const matterInfo: z.ZodType<MatterInfo> = z.object(matterFields)

/** A matter in a list over several channels. */
export interface ChannelMatter extends MatterInfo {
  readonly channel: ChannelId
}

export interface InboxItem extends ChannelMatter {
  /** Changed since the caller looked at it, or marked what changed as seen. */
  readonly isNew: boolean
}
const inboxFields = { ...matterFields, channel: z.string(), isNew: z.boolean() }
export const inboxItem: z.ZodType<InboxItem> = z.object(inboxFields)

/** A matter by its id, with what people know it by. Names and numbers are in bodies: what is expunged has none. */
export interface HeadedMatter extends InboxItem {
  /** As whoever opened it wrote it, cut short. */
  readonly title: string | null
  /** In which language, as its author says. */
  readonly language: string | null
  readonly numbers: readonly { readonly party: PartyId; readonly number: string }[]
  /** Who works on it; null for whoever sees nothing of the private side. */
  readonly holders: readonly { readonly kind: 'user' | 'seat'; readonly id: string }[] | null
}
export const headedMatter: z.ZodType<HeadedMatter> = z.object({
  ...inboxFields,
  title: z.string().nullable(),
  language: z.string().nullable(),
  numbers: z.array(z.object({ party: z.string(), number: z.string() })),
  holders: z.array(z.object({ kind: z.enum(['user', 'seat']), id: z.string() })).nullable(),
})

/** `more`: there are more than were counted. */
export interface BoundedCount {
  readonly count: number
  readonly more: boolean
}
const boundedCount: z.ZodType<BoundedCount> = z.object({ count: z.int(), more: z.boolean() })

export interface MatterCounts {
  readonly tallies: readonly {
    readonly kind: string
    readonly status: string
    readonly onClock: PartyId | null
    readonly count: number
  }[]
  readonly overdue: Readonly<Record<PartyId, BoundedCount>>
  readonly expiringSoon: BoundedCount
}
export const matterCounts: z.ZodType<MatterCounts> = z.object({
  tallies: z.array(
    z.object({ kind: z.string(), status: z.string(), onClock: z.string().nullable(), count: z.int() }),
  ),
  overdue: z.record(z.string(), boundedCount),
  expiringSoon: boundedCount,
})

export interface ExhibitInfo {
  /** Hex SHA-256 of the sealed file: its name everywhere. */
  readonly sealed: string
  readonly sealedBytes: number
  /** As its author named it; empty when the body is gone. */
  readonly name: string
  readonly by: PartyId
  readonly received: readonly PartyId[]
  readonly refused: readonly PartyId[]
  /** Wholly here. */
  readonly held: boolean
  /** Handed out sealed only, never plain. */
  readonly malware: boolean
  /** Under whose seal it is: nobody may view, release or destroy it. */
  readonly shutBy: PartyId | null
  readonly destroyed: readonly PartyId[]
  /** Who answers for it now, and whom they have named for it. */
  readonly custodian: PartyId
  readonly keeper: ActId | null
  readonly views: number
  readonly releases: number
}
const exhibitFields = {
  sealed: z.string(),
  sealedBytes: z.int(),
  name: z.string(),
  by: z.string(),
  received: z.array(z.string()),
  refused: z.array(z.string()),
  held: z.boolean(),
  malware: z.boolean(),
  shutBy: z.string().nullable(),
  destroyed: z.array(z.string()),
  custodian: z.string(),
  keeper: z.string().nullable(),
  views: z.int(),
  releases: z.int(),
}
const exhibit: z.ZodType<ExhibitInfo> = z.object(exhibitFields)

/** An exhibit in a list over several channels. */
export interface ListedExhibit extends ExhibitInfo {
  readonly channel: ChannelId
  readonly matter: ActId
  readonly matterKind: string
  /** The act that brought it, and when its author says that it was made. */
  readonly act: ActId
  readonly made: string
  /** Of the plain file and its type, as its author says. */
  readonly plainBytes: number | null
  readonly mediaType: string
  /** What binds everybody but its owner; `marks` is null where the owner has said nothing. */
  readonly marks: {
    readonly tlp: string
    readonly pap: string | null
    readonly handling: readonly string[]
  } | null
}
export const listedExhibit: z.ZodType<ListedExhibit> = z.object({
  ...exhibitFields,
  channel: z.string(),
  matter: z.string(),
  matterKind: z.string(),
  act: z.string(),
  made: z.string(),
  plainBytes: z.int().nullable(),
  mediaType: z.string(),
  marks: z.object({ tlp: z.string(), pap: z.string().nullable(), handling: z.array(z.string()) }).nullable(),
})

export interface MatterDetail extends MatterInfo {
  readonly channel: ChannelId
  readonly parties: readonly PartyInfo[]
  readonly exhibits: readonly ExhibitInfo[]
  /** Acts folded into it, void ones among them. */
  readonly actCount: number
  /** The folded state, the same on every node; null while nothing has opened the matter. */
  readonly state: JsonObject | null
}
export const matterDetail: z.ZodType<MatterDetail> = z.object({
  ...matterFields,
  channel: z.string(),
  parties: z.array(party),
  exhibits: z.array(exhibit),
  actCount: z.int(),
  state: jsonObject.nullable(),
})

export interface ActInfo {
  readonly id: ActId
  readonly type: string
  readonly by: PartyId
  readonly seq: number
  readonly made: string
  /** How much of every other feed its author had seen, as sizes. */
  readonly saw: Readonly<Record<PartyId, number>>
  readonly data: JsonObject
  /** Why the act has no effect; null when it has. */
  readonly void: string | null
  readonly marks: {
    readonly received: boolean
    readonly settled: boolean
    readonly receivedBy: readonly PartyId[]
  }
  /** Null when the act has none. `held` is false once it was expunged or was never sent. */
  readonly body: {
    readonly type: string
    readonly bytes: number
    readonly held: boolean
    /** Text or JSON; null for other types, for long bodies, and when it is gone. */
    readonly content: unknown
  } | null
}
export const actInfo: z.ZodType<ActInfo> = z.object({
  id: z.string(),
  type: z.string(),
  by: z.string(),
  seq: z.int(),
  made: z.string(),
  saw: z.record(z.string(), z.int()),
  data: jsonObject,
  void: z.string().nullable(),
  marks: z.object({ received: z.boolean(), settled: z.boolean(), receivedBy: z.array(z.string()) }),
  body: z.object({ type: z.string(), bytes: z.int(), held: z.boolean(), content: anyJson }).nullable(),
})

export interface ActMade {
  readonly id: ActId
  readonly channel: ChannelId
  readonly type: string
  readonly party: PartyId
  readonly seq: number
  /** The matter that it opened or is about; the channel's own id for acts about the channel. */
  readonly matter: ActId
  readonly made: string
  /** The last mark that it had reached when the answer was given. */
  readonly mark: 'recorded' | 'received' | 'settled'
}
export const actMade: z.ZodType<ActMade> = z.object({
  id: z.string(),
  channel: z.string(),
  type: z.string(),
  party: z.string(),
  seq: z.int(),
  matter: z.string(),
  made: z.string(),
  mark: z.enum(['recorded', 'received', 'settled']),
})

export function pageOf<T>(item: z.ZodType<T>): z.ZodType<Page<T>> {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}
