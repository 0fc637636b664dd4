import type { StatementSync } from 'node:sqlite'
import type { ChannelId } from '../record/index.ts'
import type { InstantList, MatterCursor, MatterList, MatterRow } from './port.ts'
import type { SqliteChannels } from './sqlite-channels.ts'
import type { SqliteFile } from './sqlite-file.ts'
import { MATTER_COLUMNS, matterOf } from './sqlite-folds.ts'
import { numberOf } from './sqlite-rows.ts'
import { KEY_SPAN, NEVER_MS } from './sqlite-schema.ts'

/**
 * Every query of a list, by name. Each walks one range of one index from the cursor on and stops when the page is full;
 * a test asks SQLite whether that is so. `k` is the matter's number behind the channel's, so it ends every index.
 */
export const LIST_QUERIES: Readonly<Record<string, string>> = {
  opened: `${MATTER_COLUMNS} where f.k > ? and f.k < ? order by f.k limit ?`,
  openedNewest: `${MATTER_COLUMNS} where f.k > ? and f.k < ? order by f.k desc limit ?`,
  kind: `${MATTER_COLUMNS} where f.channel = ? and f.kind = ? and f.k > ? and f.k < ? order by f.k limit ?`,
  kindNewest: `${MATTER_COLUMNS} where f.channel = ? and f.kind = ? and f.k > ? and f.k < ? order by f.k desc limit ?`,
  status: `${MATTER_COLUMNS} where f.channel = ? and f.kind = ? and f.status = ? and f.k > ? and f.k < ? order by f.k limit ?`,
  statusNewest: `${MATTER_COLUMNS} where f.channel = ? and f.kind = ? and f.status = ? and f.k > ? and f.k < ? order by f.k desc limit ?`,
  due: `${MATTER_COLUMNS} where f.channel = ? and f.on_clock = ? and f.due_ms > ? and f.due_ms < ? order by f.due_ms, f.k limit ?`,
  dueAt: `${MATTER_COLUMNS} where f.channel = ? and f.on_clock = ? and f.due_ms = ? and f.k > ? order by f.k limit ?`,
  lapses: `${MATTER_COLUMNS} where f.channel = ? and f.lapses_ms > ? and f.lapses_ms < ? order by f.lapses_ms, f.k limit ?`,
  lapsesAt: `${MATTER_COLUMNS} where f.channel = ? and f.lapses_ms = ? and f.k > ? order by f.k limit ?`,
  changed: `${MATTER_COLUMNS} where f.channel = ? and f.changed > ? order by f.changed limit ?`,
  changedNewest: `${MATTER_COLUMNS} where f.channel = ? and f.changed < ? order by f.changed desc limit ?`,
  made: `${MATTER_COLUMNS} where f.channel = ? and f.kind = ? and f.opened_ms > ? and f.opened_ms < ? order by f.opened_ms, f.k limit ?`,
  madeAt: `${MATTER_COLUMNS} where f.channel = ? and f.kind = ? and f.opened_ms = ? and f.k > ? order by f.k limit ?`,
  countDue:
    'select count(*) as n from (select 1 from fold where channel = ? and on_clock = ? and due_ms < ? limit ?)',
  countLapses:
    'select count(*) as n from (select 1 from fold where channel = ? and lapses_ms >= ? and lapses_ms < ? limit ?)',
}

/** Pages of matters by what they sort by. Every method runs inside the caller's transaction. */
export class SqliteLists {
  readonly #channels: SqliteChannels
  readonly #sql: ReadonlyMap<string, StatementSync>

  constructor(file: SqliteFile, channels: SqliteChannels) {
    this.#channels = channels
    this.#sql = new Map(Object.entries(LIST_QUERIES).map(([name, sql]) => [name, file.prepare(sql)]))
  }

  page(channel: ChannelId, list: MatterList, after: MatterCursor | undefined, limit: number): MatterRow[] {
    const channelNo = this.#channels.find(channel)
    if (channelNo === undefined) return []
    const base = channelNo * KEY_SPAN
    switch (list.by) {
      case 'opened':
        return this.#opened(channelNo, list, after, limit)
      case 'due': {
        // What has no deadline stands at `NEVER_MS`, behind everything, unless only what is due before is asked for.
        const range = { fromMs: -1, beforeMs: list.beforeMs ?? NEVER_MS + 1 }
        return this.#instants('due', [channelNo, list.onClock], range, after, base, limit)
      }
      case 'lapses':
        return this.#instants('lapses', [channelNo], list, after, base, limit)
      case 'made':
        return this.#instants('made', [channelNo, list.kind], list, after, base, limit)
      case 'changed':
        return list.newestFirst
          ? this.#rows('changedNewest', channelNo, after?.at ?? NEVER_MS, limit)
          : this.#rows('changed', channelNo, after?.at ?? 0, limit)
    }
  }

  count(channel: ChannelId, list: InstantList, max: number): number {
    const channelNo = this.#channels.find(channel)
    if (channelNo === undefined) return 0
    const row =
      list.by === 'due'
        ? this.#sql.get('countDue')?.get(channelNo, list.onClock, list.beforeMs ?? NEVER_MS + 1, max)
        : this.#sql.get('countLapses')?.get(channelNo, list.fromMs, list.beforeMs, max)
    return row === undefined ? 0 : numberOf(row, 'n')
  }

  #opened(
    channelNo: number,
    { kind, newestFirst, statuses }: Extract<MatterList, { by: 'opened' }>,
    after: MatterCursor | undefined,
    limit: number,
  ): MatterRow[] {
    const [lowest, highest] = [channelNo * KEY_SPAN, (channelNo + 1) * KEY_SPAN]
    const at = lowest + (after?.no ?? 0)
    const range = after === undefined ? [lowest, highest] : newestFirst ? [lowest, at] : [at, highest]
    const suffix = newestFirst ? 'Newest' : ''
    if (kind === undefined) return this.#rows(`opened${suffix}`, ...range, limit)
    if (statuses === undefined) return this.#rows(`kind${suffix}`, channelNo, kind, ...range, limit)
    const runs = [...new Set(statuses)].map((status) =>
      this.#rows(`status${suffix}`, channelNo, kind, status, ...range, limit),
    )
    // Each run is in order and holds a page: the first page of all of them is among these rows.
    return runs
      .flat()
      .sort((a, b) => (newestFirst ? b.no - a.no : a.no - b.no))
      .slice(0, limit)
  }

  /** First what is left at the cursor's own instant: thousands of matters may share one, most of all the one of no deadline. */
  #instants(
    name: 'due' | 'lapses' | 'made',
    owner: readonly (string | number)[],
    { fromMs, beforeMs }: { fromMs: number; beforeMs: number },
    after: MatterCursor | undefined,
    base: number,
    limit: number,
  ): MatterRow[] {
    const tied =
      after === undefined ? [] : this.#rows(`${name}At`, ...owner, after.at, base + after.no, limit)
    const fromHereMs = after?.at ?? fromMs - 1
    return [...tied, ...this.#rows(name, ...owner, fromHereMs, beforeMs, limit - tied.length)]
  }

  #rows(name: string, ...values: (string | number)[]): MatterRow[] {
    return (this.#sql.get(name)?.all(...values) ?? []).map(matterOf)
  }
}

/** Where a page that ended with this row goes on. */
export function cursorIn(list: MatterList, row: MatterRow): MatterCursor {
  switch (list.by) {
    case 'opened':
      return { at: row.no, no: row.no }
    case 'due':
      return { at: row.dueMs ?? NEVER_MS, no: row.no }
    case 'lapses':
      return { at: row.lapsesMs ?? NEVER_MS, no: row.no }
    case 'made':
      return { at: row.openedMs ?? NEVER_MS, no: row.no }
    case 'changed':
      return { at: row.changed, no: row.no }
  }
}
