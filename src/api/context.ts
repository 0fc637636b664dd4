import type { Clock, Rng } from '../exchange/index.ts'
import type { PrivateSide } from '../private/index.ts'
import type { ActId, ChannelId } from '../record/index.ts'
import type { SignIn } from '../sign-in/index.ts'
import type { DraftPort } from './draft-port.ts'
import type { EventHub } from './events.ts'
import type { FiguresPort } from './figures-port.ts'
import type { IdempotencyKeys } from './idempotency.ts'
import type { Metrics } from './metrics.ts'
import type { Downloads } from './downloads.ts'
import type { FoundingPort } from './founding-port.ts'
import type { NodePort } from './node-port.ts'
import type { OfficePort } from './office-port.ts'
import type { OperatorPort } from './operator-port.ts'
import type { Refusal } from './problem.ts'
import type { RecordPort } from './record-port.ts'
import type { RequestPort } from './request-port.ts'
import type { Uploads } from './uploads.ts'

/** What a caller shows of who they are: one of the two. */
export interface Credentials {
  readonly token?: string
  readonly bearer?: string
}

/** Matters that the private side has closed to all but some seats. */
export interface RestrictedMatters {
  restrictedTo(channel: ChannelId, matter: ActId): Promise<readonly string[] | undefined>
  /** Every restricted matter of a channel. */
  restrictedIn(channel: ChannelId): Promise<readonly ActId[]>
}

export type Log = (event: string, facts: Readonly<Record<string, string | number | boolean>>) => void

/** What the app hands to the door when it opens it. */
export interface ApiNeeds {
  readonly node: NodePort
  readonly office: OfficePort
  readonly record: RecordPort
  readonly figures: FiguresPort
  readonly operator: OperatorPort
  readonly founding: FoundingPort
  readonly clock: Clock
  readonly rng: Rng
  /** Who the people are: bound to the origin that the door has, which is known once it listens. */
  readonly signInAt: (origin: string) => SignIn
  readonly side: PrivateSide
  readonly requests: RequestPort
  readonly drafting: DraftPort
  readonly keys: IdempotencyKeys
  readonly uploads: Uploads
  /** Any thrown value as room, code, sentence and field: the rooms behind the app are not known here. */
  readonly refusalOf: (cause: unknown) => Refusal
  readonly log: Log
}

/** What handlers work with. */
export interface ApiContext extends ApiNeeds {
  readonly signIn: SignIn
  readonly restricted: RestrictedMatters
  /** Whether a thrown value says that nothing was done. */
  readonly isRefusal: (cause: unknown) => boolean
  readonly events: EventHub
  readonly downloads: Downloads
  readonly metrics: Metrics
  /** The document that describes the table; made when the server is. */
  readonly openApi: () => Readonly<Record<string, unknown>>
}
