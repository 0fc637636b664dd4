/** Every way ordering and folding refuse what the caller hands over. `docs/errors.md` explains each. */
export type ChannelErrorCode =
  | 'act-party-unknown'
  | 'act-twice'
  | 'act-foreign'
  | 'acts-missing'
  | 'order-cyclic'
  | 'matter-malformed'
  | 'sizes-invalid'
  | 'upgrade-needed'

/** The one error class of this room. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError'
  readonly code: ChannelErrorCode

  constructor(code: ChannelErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
  }
}
