import type { ActId, ChannelId } from '../record/index.ts'
import { type Row, type SqliteFile, numberOf, textOf, textOrNone } from '../store/index.ts'
import { type DraftContent, type Viewer, contentOf } from './draft-content.ts'
import { PrivateError } from './errors.ts'

export const DRAFT_STATES = [
  'editing',
  'awaiting-approval',
  'approved',
  'rejected',
  // Handed to the writer of the feed, and not yet known to be in the record.
  'submitting',
  'submitted',
] as const
export type DraftState = (typeof DRAFT_STATES)[number]

export interface Draft {
  readonly id: string
  readonly channel: ChannelId
  readonly author: string
  readonly seat: string | undefined
  /** Rises with every save: the ETag. */
  readonly version: number
  readonly state: DraftState
  readonly content: DraftContent
  /** SHA-256 of the content as it is kept. */
  readonly digest: string
  /** Who saved last. */
  readonly editor: string
  readonly madeMs: number
  readonly changedMs: number
  readonly discarded: boolean
  /** Why it was rejected. */
  readonly reason: string | undefined
  /** The act that it became. */
  readonly act: ActId | undefined
}

/** The rows of drafts: reading, and the one way of changing them. */
export class DraftRows {
  readonly file: SqliteFile

  constructor(file: SqliteFile) {
    this.file = file
  }

  /** The draft, for somebody who may see it. Another's draft is as unknown as none. Throws `draft-unknown`. */
  visible(viewer: Viewer, id: string): Draft {
    const row = this.file.prepare('select * from private_draft where id = ?').get(id)
    const draft = row === undefined ? undefined : draftOf(row)
    if (draft === undefined || !maySee(viewer, draft))
      throw new PrivateError('draft-unknown', 'draft: there is none with this id for you.', {
        field: 'draft',
      })
    return draft
  }

  /** As `visible`, and at this version. Throws `draft-stale` too. */
  current(viewer: Viewer, id: string, version: number): Draft {
    const draft = this.visible(viewer, id)
    if (draft.version !== version) throw stale(draft.version)
    return draft
  }

  /** Inside a transaction of the caller. */
  change(id: string, set: Changes): void {
    const columns = Object.entries({ ...set, change: nextChange(this.file) })
    this.file
      .prepare(`update private_draft set ${columns.map(([name]) => `${name} = ?`).join(', ')} where id = ?`)
      .run(...columns.map(([, value]) => value), id)
  }
}

type ChangedColumn =
  'seat' | 'version' | 'state' | 'content' | 'digest' | 'editor' | 'changed' | 'discarded' | 'reason' | 'act'
type Changes = { readonly [K in ChangedColumn]?: string | number | null }

/** The number of a change, inside the transaction that makes it. */
export function nextChange(file: SqliteFile): number {
  return numberOf(
    file.prepare('update private_change set last = last + 1 returning last').get() ?? {},
    'last',
  )
}

export function draftOf(row: Row): Draft {
  const state = DRAFT_STATES.find((one) => one === row['state'])
  if (state === undefined) throw new PrivateError('draft-invalid', 'draft: what is kept does not read.')
  return {
    id: textOf(row, 'id'),
    channel: textOf(row, 'channel'),
    author: textOf(row, 'author'),
    version: numberOf(row, 'version'),
    state,
    content: contentOf(textOf(row, 'content')),
    digest: textOf(row, 'digest'),
    editor: textOf(row, 'editor'),
    madeMs: numberOf(row, 'made'),
    changedMs: numberOf(row, 'changed'),
    discarded: row['discarded'] !== null,
    seat: textOrNone(row, 'seat'),
    reason: textOrNone(row, 'reason'),
    act: textOrNone(row, 'act'),
  }
}

export function stale(version: number): PrivateError {
  return new PrivateError(
    'draft-stale',
    `draft: somebody saved version ${version} meanwhile; yours is kept beside it.`,
    { field: 'version' },
  )
}

export function stateWrong(draft: Draft, wanted: string): PrivateError {
  return new PrivateError(
    'draft-state-wrong',
    `draft: must be ${wanted} for this; it is ${draft.discarded ? 'discarded' : draft.state}.`,
    { field: 'draft' },
  )
}

/** Its author, those who share its seat, and, once it waits for approval, those who may give it. */
function maySee({ user, seats, approves }: Viewer, draft: Draft): boolean {
  if (draft.author === user || (draft.seat !== undefined && seats.includes(draft.seat))) return true
  const isForApproval = draft.state !== 'editing' && !draft.discarded
  return isForApproval && (approves === '*' || (approves?.includes(draft.channel) ?? false))
}
