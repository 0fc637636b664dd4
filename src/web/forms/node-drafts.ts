import { call, ProblemError, type Reply } from '../api/client.ts'
import { type DraftContent, type DraftInfo, isSame } from './content.ts'

/** The newest drafts that are looked through for one whose making was not heard of. */
const LOOKED_THROUGH = 20

/** Only if nobody has written since. */
export const upon = (version: number): { headers: { 'if-match': string } } => ({
  headers: { 'if-match': `"v${version}"` },
})

/** Makes a draft, unless an earlier try has made it and only its answer was lost. */
export async function makeDraft(
  channel: string,
  content: DraftContent,
  lost: DraftContent | null,
): Promise<DraftInfo> {
  if (lost !== null) {
    const { items } = await call('drafts.list', { query: { list: 'mine', limit: LOOKED_THROUGH } })
    const found = items.find((draft) => draft.channel === channel && isSame(draft.content, lost))
    if (found !== undefined)
      return isSame(lost, content) ? found : saveDraft(found.id, found.version, content)
  }
  return call('drafts.make', { params: { channel }, body: { content } })
}

export function saveDraft(draft: string, version: number, content: DraftContent): Promise<DraftInfo> {
  return call('drafts.save', { params: { draft }, body: content, ...upon(version) })
}

export const draftOf = (draft: string): Promise<DraftInfo> => call('drafts.get', { params: { draft } })

/** Versions to go back to, oldest first, and texts that came too late. */
export async function versionsOf(draft: string): Promise<Reply<'drafts.versions'>['items']> {
  return (await call('drafts.versions', { params: { draft } })).items.toReversed()
}

export function versionOf(draft: string, version: number, isStray: boolean): Promise<DraftContent> {
  return call('drafts.version', {
    params: { draft, version },
    query: { stray: isStray ? 'true' : 'false' },
  })
}

export const discardDraft = (draft: string): Promise<DraftInfo> =>
  call('drafts.discard', { params: { draft } })
export const takeBackDraft = (draft: string): Promise<DraftInfo> =>
  call('drafts.take-back', { params: { draft } })

export const askApproval = (draft: string, version: number): Promise<DraftInfo> =>
  call('drafts.ask', { params: { draft }, ...upon(version) })
export const withdrawQuestion = (draft: string, version: number): Promise<DraftInfo> =>
  call('drafts.withdraw', { params: { draft }, ...upon(version) })
export const approveDraft = (draft: string, version: number): Promise<DraftInfo> =>
  call('drafts.approve', { params: { draft }, ...upon(version) })
export const rejectDraft = (draft: string, version: number, reason: string): Promise<DraftInfo> =>
  call('drafts.reject', { params: { draft }, body: { reason }, ...upon(version) })

export const hasCode = (cause: unknown, ...codes: readonly string[]): boolean =>
  cause instanceof ProblemError && codes.includes(cause.problem.code)
