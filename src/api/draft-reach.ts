import { z } from 'zod'
import { type Draft, type DraftContent, type DraftList, PAGE_MAX, type Viewer } from '../private/index.ts'
import type { Permission, Principal } from '../sign-in/index.ts'
import type { ApiContext } from './context.ts'
import type { Contract, Known } from './contract.ts'
import { mayAct, notAllowed } from './guard.ts'
import { tagOf, versionIn } from './if-match.ts'
import { type DraftInfo, viewDraft, viewerOf } from './private-views.ts'

export const DRAFT_ID_CHARACTERS_MAX = 64

export interface DraftParams {
  readonly draft: string
}
export const draftParams: z.ZodType<DraftParams> = z.strictObject({
  draft: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, 'must be an id')
    .max(DRAFT_ID_CHARACTERS_MAX),
})

type Asking = Known<Contract<DraftParams, unknown, unknown, unknown>>
type Move = (viewer: Viewer, id: string, version: number) => Promise<Draft>

export async function moved(
  context: ApiContext,
  asked: Asking,
  permission: Permission,
  move: Move,
): Promise<DraftInfo> {
  const version = versionIn(asked.ifMatch)
  await opened(context, asked, permission)
  return shown(asked, await move(viewerOf(asked.principal), asked.params.draft, version))
}

/** A draft, for somebody whose seats reach its channel and matter now: being its author is not enough. */
export async function opened(
  context: ApiContext,
  { params, principal }: Asking,
  permission: Permission,
): Promise<Draft> {
  const draft = await context.side.drafts.get(viewerOf(principal), params.draft)
  await requireReach(context, principal, permission, draft)
  return draft
}

type Placed = Pick<Draft, 'channel' | 'content'>

export async function requireReach(
  context: ApiContext,
  principal: Principal,
  permission: Permission,
  draft: Placed,
): Promise<void> {
  if (!(await reaches(context, principal, permission, draft))) throw notAllowed(permission)
}

export function reaches(
  { restricted }: ApiContext,
  principal: Principal,
  permission: Permission,
  { channel, content: { about } }: Placed,
): Promise<boolean> {
  return mayAct(
    principal,
    permission,
    { channel, ...(about === undefined ? {} : { matter: about }) },
    restricted,
  )
}

/**
 * So many drafts of a list that the caller reaches: a grant that ended takes those in its channels along, and of a matter that
 * is kept to other seats not even a cursor tells.
 */
export async function listed(
  context: ApiContext,
  principal: Principal,
  list: DraftList,
  from: string | undefined,
  count: number,
): Promise<Draft[]> {
  const needed = list === 'to-approve' ? 'approve' : 'read'
  const seen: Draft[] = []
  let after = from
  do {
    const found = await context.side.drafts.list(viewerOf(principal), list, { after, limit: PAGE_MAX })
    for (const draft of found.items) if (await reaches(context, principal, needed, draft)) seen.push(draft)
    after = found.next
  } while (after !== undefined && seen.length < count)
  return seen.slice(0, count)
}

/** Nobody sends another's file by its number: each is one's own, or was put into this draft by who brought it. */
export async function requireOwnFiles(
  { uploads }: ApiContext,
  { user }: Principal,
  { exhibits }: DraftContent,
  held: readonly string[],
): Promise<void> {
  for (const id of exhibits ?? []) if (!held.includes(id)) await uploads.get(user, id)
}

export function shown({ tell }: Pick<Known<never>, 'tell'>, draft: Draft): DraftInfo {
  tell('etag', tagOf(draft.version))
  return viewDraft(draft)
}
