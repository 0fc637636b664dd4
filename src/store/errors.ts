export type StoreErrorCode =
  | 'append-gap'
  | 'store-locked'
  | 'store-damaged'
  | 'store-full'
  | 'store-version-unknown'
  | 'store-closed'

/** The one error class of this room. `docs/errors.md` explains each code. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
