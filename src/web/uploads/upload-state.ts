/** What is true of a file on its way now. Nothing is called sent before the node has said that it holds it. */
export type UploadState =
  /** Announced to the node, which has not answered yet. */
  | { readonly is: 'beginning' }
  /** Others go first. */
  | { readonly is: 'queued' }
  /** The picked file is held against what was sent of it before. */
  | { readonly is: 'checking'; readonly checkedBytes: number }
  /** `bytesPerSecond` is undefined until two segments were taken. */
  | { readonly is: 'sending'; readonly bytesPerSecond: number | undefined }
  /** The node was not reached, or said to come again; tried anew at `untilMs`. */
  | { readonly is: 'waiting'; readonly why: 'offline' | 'busy' | 'signed-out'; readonly untilMs: number }
  | { readonly is: 'paused' }
  /** The browser may not read it any more without being asked: `pick` the same file again, or `allow` it. */
  | { readonly is: 'file-needed'; readonly how: 'pick' | 'allow' }
  /** What was picked is another file than the one of which something was sent. */
  | { readonly is: 'file-differs'; readonly by: Difference }
  /** The file on this computer was changed or removed under way: what was sent is no part of it any more. */
  | { readonly is: 'file-changed' }
  /** Another tab of this browser sends it. */
  | { readonly is: 'elsewhere' }
  /** Begun in another browser: only that one knows what was sent. */
  | { readonly is: 'foreign' }
  /** The node holds all of it. */
  | { readonly is: 'whole' }
  /** The node refused it. */
  | { readonly is: 'refused'; readonly cause: unknown }

export type Difference = 'name' | 'size' | 'modified' | 'content'

/** A file on its way, as screens show it. */
export interface UploadView {
  /** Stays the same while the page is open. */
  readonly key: string
  /** Undefined until the node has answered that it expects it. */
  readonly id: string | undefined
  readonly name: string
  readonly bytes: number
  /** What the node has said that it holds. */
  readonly receivedBytes: number
  readonly malware: boolean
  readonly state: UploadState
}

/** States in which pausing means something. */
export const isMoving = ({ is }: UploadState): boolean =>
  is === 'queued' || is === 'checking' || is === 'sending' || is === 'waiting'

/** A file on its way to this node, as an act names it. */
export interface NamedUpload {
  /** The id of `uploads.*`. */
  readonly upload: string
  readonly name: string
  readonly bytes: number
}
