import type { DraftContent, DraftInfo } from './content.ts'
import { isSame } from './content.ts'
import { draftOf, hasCode, saveDraft } from './node-drafts.ts'

/** What became of a save: it is on the node, or the node's draft has gone another way meanwhile. */
export type Saved =
  | { readonly is: 'kept'; readonly info: DraftInfo }
  | { readonly is: 'apart' | 'closed'; readonly theirs: DraftInfo }

/**
 * Saves upon the version that was seen. `lost`: what was on its way before and never confirmed, so that one's own text
 * whose answer was lost is not taken for somebody else's.
 */
export async function saveUpon(
  seen: DraftInfo,
  sent: DraftContent,
  { lost, user }: { readonly lost: DraftContent | null; readonly user: string },
): Promise<Saved> {
  try {
    return { is: 'kept', info: await saveDraft(seen.id, seen.version, sent) }
  } catch (cause) {
    if (!hasCode(cause, 'draft-stale', 'draft-state-wrong')) throw cause
    const theirs = await draftOf(seen.id)
    if (isClosed(theirs)) return { is: 'closed', theirs }
    // The node took what was sent and only its answer was lost: nobody else has written.
    if (isSame(theirs.content, sent)) return { is: 'kept', info: theirs }
    const isOurs = theirs.editor === user && isSame(theirs.content, lost)
    if (!isOurs && !isSame(theirs.content, seen.content)) return { is: 'apart', theirs }
    return { is: 'kept', info: await saveDraft(theirs.id, theirs.version, sent) }
  }
}

/** Nothing may be changed in it any more. */
export const isClosed = ({ discarded, state }: DraftInfo): boolean =>
  discarded || state === 'submitted' || state === 'submitting'
