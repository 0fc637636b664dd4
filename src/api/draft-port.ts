import type { CheckFault } from '../instruments/index.ts'
import type { Draft, DraftContent, Viewer } from '../private/index.ts'
import type { ChannelId, JsonObject } from '../record/index.ts'
import type { Refusal } from './problem.ts'
import type { PartnerUsed } from './request-port.ts'
import type { ActMade } from './views.ts'

export interface DraftChecked {
  /** The charter asks for a second officer. */
  readonly needsApproval: boolean
  /** Of a request: everything that it lacks by form, instrument, charter and partner. */
  readonly faults: readonly CheckFault[]
  readonly left: number
  readonly partner: PartnerUsed | null
  /** Why the record would not take it as it is now; null when it would. */
  readonly refusal: Refusal | null
  /** The data as they would be recorded now: deadlines and counts are worked out by the node. */
  readonly data: JsonObject
}

/** The way of a draft into the record. */
export interface DraftPort {
  /** What submitting would meet. Nothing is recorded or sent. Throws AppError `channel-unknown`. */
  check(channel: ChannelId, content: DraftContent): Promise<DraftChecked>
  /**
   * Asks for a second officer's approval of exactly this version, and tells those who may give it.
   * Throws as `Approvals.ask`, and ApiError `upload-incomplete`, `upload-unknown`: an approval is of whole files too.
   */
  ask(viewer: Viewer, id: string, version: number): Promise<Draft>
  /**
   * Records the act that a draft becomes; the same draft never becomes two. `despite`: also a request that lacks
   * something. Throws as `Approvals.take`, AppError `request-incomplete`, and what the record refuses.
   */
  submit(viewer: Viewer, id: string, version: number, despite: boolean): Promise<ActMade>
}
