import type { Difference } from './upload-state.ts'

/** A piece of a file that was sent, or was about to be, and the hex SHA-256 of it. */
export interface Segment {
  readonly from: number
  readonly to: number
  readonly sha256: string
}

export interface FileMarks {
  readonly name: string
  readonly bytes: number
  readonly lastModifiedMs: number
}

export const marksOf = ({ name, size, lastModified }: File): FileMarks => ({
  name,
  bytes: size,
  lastModifiedMs: lastModified,
})

/**
 * How a picked file differs from the one of which `receivedBytes` were sent: by name, size, time of its last change, or by
 * the SHA-256 of any segment that the node holds. All of them are read again: an image that was changed in one block has
 * the same name and size, and must never be joined to the first half of another. Undefined when it is the same file.
 */
export async function differenceOf(
  file: File,
  known: FileMarks & { readonly segments: readonly Segment[] },
  receivedBytes: number,
  checked: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Difference | undefined> {
  if (file.name !== known.name) return 'name'
  if (file.size !== known.bytes) return 'size'
  if (file.lastModified !== known.lastModifiedMs) return 'modified'
  let reached = 0
  for (const { from, to, sha256 } of known.segments) {
    if (from >= receivedBytes) continue
    // A gap means that this browser did not see all of it go.
    if (from > reached) return 'content'
    signal.throwIfAborted()
    if ((await digestOf(file.slice(from, to))) !== sha256) return 'content'
    reached = Math.max(reached, to)
    checked(Math.min(reached, receivedBytes))
  }
  return reached < receivedBytes ? 'content' : undefined
}

/** By the browser's own hash, outside this thread; a segment is in memory only while it is hashed. */
export async function digestOf(content: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await content.arrayBuffer()))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
