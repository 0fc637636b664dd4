import type { ActId, ChannelId, PartyId } from '../record/index.ts'
import type { MatterNote, MatterRow, MatterTally } from './port.ts'
import type { SqliteChannels } from './sqlite-channels.ts'
import type { SqliteFile } from './sqlite-file.ts'
import type { SqliteMatters } from './sqlite-matters.ts'
import { bytesOf, numberOf, numberOrNone, recordOf, textOf, textOrNone } from './sqlite-rows.ts'
import type { Row } from './sqlite-rows.ts'
import { KEY_SPAN, NEVER_MS } from './sqlite-schema.ts'
import type { SqliteThreads } from './sqlite-threads.ts'

export const MATTER_COLUMNS: string =
  'select f.k, m.id, f.kind, f.status, f.state, f.on_clock, f.due_ms, f.lapses_ms, f.opened_ms, f.changed ' +
  'from fold f join matter m on m.k = f.k'

/** Folded matters and their tallies, all derived. Every method runs inside the caller's transaction. */
export class SqliteFolds {
  readonly #channels: SqliteChannels
  readonly #matters: SqliteMatters
  readonly #threads: SqliteThreads
  readonly #sql: ReturnType<typeof statements>
  /** The last number of a change in each channel, by the channel's number; a transaction undone only leaves a gap. */
  readonly #changes = new Map<number, number>()

  constructor(file: SqliteFile, channels: SqliteChannels, matters: SqliteMatters, threads: SqliteThreads) {
    this.#channels = channels
    this.#matters = matters
    this.#threads = threads
    this.#sql = statements(file)
  }

  put(channel: ChannelId, upTo: Readonly<Record<PartyId, number>>, notes: readonly MatterNote[]): void {
    const channelNo = this.#channels.require(channel)
    const base = channelNo * KEY_SPAN
    const toKey = this.#matters.numbering(channelNo)
    const shifts = new Map<string, Shift>()
    let changed = this.#changes.get(channelNo) ?? this.#lastChange(channelNo)
    for (const note of notes) {
      const { no, id, kind, status, state, onClock, dueMs, lapsesMs, openedMs, thread } = note
      const key = no > 0 ? base + no : toKey(Buffer.from(id, 'hex'))
      const before = this.#sql.listed.get(key)
      if (before !== undefined) {
        const was = { kind: textOf(before, 'kind'), status: textOf(before, 'status') }
        shift(shifts, { ...was, onClock: textOrNone(before, 'on_clock') }, -1)
      }
      shift(shifts, note, 1)
      changed += 1
      const instants = [dueMs ?? NEVER_MS, lapsesMs ?? null, openedMs ?? null]
      this.#sql.put.run(key, channelNo, kind, status, onClock ?? null, ...instants, changed, state)
      if (thread !== undefined) this.#threads.replace(key, thread.from, thread.acts)
    }
    for (const { kind, status, onClock, by } of shifts.values())
      if (by !== 0) this.#sql.shift.run(channelNo, kind, status, onClock, by)
    this.#changes.set(channelNo, changed)
    this.#sql.putFolded.run(JSON.stringify(upTo), changed, channelNo)
  }

  foldedUpTo(channel: ChannelId): Record<PartyId, number> {
    const row = this.#sql.folded.get(channel)
    const text = row === undefined ? undefined : textOrNone(row, 'folded')
    return text === undefined ? {} : recordOf(text, 'folded', (value) => typeof value === 'number')
  }

  one(channel: ChannelId, id: ActId): MatterRow | undefined {
    const key = this.#matters.find(channel, id)
    const row = key === undefined ? undefined : this.#sql.one.get(key)
    return row === undefined ? undefined : matterOf(row)
  }

  tallies(channel: ChannelId): MatterTally[] {
    const channelNo = this.#channels.find(channel)
    if (channelNo === undefined) return []
    return this.#sql.tallies.all(channelNo).map((row) => {
      const onClock = textOf(row, 'on_clock')
      return {
        kind: textOf(row, 'kind'),
        status: textOf(row, 'status'),
        onClock: onClock === '' ? undefined : onClock,
        count: numberOf(row, 'count'),
      }
    })
  }

  /** Numbers of changes go on from where they were: whoever holds one as a cursor sees all that is folded again. */
  forget(channel: ChannelId): void {
    const channelNo = this.#channels.require(channel)
    const changed = this.#changes.get(channelNo) ?? this.#lastChange(channelNo)
    this.#sql.forget.run(channelNo * KEY_SPAN, (channelNo + 1) * KEY_SPAN)
    this.#sql.forgetTallies.run(channelNo)
    this.#threads.forget(channelNo)
    this.#sql.putFolded.run(null, changed, channelNo)
  }

  #lastChange(channelNo: number): number {
    const row = this.#sql.changed.get(channelNo)
    return row === undefined ? 0 : numberOf(row, 'changed')
  }
}

interface Shift {
  readonly kind: string
  readonly status: string
  readonly onClock: string
  by: number
}

function shift(
  shifts: Map<string, Shift>,
  { kind, status, onClock = '' }: Pick<MatterTally, 'kind' | 'status' | 'onClock'>,
  by: number,
): void {
  const name = JSON.stringify([kind, status, onClock])
  const known = shifts.get(name)
  if (known === undefined) shifts.set(name, { kind, status, onClock, by })
  else known.by += by
}

export function matterOf(row: Row): MatterRow {
  const dueMs = numberOf(row, 'due_ms')
  return {
    no: numberOf(row, 'k') % KEY_SPAN,
    id: Buffer.from(bytesOf(row, 'id')).toString('hex'),
    kind: textOf(row, 'kind'),
    status: textOf(row, 'status'),
    state: textOf(row, 'state'),
    onClock: textOrNone(row, 'on_clock'),
    dueMs: dueMs === NEVER_MS ? undefined : dueMs,
    lapsesMs: numberOrNone(row, 'lapses_ms'),
    openedMs: numberOrNone(row, 'opened_ms'),
    changed: numberOf(row, 'changed'),
  }
}

function statements(file: SqliteFile) {
  return {
    listed: file.prepare('select kind, status, on_clock from fold where k = ?'),
    put: file.prepare(
      `insert into fold values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do update
       set kind = excluded.kind, status = excluded.status, on_clock = excluded.on_clock, due_ms = excluded.due_ms,
         lapses_ms = excluded.lapses_ms, opened_ms = excluded.opened_ms, changed = excluded.changed,
         state = excluded.state`,
    ),
    shift: file.prepare(
      'insert into tally values(?, ?, ?, ?, ?) on conflict do update set count = count + excluded.count',
    ),
    putFolded: file.prepare('update channel set folded = ?, changed = ? where no = ?'),
    folded: file.prepare('select folded from channel where id = ?'),
    changed: file.prepare('select changed from channel where no = ?'),
    one: file.prepare(`${MATTER_COLUMNS} where f.k = ?`),
    tallies: file.prepare(
      'select kind, status, on_clock, count from tally where channel = ? and count > 0 order by kind, status, on_clock',
    ),
    forget: file.prepare('delete from fold where k >= ? and k < ?'),
    forgetTallies: file.prepare('delete from tally where channel = ?'),
  }
}
