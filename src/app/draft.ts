import type { JsonObject } from '../record/index.ts'

/** An act as its author gives it: not yet checked, not yet in the record. */
export interface Draft {
  readonly type: string
  readonly about?: string
  readonly data: JsonObject
  readonly body?: { readonly bytes: Uint8Array; readonly type: string }
}
