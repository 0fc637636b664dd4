import type { RecordErrorCode } from '../record/index.ts'
import type { StoreErrorCode } from '../store/index.ts'
import type { ExchangeErrorCode } from './errors.ts'

/** HTTP status of each refusal of this room; `docs/errors.md` shows the same table. */
export const exchangeStatuses: Readonly<Record<ExchangeErrorCode, number>> = {
  'peer-unreachable': 502,
  'peer-key-wrong': 502,
  'peer-timeout': 504,
  'peer-answer-malformed': 502,
  'peer-answer-too-large': 502,
  'peer-answer-unsigned': 502,
  'peer-answer-signature-invalid': 502,
  'peer-refused': 502,
  'request-unsigned': 401,
  'request-signature-invalid': 401,
  'request-stale': 401,
  'request-replayed': 401,
  'request-misdirected': 421,
  'request-digest-wrong': 400,
  'request-malformed': 400,
  'request-too-large': 413,
  'request-encoding-refused': 415,
  'request-rate-limited': 429,
  'route-unknown': 404,
  'party-unknown': 401,
  'not-a-member': 403,
  'batch-malformed': 400,
  'batch-gap': 409,
  'batch-too-large': 413,
  'head-behind': 404,
  'head-unreconciled': 409,
  'feed-forked': 409,
  'feed-frozen': 409,
  'keys-disowned': 409,
  'deps-decreasing': 422,
  'deps-future': 409,
  'deps-party-unknown': 422,
  'leaf-misplaced': 422,
  'body-too-large': 413,
  'node-read-only': 503,
  'own-feed-ahead': 409,
  'queue-full': 503,
  'exhibit-unknown': 404,
  'exhibit-mismatch': 422,
  'exhibit-offset-wrong': 409,
  'exhibit-too-large': 413,
  'archive-malformed': 400,
  'archive-foreign': 409,
}

/** What the record refuses is well-formed HTTP with content that breaks a rule; what the store refuses is our own trouble. */
export function statusOf(code: ExchangeErrorCode | RecordErrorCode | StoreErrorCode): number {
  if (isExchangeCode(code)) return exchangeStatuses[code]
  return code === 'store-full' ? 507 : code.startsWith('store-') || code === 'append-gap' ? 503 : 422
}

function isExchangeCode(code: string): code is ExchangeErrorCode {
  return Object.hasOwn(exchangeStatuses, code)
}
