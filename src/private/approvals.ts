import type { Clock } from '../exchange/index.ts'
import { lengthRule } from '../instruments/index.ts'
import type { ActId } from '../record/index.ts'
import { type SqliteFile, numberOf, textOf } from '../store/index.ts'
import type { Viewer } from './draft-content.ts'
import { type Draft, DraftRows, draftOf, stateWrong } from './draft-rows.ts'
import { PrivateError } from './errors.ts'

/** Longest reason for a rejection, characters. */
const REASON_MAX = 2000

export interface Approval {
  readonly approver: string
  readonly atMs: number
  readonly version: number
  /** SHA-256 of the content that was approved. */
  readonly digest: string
}

/**
 * The way of a draft into the record: editing → awaiting-approval → approved → submitting → submitted, or rejected.
 * Saving a draft brings it back to editing from anywhere before `submitting`.
 */
export class Approvals {
  readonly #file: SqliteFile
  readonly #rows: DraftRows
  readonly #clock: Pick<Clock, 'now'>

  constructor(file: SqliteFile, needs: { clock: Pick<Clock, 'now'> }) {
    this.#file = file
    this.#rows = new DraftRows(file)
    this.#clock = needs.clock
  }

  /** Asks for a second officer's approval of exactly this version. */
  ask(viewer: Viewer, id: string, version: number): Promise<Draft> {
    return this.#move(viewer, id, version, ['editing'], 'awaiting-approval')
  }

  /** Takes the question back. */
  withdraw(viewer: Viewer, id: string, version: number): Promise<Draft> {
    return this.#move(viewer, id, version, ['awaiting-approval', 'approved', 'rejected'], 'editing')
  }

  /** Throws PrivateError `approver-not-second`, `draft-stale`, `draft-state-wrong` or `draft-unknown`. */
  approve(viewer: Viewer, id: string, version: number): Promise<Draft> {
    return this.#file.write(() => {
      const draft = this.#waiting(viewer, id, version)
      this.#file
        .prepare(
          'insert or replace into private_approval(draft, at, approver, version, digest) values(?, ?, ?, ?, ?)',
        )
        .run(id, this.#clock.now(), viewer.user, version, draft.digest)
      this.#rows.change(id, { state: 'approved', changed: this.#clock.now() })
      return this.#rows.visible(viewer, id)
    })
  }

  /** Throws as `approve`, and `text-invalid` when no reason is given. */
  async reject(viewer: Viewer, id: string, version: number, reason: string): Promise<Draft> {
    if (reason.trim() === '' || reason.length > REASON_MAX)
      throw new PrivateError('text-invalid', `reason: must have 1 to ${REASON_MAX} characters.`, {
        field: 'reason',
        rule: lengthRule(reason, REASON_MAX),
      })
    return this.#file.write(() => {
      this.#waiting(viewer, id, version)
      this.#rows.change(id, { state: 'rejected', reason, changed: this.#clock.now() })
      return this.#rows.visible(viewer, id)
    })
  }

  /** Every approval that was ever given to a draft, newest first; those of an earlier content are void. */
  given(viewer: Viewer, id: string): Promise<readonly Approval[]> {
    return this.#file.read(() => {
      this.#rows.visible(viewer, id)
      return this.#given(id)
    })
  }

  /**
   * Locks a draft on its way into the record, durably, before the act is made: after a crash `submitting` tells what to
   * look for. Whoever calls says whether the charter wants an approval. Throws `approval-void`, `draft-stale` or
   * `draft-state-wrong`.
   */
  take(viewer: Viewer, id: string, version: number, needsApproval: boolean): Promise<Draft> {
    return this.#file.write(() => {
      const draft = this.#rows.current(viewer, id, version)
      const wanted = needsApproval ? ['approved'] : ['editing', 'approved']
      if (draft.discarded || !wanted.includes(draft.state)) throw stateWrong(draft, wanted.join(' or '))
      if (needsApproval && this.#standing(draft) === undefined)
        throw new PrivateError('approval-void', 'draft: the approval is not of this content; ask again.', {
          field: 'draft',
        })
      this.#rows.change(id, { state: 'submitting', changed: this.#clock.now() })
      return this.#rows.visible(viewer, id)
    })
  }

  /** The act is in the record. */
  submitted(id: string, act: ActId): Promise<void> {
    return this.#file.write(() => {
      const draft = this.#taken(id)
      this.#rows.change(draft.id, { state: 'submitted', act, changed: this.#clock.now() })
    })
  }

  /** The record did not take it: an approval that stands still stands. */
  refused(id: string): Promise<void> {
    return this.#file.write(() => {
      const draft = this.#taken(id)
      const state = this.#standing(draft) === undefined ? 'editing' : 'approved'
      this.#rows.change(id, { state, changed: this.#clock.now() })
    })
  }

  /** Drafts of which a crash left open whether they are in the record. For the node itself. */
  submitting(): Promise<readonly Draft[]> {
    return this.#file.read(() =>
      this.#file
        .prepare("select * from private_draft where state = 'submitting' order by changed, id")
        .all()
        .map(draftOf),
    )
  }

  /** Drafts of which no act is known, the one changed last at the end. For the node itself. */
  open(): Promise<readonly Draft[]> {
    return this.#file.read(() =>
      this.#file
        .prepare("select * from private_draft where state <> 'submitted' order by changed, id")
        .all()
        .map(draftOf),
    )
  }

  /** The record has the act of a draft that this file says nothing of, since an older copy of it was brought back. */
  foundSubmitted(id: string, act: ActId): Promise<void> {
    return this.#file.write(() =>
      this.#rows.change(id, { state: 'submitted', act, changed: this.#clock.now() }),
    )
  }

  /** Whether some draft is known to have become this act: another one of the same words is another act, or none yet. */
  isBound(act: ActId): Promise<boolean> {
    return this.#file.read(
      () => this.#file.prepare('select 1 from private_draft where act = ?').get(act) !== undefined,
    )
  }

  #move(
    viewer: Viewer,
    id: string,
    version: number,
    from: readonly Draft['state'][],
    state: Draft['state'],
  ): Promise<Draft> {
    return this.#file.write(() => {
      const draft = this.#rows.current(viewer, id, version)
      const isOwn = draft.author === viewer.user || viewer.seats.includes(draft.seat ?? '')
      if (draft.discarded || !isOwn || !from.includes(draft.state))
        throw stateWrong(draft, `your own and ${from.join(' or ')}`)
      this.#rows.change(id, { state, reason: null, changed: this.#clock.now() })
      return this.#rows.visible(viewer, id)
    })
  }

  /** A draft that waits, before somebody who may be its second officer: neither wrote it nor touched it last. */
  #waiting(viewer: Viewer, id: string, version: number): Draft {
    const draft = this.#rows.current(viewer, id, version)
    if (draft.discarded || draft.state !== 'awaiting-approval') throw stateWrong(draft, 'awaiting-approval')
    const may = viewer.approves === '*' || (viewer.approves?.includes(draft.channel) ?? false)
    if (!may || viewer.user === draft.author || viewer.user === draft.editor)
      throw new PrivateError(
        'approver-not-second',
        'approver: must be a second officer who may approve here, neither the author nor the last editor.',
        { field: 'approver' },
      )
    return draft
  }

  #taken(id: string): Draft {
    const row = this.#file.prepare('select * from private_draft where id = ?').get(id)
    if (row === undefined)
      throw new PrivateError('draft-unknown', 'draft: there is none with this id.', { field: 'draft' })
    const draft = draftOf(row)
    if (draft.state !== 'submitting') throw stateWrong(draft, 'submitting')
    return draft
  }

  /** The approval of this very content by somebody else than who wrote it. */
  #standing({ id, version, digest, author, editor }: Draft): Approval | undefined {
    return this.#given(id).find(
      (one) =>
        one.version === version &&
        one.digest === digest &&
        one.approver !== author &&
        one.approver !== editor,
    )
  }

  #given(id: string): Approval[] {
    return this.#file
      .prepare('select * from private_approval where draft = ? order by at desc, version desc')
      .all(id)
      .map((row) => ({
        approver: textOf(row, 'approver'),
        atMs: numberOf(row, 'at'),
        version: numberOf(row, 'version'),
        digest: textOf(row, 'digest'),
      }))
  }
}
