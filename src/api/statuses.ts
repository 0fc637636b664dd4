import type { ActErrorCode } from '../acts/index.ts'
import type { AppErrorCode } from '../app/index.ts'
import type { ChannelErrorCode } from '../channel/index.ts'
import type { ExchangeErrorCode } from '../exchange/index.ts'
import type { InstrumentErrorCode } from '../instruments/index.ts'
import type { StoreErrorCode } from '../store/index.ts'
import type { DeskErrorCode } from '../desk/index.ts'
import type { PrivateErrorCode } from '../private/index.ts'
import type { SignInErrorCode } from '../sign-in/index.ts'
import type { ApiErrorCode } from './errors.ts'

/** HTTP status of each refusal of this room; `docs/errors.md` shows the same table. */
export const apiStatuses: Readonly<Record<ApiErrorCode, number>> = {
  'not-signed-in': 401,
  'not-allowed': 403,
  'approval-needed': 409,
  'origin-refused': 403,
  'host-refused': 421,
  'rate-limited': 429,
  'streams-too-many': 429,
  'request-malformed': 400,
  'request-invalid': 400,
  'request-too-large': 413,
  'request-timeout': 408,
  'answer-late': 503,
  'media-type-refused': 415,
  'route-unknown': 404,
  'cursor-invalid': 400,
  'precondition-failed': 412,
  'precondition-required': 428,
  'key-missing': 400,
  'key-reused': 422,
  'key-in-use': 409,
  'key-unsettled': 409,
  'upload-unknown': 404,
  'upload-offset-wrong': 409,
  'upload-incomplete': 409,
  'upload-in-use': 409,
  'upload-too-large': 413,
  'uploads-too-many': 429,
  'download-unknown': 404,
  'officer-not-appointed': 409,
  'node-stopping': 503,
  internal: 500,
}

/** What the node refuses its own people. What only an operator at the machine can cause is a fault here: 500. */
const appCodes: Readonly<Record<AppErrorCode, number>> = {
  usage: 400,
  'config-invalid': 500,
  'folder-not-empty': 500,
  'folder-not-a-node': 500,
  'file-unreadable': 500,
  'file-malformed': 400,
  'party-invalid': 400,
  'name-invalid': 400,
  'url-invalid': 400,
  'card-unexpected': 409,
  'charter-mismatch': 409,
  'founding-incomplete': 409,
  'founding-unknown': 404,
  'fingerprint-unconfirmed': 409,
  'fingerprint-wrong': 409,
  'limits-unsupported': 422,
  'channel-unknown': 404,
  'channel-not-open': 409,
  'channel-exists': 409,
  'matter-unknown': 404,
  'act-unknown': 404,
  'feed-unknown': 404,
  'not-held': 404,
  'figures-too-many': 400,
  'act-ambiguous': 400,
  'act-not-allowed': 409,
  'body-not-allowed': 400,
  'body-required': 400,
  'body-too-large': 413,
  'exhibit-body-not-json': 400,
  'exhibit-unknown': 404,
  'exhibit-ambiguous': 400,
  'exhibit-barred': 409,
  'malware-sealed-only': 403,
  'read-only': 503,
  'state-mismatch': 409,
  'fold-failed': 503,
  'queue-full': 503,
  'node-running': 503,
  'node-not-running': 503,
  'node-stopped': 503,
  'backup-invalid': 400,
  'backup-unknown': 404,
  'backup-busy': 409,
  'side-unknown': 404,
  'side-answered': 409,
  'side-refused': 409,
  'side-keys-changed': 409,
  'request-incomplete': 422,
  'approval-needed': 409,
  'desk-absent': 500,
  'person-unknown': 404,
}

const actCodes: Readonly<Record<ActErrorCode, number>> = {
  'type-unknown': 422,
  'data-invalid': 422,
  'body-invalid': 422,
  'about-invalid': 422,
  'vocabulary-invalid': 500,
}

const instrumentCodes: Readonly<Record<InstrumentErrorCode, number>> = {
  'rule-unknown': 422,
  'rule-has-no-length': 422,
  'extension-not-allowed': 422,
  'instant-invalid': 422,
  'calendar-invalid': 422,
  'calendar-missing': 422,
  'charter-invalid': 422,
  'charter-too-large': 413,
  'paste-too-large': 413,
  'form-not-json': 422,
  'form-too-large': 413,
  'form-invalid': 422,
}

/** None of these can be caused by a caller. */
const channelCodes: Readonly<Record<ChannelErrorCode, number>> = {
  'act-party-unknown': 500,
  'act-twice': 500,
  'act-foreign': 500,
  'acts-missing': 500,
  'order-cyclic': 500,
  'matter-malformed': 500,
  'sizes-invalid': 500,
  'upgrade-needed': 503,
}

const storeCodes: Readonly<Record<StoreErrorCode, number>> = {
  'append-gap': 503,
  'channel-unknown': 404,
  'store-locked': 503,
  'store-damaged': 503,
  'store-full': 507,
  'store-io': 503,
  'store-version-unknown': 503,
  'store-closed': 503,
  'exhibit-name-invalid': 400,
  'exhibit-unknown': 404,
  'exhibit-gap': 409,
  'exhibit-too-large': 413,
  'exhibit-mismatch': 409,
  'exhibit-unreadable': 409,
  'exhibit-recipient-invalid': 409,
  'highwater-damaged': 503,
  'highwater-backwards': 503,
}

/** Whoever is not let in is told so with 401; who is in and may not, with 403. */
const signInCodes: Readonly<Record<SignInErrorCode, number>> = {
  'sign-in-config-invalid': 500,
  'input-invalid': 400,
  'name-taken': 409,
  'too-many-held': 409,
  'user-unknown': 404,
  'seat-unknown': 404,
  'grant-unknown': 404,
  'session-unknown': 404,
  'key-unknown': 404,
  'passkey-unknown': 404,
  'password-unknown': 404,
  'invitation-unknown': 404,
  'own-grant': 403,
  'nobody-left': 409,
  'sign-in-refused': 401,
  'too-many-attempts': 429,
  'sign-in-busy': 503,
  'invitation-refused': 401,
  'challenge-stale': 400,
  'passkey-refused': 401,
  'passkey-copied': 401,
  'passkey-known': 409,
  'password-weak': 422,
  'enrolment-stale': 409,
  'totp-wrong': 422,
  'session-needed': 403,
  'sign-in-again': 403,
  'scope-not-held': 403,
  'last-credential': 409,
  'oidc-off': 404,
  'oidc-unreachable': 502,
  'oidc-refused': 401,
  'oidc-nobody': 403,
  'break-glass-refused': 401,
}

/** A version that is not the newest any more is a condition that does not hold: 412. */
const privateCodes: Readonly<Record<PrivateErrorCode, number>> = {
  'draft-unknown': 404,
  'draft-stale': 412,
  'draft-too-large': 413,
  'draft-invalid': 422,
  'draft-state-wrong': 409,
  'draft-version-unknown': 404,
  'drafts-full': 409,
  'approver-not-second': 403,
  'approval-void': 409,
  'note-unknown': 404,
  'note-stale': 412,
  'text-invalid': 422,
  'filter-unknown': 404,
  'too-many': 409,
  'log-entry-invalid': 500,
  'log-head-damaged': 500,
  'query-empty': 400,
  'query-invalid': 400,
  'query-too-long': 400,
  'cursor-invalid': 400,
  'document-invalid': 500,
}

/** Timers and notices are made by the software itself; evidence is asked for by people. */
const deskCodes: Readonly<Record<DeskErrorCode, number>> = {
  'timer-invalid': 500,
  'notice-invalid': 500,
  'way-invalid': 400,
  'way-unknown': 404,
  'delivery-unknown': 404,
  'hotline-without-steps': 409,
  'matter-unknown': 404,
  'exhibit-unknown': 404,
  'exhibit-barred': 409,
  'exhibit-not-here': 409,
  'exhibit-mismatch': 409,
  'malware-sealed-only': 403,
  'release-stopped': 403,
  'release-unknown': 404,
  'bundle-too-large': 413,
}

/** What a peer refused us is a bad gateway to our own people; what we refuse them keeps its meaning. */
const exchangeCodes: Readonly<Partial<Record<ExchangeErrorCode, number>>> = {
  'peer-timeout': 504,
  'head-behind': 409,
  'feed-frozen': 409,
  'feed-forked': 409,
  'node-read-only': 503,
  'queue-full': 503,
  'exhibit-unknown': 404,
  'exhibit-too-large': 413,
  'body-too-large': 413,
  'archive-malformed': 400,
  'archive-foreign': 409,
}
const EXCHANGE_OTHER = 502
/** Bytes that were given, or are held, and do not hold what they claim. */
const RECORD = 422

const byRoom: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  api: apiStatuses,
  app: appCodes,
  acts: actCodes,
  instruments: instrumentCodes,
  channel: channelCodes,
  store: storeCodes,
  'sign-in': signInCodes,
  private: privateCodes,
  desk: deskCodes,
  exchange: exchangeCodes,
}

/** Every code of every room with its status, for the page that lists them. */
export function statusTable(): Readonly<Record<string, Readonly<Record<string, number>>>> {
  return byRoom
}

/** The status for a refusal of any room. 500 for what is no refusal. */
export function statusOf({ room, code }: { readonly room: string; readonly code: string }): number {
  const found = Object.hasOwn(byRoom, room) ? byRoom[room] : undefined
  if (found !== undefined && Object.hasOwn(found, code)) return found[code] ?? 500
  if (room === 'exchange') return EXCHANGE_OTHER
  return room === 'record' ? RECORD : 500
}
