/** Every way the record room refuses bytes. `docs/errors.md` explains each; a test ties the two together. */
export type RecordErrorCode =
  // leaf profile
  | 'leaf-too-large'
  | 'leaf-not-utf8'
  | 'leaf-not-json'
  | 'leaf-not-canonical'
  | 'leaf-duplicate-key'
  | 'leaf-forbidden-key'
  | 'leaf-bad-number'
  | 'leaf-bad-string'
  | 'leaf-too-deep'
  | 'leaf-bad-envelope'
  | 'body-mismatch'
  | 'bodies-malformed'
  // tree
  | 'tree-size-invalid'
  | 'tile-missing'
  | 'tile-path-invalid'
  | 'entries-malformed'
  | 'proof-invalid'
  | 'root-mismatch'
  // notes, heads, receipts
  | 'note-malformed'
  | 'checkpoint-malformed'
  | 'origin-mismatch'
  | 'head-signature-missing'
  | 'head-signature-invalid'
  | 'head-key-foreign'
  | 'head-role-wrong'
  | 'receipt-signature-missing'
  | 'receipt-signature-invalid'
  | 'receipt-key-foreign'
  | 'receipt-role-wrong'
  | 'signature-duplicate'
  | 'key-weak'
  | 'key-malformed'
  // cards, proofs, policy
  | 'card-malformed'
  | 'card-proof-invalid'
  | 'tlog-proof-malformed'
  | 'policy-malformed'
  | 'fork-proof-invalid'
  // officers' signatures
  | 'officer-key-unfit'
  | 'attestation-malformed'
  | 'attestation-type-wrong'
  | 'attestation-challenge-wrong'
  | 'attestation-origin-wrong'
  | 'attestation-rp-wrong'
  | 'attestation-user-absent'
  | 'attestation-user-unverified'
  | 'attestation-signature-invalid'
  | 'attestation-unappointed'
  | 'attestation-relieved'
  | 'attestation-officer-wrong'
  | 'rotation-malformed'
  | 'rotation-proof-invalid'
  | 'rotation-refused'
  // carried files and the record in them
  | 'tar-malformed'
  | 'archive-malformed'
  | 'archive-too-large'
  | 'file-unknown'
  | 'charter-mismatch'
  | 'card-unexpected'
  | 'leaf-misplaced'
  | 'deps-party-unknown'
  | 'deps-decreasing'
  | 'deps-future'
  | 'body-too-large'
  | 'exhibit-mismatch'
  | 'exhibit-unnamed'

/** The one error class of this room. `field` is a path into the input, when there is one. */
export class RecordError extends Error {
  override readonly name = 'RecordError'
  readonly code: RecordErrorCode
  readonly field: string | undefined

  constructor(code: RecordErrorCode, message: string, options?: { field?: string; cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.field = options?.field
  }
}
