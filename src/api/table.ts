import type { z } from 'zod'
import type { Permission, Principal } from '../sign-in/index.ts'
import type { Asked, Octets, RoutesOf, Wanted } from './contract.ts'
import type { ApiContext } from './context.ts'
import { type AccessLogRoutes, accessLogRoutes } from './routes/access-log.ts'
import { type ActRoutes, actRoutes } from './routes/acts.ts'
import { type BackupRoutes, backupRoutes } from './routes/backups.ts'
import { type CandidateRoutes, candidateRoutes } from './routes/candidates.ts'
import { type CardRoutes, cardRoutes } from './routes/cards.ts'
import { type ChannelRoutes, channelRoutes } from './routes/channels.ts'
import { type ClockRoutes, clockRoutes } from './routes/clocks.ts'
import { type ColleagueRoutes, colleagueRoutes } from './routes/colleagues.ts'
import { type ContactRoutes, contactRoutes } from './routes/contacts.ts'
import { type CredentialRoutes, credentialRoutes } from './routes/credentials.ts'
import { type DirectoryRoutes, directoryRoutes } from './routes/directory.ts'
import { type DraftHistoryRoutes, draftHistoryRoutes } from './routes/draft-history.ts'
import { type DraftRoutes, draftRoutes } from './routes/drafts.ts'
import { type DutyRoutes, dutyRoutes } from './routes/duty.ts'
import { type EventRoutes, eventRoutes } from './routes/events.ts'
import { type EvidenceRoutes, evidenceRoutes } from './routes/evidence.ts'
import { type ExhibitRoutes, exhibitRoutes } from './routes/exhibits.ts'
import { type FoundingRoutes, foundingRoutes } from './routes/founding.ts'
import { type FigureRoutes, figureRoutes } from './routes/figures.ts'
import { type HeadingRoutes, headingRoutes } from './routes/headings.ts'
import { type HotlineRoutes, hotlineRoutes } from './routes/hotline.ts'
import { type InboxRoutes, inboxRoutes } from './routes/inbox.ts'
import { type InstrumentRoutes, instrumentRoutes } from './routes/instruments.ts'
import { type ListingRoutes, listingRoutes } from './routes/listings.ts'
import { type MatterRoutes, matterRoutes } from './routes/matters.ts'
import { type MeRoutes, meRoutes } from './routes/me.ts'
import { type NodeRoutes, nodeRoutes } from './routes/node.ts'
import { type NoticeRoutes, noticeRoutes } from './routes/notices.ts'
import { type OperatorRoutes, operatorRoutes } from './routes/operator.ts'
import { type OwnRoutes, ownRoutes } from './routes/own.ts'
import { type PeopleRoutes, peopleRoutes } from './routes/people.ts'
import { type RecordRoutes, recordRoutes } from './routes/record.ts'
import { type ReleaseRoutes, releaseRoutes } from './routes/releases.ts'
import { type RequestRoutes, requestRoutes } from './routes/requests.ts'
import { type SideRoutes, sideRoutes } from './routes/sides.ts'
import { type SignatureRoutes, signatureRoutes } from './routes/signatures.ts'
import { type SearchRoutes, searchRoutes } from './routes/search.ts'
import { type SignInRoutes, signInRoutes } from './routes/sign-in.ts'
import { type TermRoutes, termRoutes } from './routes/terms.ts'
import { type UploadRoutes, uploadRoutes } from './routes/uploads.ts'
import { type WatchRoutes, watchRoutes } from './routes/watches.ts'
import { type WayRoutes, wayRoutes } from './routes/ways.ts'
import { type WorkRoutes, workRoutes } from './routes/work.ts'

/** Everything that can be asked of the door, by the id of its route. */
export interface Api
  extends
    NodeRoutes,
    SignInRoutes,
    MeRoutes,
    ColleagueRoutes,
    OwnRoutes,
    PeopleRoutes,
    ListingRoutes,
    CredentialRoutes,
    OperatorRoutes,
    CardRoutes,
    FoundingRoutes,
    BackupRoutes,
    ChannelRoutes,
    MatterRoutes,
    HeadingRoutes,
    ActRoutes,
    DraftRoutes,
    DraftHistoryRoutes,
    WorkRoutes,
    SearchRoutes,
    AccessLogRoutes,
    WatchRoutes,
    InboxRoutes,
    RequestRoutes,
    ClockRoutes,
    HotlineRoutes,
    DirectoryRoutes,
    DutyRoutes,
    CandidateRoutes,
    TermRoutes,
    ContactRoutes,
    EvidenceRoutes,
    ExhibitRoutes,
    RecordRoutes,
    FigureRoutes,
    ReleaseRoutes,
    SignatureRoutes,
    NoticeRoutes,
    WayRoutes,
    SideRoutes,
    UploadRoutes,
    InstrumentRoutes,
    EventRoutes {}
export type RouteId = keyof Api

const table: RoutesOf<Api> = {
  ...nodeRoutes,
  ...signInRoutes,
  ...meRoutes,
  ...colleagueRoutes,
  ...ownRoutes,
  ...peopleRoutes,
  ...listingRoutes,
  ...credentialRoutes,
  ...operatorRoutes,
  ...cardRoutes,
  ...foundingRoutes,
  ...backupRoutes,
  ...channelRoutes,
  ...matterRoutes,
  ...headingRoutes,
  ...actRoutes,
  ...draftRoutes,
  ...draftHistoryRoutes,
  ...workRoutes,
  ...searchRoutes,
  ...accessLogRoutes,
  ...watchRoutes,
  ...inboxRoutes,
  ...requestRoutes,
  ...clockRoutes,
  ...hotlineRoutes,
  ...directoryRoutes,
  ...dutyRoutes,
  ...candidateRoutes,
  ...termRoutes,
  ...contactRoutes,
  ...evidenceRoutes,
  ...exhibitRoutes,
  ...recordRoutes,
  ...figureRoutes,
  ...releaseRoutes,
  ...signatureRoutes,
  ...noticeRoutes,
  ...wayRoutes,
  ...sideRoutes,
  ...uploadRoutes,
  ...instrumentRoutes,
  ...eventRoutes,
}

/** A route as the server, the document, the client and the tests walk through it. */
export interface AnyRoute {
  readonly id: RouteId
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly summary: string
  readonly needs: Permission | 'signed-in' | 'session' | 'nobody'
  readonly also?: (asked: { readonly params: unknown; readonly body: unknown }) => Wanted
  readonly whole?: true
  readonly person?: true
  readonly status?: 200 | 201 | 202
  readonly idempotent?: true
  readonly etag?: true
  readonly logged?: 'no'
  readonly anyQuery?: true
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType | Octets
  readonly reply?: z.ZodType
  readonly streams?: string
  handle(context: ApiContext, asked: AnyAsked): unknown
}

/** What the server hands over: read against the route's schemas, and somebody where the route needs somebody. */
export interface AnyAsked extends Asked<{ params: unknown; query: unknown; body: unknown; reply: unknown }> {
  readonly principal: Principal | undefined
  readonly again: () => Promise<Principal | undefined>
}

/** The whole table, in the order in which people meet it. */
export const ROUTES: readonly AnyRoute[] = Object.entries(table).map(
  // Each handler takes what its own schemas give, which is what the server reads the request with.
  ([id, route]) => ({ id, ...route }) as unknown as AnyRoute,
)
