import type { JsonObject } from '../record/index.ts'
import type { Principal } from '../sign-in/index.ts'
import type { ApiContext } from './context.ts'
import { ApiError } from './errors.ts'
import type { ActDraft } from './node-port.ts'
import { traceMade } from './trace.ts'
import type { ActMade } from './views.ts'

/** Records an act in the name of whoever asks, unless the charter wants a second officer for it. Throws ApiError `approval-needed`. */
export async function makeAct(
  context: ApiContext,
  principal: Principal,
  channel: string,
  draft: ActDraft,
): Promise<ActMade> {
  await requireNoApproval(context, channel, draft.type)
  const made = await context.node.make(channel, draft, [], 'recorded', 0)
  await traceMade(context, principal, made)
  return made
}

/** Throws ApiError `approval-needed`. */
export async function requireNoApproval(
  { node }: Pick<ApiContext, 'node'>,
  channel: string,
  type: string,
): Promise<void> {
  if (await node.needsApproval(channel, type))
    throw new ApiError(
      'approval-needed',
      `type: the charter asks for a second officer before ${type}; make a draft and have it approved.`,
      { field: 'type' },
    )
}

/** A note as the body of an act; nothing where none was written. */
export function noteBody(note: string | undefined): Pick<ActDraft, 'body'> {
  if (note === undefined) return {}
  return { body: { type: 'text/plain', bytes: new TextEncoder().encode(note) } }
}

export function jsonBody(content: JsonObject): Pick<ActDraft, 'body'> {
  return { body: { type: 'application/json', bytes: new TextEncoder().encode(JSON.stringify(content)) } }
}
