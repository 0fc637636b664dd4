/** Every way one node refuses another. `docs/errors.md` explains each and gives its HTTP status. */
export type ExchangeErrorCode =
  // reaching a peer
  | 'peer-unreachable'
  | 'peer-key-wrong'
  | 'peer-timeout'
  | 'peer-answer-malformed'
  | 'peer-answer-too-large'
  | 'peer-answer-unsigned'
  | 'peer-answer-signature-invalid'
  | 'peer-refused'
  // requests
  | 'request-unsigned'
  | 'request-signature-invalid'
  | 'request-stale'
  | 'request-replayed'
  | 'request-misdirected'
  | 'request-digest-wrong'
  | 'request-malformed'
  | 'request-too-large'
  | 'request-encoding-refused'
  | 'request-rate-limited'
  | 'route-unknown'
  | 'party-unknown'
  | 'not-a-member'
  // admission
  | 'batch-malformed'
  | 'batch-gap'
  | 'batch-too-large'
  | 'head-behind'
  | 'head-unreconciled'
  | 'feed-forked'
  | 'feed-frozen'
  | 'keys-disowned'
  | 'deps-decreasing'
  | 'deps-future'
  | 'deps-party-unknown'
  | 'leaf-misplaced'
  | 'body-too-large'
  // own feed
  | 'node-read-only'
  | 'own-feed-ahead'
  | 'queue-full'
  // exhibits
  | 'exhibit-unknown'
  | 'exhibit-mismatch'
  | 'exhibit-offset-wrong'
  | 'exhibit-too-large'
  // carried files
  | 'archive-malformed'
  | 'archive-foreign'

/** The one error class of this room. */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError'
  readonly code: ExchangeErrorCode
  readonly field: string | undefined

  constructor(code: ExchangeErrorCode, message: string, options?: { field?: string; cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.field = options?.field
  }
}
