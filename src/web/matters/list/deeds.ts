import type { QueryClient } from '@tanstack/react-query'
import { call, ProblemError } from '../../api/client.ts'
import { lookAgain, toldHeading } from './heading.ts'
import { type MatterName, type Row, nameOf } from './matter-key.ts'

export type Holder = { readonly kind: 'user' | 'seat'; readonly id: string }

/** What became of one matter among several. */
export interface Result {
  readonly row: Row
  /** `already`: it was so before, and undoing leaves it so. */
  readonly outcome: 'done' | 'already' | 'refused'
  readonly cause?: unknown
}
export interface Done {
  readonly results: readonly Result[]
  /** Takes back what was changed, and nothing that was so before. */
  readonly undo: () => Promise<void>
}

/** Requests under way at once: a node of one process serves others too. */
const AT_ONCE = 4

export function assignTo(client: QueryClient, rows: readonly Row[], holder: Holder): Promise<Done> {
  return forEach(client, rows, {
    isSo: (row) =>
      toldHeading(client, row)?.holders?.some(({ id, kind }) => id === holder.id && kind === holder.kind) ===
      true,
    make: (row) => call('assignments.assign', { params: paramsOf(row), body: { holder, note: '' } }),
    takeBack: (row) =>
      call('assignments.release', { params: { ...paramsOf(row), kind: holder.kind, holder: holder.id } }),
  })
}

export function follow(
  client: QueryClient,
  rows: readonly Row[],
  followed: ReadonlySet<string>,
): Promise<Done> {
  return forEach(client, rows, {
    isSo: (row) => followed.has(nameOf(row)),
    make: (row) => call('follows.set', { params: paramsOf(row) }),
    takeBack: (row) => call('follows.remove', { params: paramsOf(row) }),
  })
}

export function unfollow(client: QueryClient, rows: readonly Row[]): Promise<Done> {
  return forEach(client, rows, {
    isSo: () => false,
    make: (row) => call('follows.remove', { params: paramsOf(row) }),
    takeBack: (row) => call('follows.set', { params: paramsOf(row) }),
  })
}

export function markSeen(client: QueryClient, rows: readonly Row[]): Promise<Done> {
  return forEach(client, rows, {
    isSo: ({ isNew }) => !isNew,
    make: (row) => call('seen.matter', { params: paramsOf(row), body: { changed: row.changed } }),
    takeBack: (row) => call('seen.matter', { params: paramsOf(row), body: { changed: 0 } }),
  })
}

interface Deed {
  readonly isSo: (row: Row) => boolean
  readonly make: (row: Row) => Promise<unknown>
  readonly takeBack: (row: Row) => Promise<unknown>
}

async function forEach(client: QueryClient, rows: readonly Row[], deed: Deed): Promise<Done> {
  const results = await inTurn(rows, async (row): Promise<Result> => {
    if (deed.isSo(row)) return { row, outcome: 'already' }
    try {
      await deed.make(row)
      return { row, outcome: 'done' }
    } catch (cause) {
      if (cause instanceof ProblemError) return { row, outcome: 'refused', cause }
      throw cause
    }
  })
  await lookAgain(client, rows)
  const changed = results.filter(({ outcome }) => outcome === 'done').map(({ row }) => row)
  return {
    results,
    undo: async () => {
      await inTurn(changed, deed.takeBack)
      await lookAgain(client, changed)
    },
  }
}

/** A few at a time, the answers in the order of the questions. */
async function inTurn<T>(rows: readonly Row[], make: (row: Row) => Promise<T>): Promise<readonly T[]> {
  const made: T[] = []
  for (let from = 0; from < rows.length; from += AT_ONCE)
    made.push(...(await Promise.all(rows.slice(from, from + AT_ONCE).map(make))))
  return made
}

const paramsOf = ({ channel, id }: MatterName): { channel: string; matter: string } => ({
  channel,
  matter: id,
})
