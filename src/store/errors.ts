export type StoreErrorCode =
  | 'append-gap'
  | 'channel-unknown'
  | 'store-locked'
  | 'store-damaged'
  | 'store-full'
  | 'store-io'
  | 'store-version-unknown'
  | 'store-closed'
  | 'exhibit-name-invalid'
  | 'exhibit-unknown'
  | 'exhibit-gap'
  | 'exhibit-too-large'
  | 'exhibit-mismatch'
  | 'exhibit-unreadable'
  | 'exhibit-recipient-invalid'
  | 'highwater-damaged'
  | 'highwater-backwards'

/** The one error class of this room. `docs/errors.md` explains each code. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
