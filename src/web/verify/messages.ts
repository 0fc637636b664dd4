import type { VerifiedMatters } from '../../channel/index.ts'
import type { RecordErrorCode } from '../../record/index.ts'

/** What a file is verified with besides itself. Plain data: it crosses to the worker. */
export interface VerifyRequest {
  /** Cards of the channel's parties that the reader got by another way, as their files have them. */
  readonly cards?: readonly string[]
  /** A tlog-policy, for the proof of one act. */
  readonly policy?: string
  /** The leaf, when the proof of one act does not carry it. */
  readonly leaf?: Uint8Array
}

export interface VerifyProgress {
  /** Of the file, read so far. */
  readonly bytes: number
  /** Undefined of a stream. */
  readonly totalBytes: number | undefined
  /** That have passed every check so far. */
  readonly acts: number
}

/** From the page to the worker: the request, then a piece of the file for each `pull`. */
export type ToWorker =
  | { readonly kind: 'begin'; readonly request: VerifyRequest }
  | { readonly kind: 'piece'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }

/** From the worker to the page. */
export type FromWorker =
  /** The next piece is wanted; so many acts have passed every check. */
  | { readonly kind: 'pull'; readonly acts: number }
  | { readonly kind: 'done'; readonly report: VerifiedMatters; readonly acts: number }
  /** A card that the reader gave is refused. */
  | { readonly kind: 'refused'; readonly code: RecordErrorCode; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }
