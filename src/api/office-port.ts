import type { MatterKind, MatterState } from '../acts/index.ts'
import type {
  Attempt,
  DeliveryState,
  EvidenceNeeds,
  InboxEntry,
  MailSettings,
  NoticeUrgency,
  StoredNotice,
  Way,
  WayConfig,
} from '../desk/index.ts'
import type { CharterTerms } from '../instruments/index.ts'
import type { Assignment } from '../private/index.ts'
import type { ActId, ChannelId, PartyId } from '../record/index.ts'
import type { MatterCursor } from '../store/index.ts'

/** A matter with its folded state. */
export interface Folded<K extends MatterKind> {
  readonly id: ActId
  readonly state: Extract<MatterState, { kind: K }>
}

export interface FoldedSlice<K extends MatterKind> {
  readonly items: readonly Folded<K>[]
  readonly next: MatterCursor | null
}

/** A side channel that is being founded, or is open. */
export interface SideInfo {
  readonly id: ChannelId
  readonly mechanism: ChannelId
  readonly state: 'invited' | 'agreed' | 'declined' | 'open'
  readonly parties: readonly PartyId[]
  readonly agreed: readonly PartyId[]
  readonly declined: readonly PartyId[]
  readonly fingerprint: readonly number[]
}

export interface SentNotice {
  readonly no: number
  readonly id: string
  readonly notice: StoredNotice
  readonly user: string
  readonly way: number | undefined
  readonly wayKind: string
  readonly state: DeliveryState
  readonly tries: number
  readonly attempts: readonly Attempt[]
}

/** Notices and the ways by which they go out. */
export interface NoticeDesk {
  /** A user's notices before a cursor, newest first. */
  newest(user: string, before: number, limit: number): Promise<readonly InboxEntry[]>
  see(user: string, upTo: number): Promise<void>
  /** Told of a user whenever a notice was added to their list. Returns the way to stop it. */
  listen(listener: (user: string) => void): () => void
  ways(owner: string): Promise<readonly Way[]>
  /** Names of the commands of the configuration, by which a way may go. */
  readonly commands: readonly string[]
  addWay(
    owner: string,
    config: WayConfig,
    least: NoticeUrgency,
  ): Promise<{ readonly no: number; readonly secret: string | undefined }>
  /** Throws DeskError `way-unknown`, also for a way of somebody else. */
  removeWay(owner: string, no: number): Promise<void>
  /** Sends a notice that is only a trial by every way of a user. */
  trial(user: string): Promise<void>
  /** Tells users that a matter was given to them. */
  assigned(
    users: readonly string[],
    given: Pick<Assignment, 'channel' | 'matter' | 'dueMs' | 'atMs'>,
  ): Promise<void>
  mail(): Promise<MailSettings | undefined>
  setMail(settings: MailSettings): Promise<void>
  deliveriesOf(notice: string): Promise<readonly SentNotice[]>
  /** Newest first, before a cursor: all, or those that were given up. */
  deliveries(which: 'all' | 'dead', before: number, limit: number): Promise<readonly SentNotice[]>
  revive(no: number): Promise<void>
  linkTo(notice: StoredNotice): string
}

/** What the door needs of the work around the record. The app implements it; whoever calls has been allowed to. */
export interface OfficePort {
  readonly notices: NoticeDesk
  /** What the charter says now. Throws AppError `channel-unknown`. */
  terms(channel: ChannelId): Promise<CharterTerms>
  /** Matters of one kind with their states, newest first. */
  folded<K extends MatterKind>(
    channel: ChannelId,
    kind: K,
    after: MatterCursor | undefined,
    limit: number,
  ): Promise<FoldedSlice<K>>
  /** One matter of that kind. Throws AppError `matter-unknown`. */
  one<K extends MatterKind>(channel: ChannelId, kind: K, matter: ActId): Promise<Folded<K>>
  /** Agencies that parties list now, one's own first. */
  agencies(channel: ChannelId): Promise<readonly Folded<'agency'>[]>
  evidence(channel: ChannelId): EvidenceNeeds
  sides(): readonly SideInfo[]
  proposeSide(mechanism: ChannelId, parties: readonly PartyId[]): Promise<SideInfo>
  acceptSide(id: ChannelId): Promise<SideInfo>
  declineSide(id: ChannelId): Promise<SideInfo>
}
