import { readFile } from 'node:fs/promises'
import type { StatementSync } from 'node:sqlite'
import { z } from 'zod'
import type { Clock } from '../exchange/index.ts'
import { type SqliteFile, numberOf, textOf, writeFileDurably } from '../store/index.ts'
import { PrivateError } from './errors.ts'
import { LogChecker, type LogReport } from './log-check.ts'
import {
  EMPTY_LOG,
  type LogEntry,
  type LogHead,
  type LoggedEntry,
  chain,
  checkEntry,
  readEntry,
} from './log-entry.ts'
import { type Page, type PageAsked, boundedLimit, numberPlace, pageOf } from './pages.ts'

/** Entries read at once while the whole is checked or exported: others get their turn in between. */
const CHECKED_AT_ONCE = 500
const ONLY_OWNER = 0o600

/** A head is kept at once, and the next after this: each takes the disk as long as an act does. */
const HEAD_EVERY_MS = 500

/** Heads that the log was found not to have passed through; the oldest tell most. */
const LOST_HEADS_MAX = 20

const head: z.ZodType<LogHead> = z.strictObject({
  size: z.int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})
interface KeptHeads {
  readonly newest: LogHead
  /** Heads of a log that was cut or replaced: they stay, or the next entries would cover it up. */
  readonly lost: readonly LogHead[]
}
const keptHeads: z.ZodType<KeptHeads> = z.strictObject({ newest: head, lost: z.array(head) })

export type LogClock = Pick<Clock, 'now' | 'after'>

export interface LogAsked extends PageAsked {
  readonly user?: string | undefined
  readonly matter?: string | undefined
}

/**
 * Who did what here, and what was refused: each entry holds the hash of the one before. The newest head also stands in a
 * file beside the database, and in whatever the operator exports, so that a shortened log shows.
 */
export class AccessLog {
  readonly #file: SqliteFile
  readonly #clock: LogClock
  readonly #headPath: string | undefined
  readonly #insert: StatementSync
  #head: LogHead
  #rollBacks: number
  #kept: KeptHeads
  #keeping: Promise<void> | undefined
  /** Callers who wait for the newest head to be kept. */
  #hurried = 0
  #endPause: () => void = () => undefined

  /**
   * `headPath`: where the head is kept; undefined for a log that lives as long as the object.
   * Throws PrivateError `log-head-damaged`, and the file system's errors.
   */
  static async open(
    file: SqliteFile,
    headPath: string | undefined,
    needs: { clock: LogClock },
  ): Promise<AccessLog> {
    return new AccessLog(file, headPath, await readHeads(headPath), needs.clock)
  }

  private constructor(file: SqliteFile, headPath: string | undefined, kept: KeptHeads, clock: LogClock) {
    this.#file = file
    this.#headPath = headPath
    this.#clock = clock
    this.#insert = file.prepare('insert into private_log values(?, ?, ?, ?, ?, ?)')
    this.#rollBacks = file.rollBacks
    this.#head = this.#lastHead()
    const isLost = kept.newest.size > 0 && this.#hashAt(kept.newest.size) !== kept.newest.hash
    this.#kept = isLost
      ? { newest: EMPTY_LOG, lost: [...kept.lost, kept.newest].slice(0, LOST_HEADS_MAX) }
      : kept
  }

  /**
   * Resolves when the entry is durable; many callers share one sync. What it tells of must not be shown or done before.
   * Throws PrivateError `log-entry-invalid`.
   */
  async note(entry: LogEntry): Promise<void> {
    const checked = checkEntry(entry)
    await this.#file.write(() => this.#append(checked))
  }

  /** As `note`, inside a transaction of the caller: the deed and its trace are there together or not at all. */
  append(entry: LogEntry): LogHead {
    return this.#append(checkEntry(entry))
  }

  #append(entry: LogEntry): LogHead {
    const atMs = this.#clock.now()
    const next = chain(entry, this.#currentHead(), atMs)
    this.#insert.run(next.head.size, atMs, entry.user, entry.matter ?? null, next.text, next.head.hash)
    this.#head = next.head
    // Runs when the transaction has ended, whichever way.
    queueMicrotask(() => this.#keepHead())
    return next.head
  }

  /** The end of the log now, for an operator to keep elsewhere. */
  head(): Promise<LogHead> {
    return this.#file.read(() => this.#lastHead())
  }

  /** Entries, newest first. Throws `cursor-invalid`. */
  async list({ user, matter, after, limit }: LogAsked): Promise<Page<LoggedEntry>> {
    const below = numberPlace(after)
    const count = boundedLimit(limit)
    const filters = [
      ...(user === undefined ? [] : [{ sql: 'user = ?', value: user }]),
      ...(matter === undefined ? [] : [{ sql: 'matter = ?', value: matter }]),
    ]
    return this.#file.read(() => {
      const rows = this.#file
        .prepare(
          `select seq, entry from private_log where ${[...filters.map(({ sql }) => sql), 'seq < ?'].join(' and ')} order by seq desc limit ?`,
        )
        .all(...filters.map(({ value }) => value), below, count + 1)
      const { items, next } = pageOf(rows, count, (row) => String(numberOf(row, 'seq')))
      const entries = items.map((row) => readEntry(textOf(row, 'entry'))).filter((one) => one !== undefined)
      return { items: entries, next }
    })
  }

  /** Every entry from a place on as one line of JSON with its hash, then the head: what `verifyLogLines` reads. */
  async *lines(fromSeq = 1): AsyncGenerator<string> {
    for await (const { text, hash } of this.#entries(fromSeq)) yield `{"entry":${text},"hash":"${hash}"}\n`
    yield `${JSON.stringify({ head: await this.head() })}\n`
  }

  /**
   * Checks the whole log, or all after `from`, against the head that is kept beside it and those given.
   * What is wrong is told, never thrown.
   */
  async verify({ from, kept = [] }: { from?: LogHead; kept?: readonly LogHead[] } = {}): Promise<LogReport> {
    await this.settled()
    // What the file says, not what was remembered: somebody may have put an older one there.
    const { newest, lost } = await readHeads(this.#headPath)
    const checker = new LogChecker(from, [...kept, ...this.#kept.lost, ...lost, newest])
    for await (const entry of this.#entries((from?.size ?? 0) + 1)) checker.take(entry)
    return checker.report()
  }

  /** Resolves when the head beside the database is that of all entries so far. Throws what the disk said. */
  async settled(): Promise<void> {
    this.#hurried++
    this.#endPause()
    try {
      this.#keepHead()
      await this.#keeping
    } finally {
      this.#hurried--
    }
  }

  async *#entries(fromSeq: number): AsyncGenerator<{ seq: number; text: string; hash: string }> {
    for (let next = fromSeq; ;) {
      const rows = await this.#file.read(() =>
        this.#file
          .prepare(
            'select seq, user, matter, entry, hash from private_log where seq >= ? order by seq limit ?',
          )
          .all(next, CHECKED_AT_ONCE),
      )
      for (const row of rows) {
        const text = textOf(row, 'entry')
        const entry = readEntry(text)
        // The columns by which lists are filtered say what the entry says, or somebody hides it from a list.
        const isIndexed = entry?.user === row['user'] && (entry?.matter ?? null) === row['matter']
        yield { seq: numberOf(row, 'seq'), text, hash: isIndexed ? textOf(row, 'hash') : '' }
      }
      const last = rows.at(-1)
      if (last === undefined) return
      next = numberOf(last, 'seq') + 1
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  #lastHead(): LogHead {
    const row = this.#file.prepare('select seq, hash from private_log order by seq desc limit 1').get()
    return row === undefined ? EMPTY_LOG : { size: numberOf(row, 'seq'), hash: textOf(row, 'hash') }
  }

  /**
   * One writer at a time; entries that come meanwhile share the next. Never before the entries are durable. A crash may
   * leave a head that is older than the log: the log has passed through it all the same.
   */
  #keepHead(): void {
    if (this.#keeping !== undefined || this.#kept.newest.size >= this.#currentHead().size) return
    const keeping = this.#keepHeads().finally(() => {
      if (this.#keeping === keeping) this.#keeping = undefined
    })
    this.#keeping = keeping
    // Whoever asks by `settled` learns of a failure; the log itself is whole without this file.
    keeping.catch(() => undefined)
  }

  async #keepHeads(): Promise<void> {
    if (this.#headPath === undefined) return
    while (this.#kept.newest.size < this.#currentHead().size) {
      const next: KeptHeads = { ...this.#kept, newest: this.#currentHead() }
      await this.#file.flush()
      await writeFileDurably(this.#headPath, `${JSON.stringify(next)}\n`, ONLY_OWNER)
      this.#kept = next
      if (this.#hurried === 0) await this.#pause()
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(HEAD_EVERY_MS, resolve)
      this.#endPause = () => {
        cancel()
        resolve()
      }
    })
  }

  /** An entry whose transaction was undone is no head: what was remembered of it is read again. */
  #currentHead(): LogHead {
    if (this.#rollBacks !== this.#file.rollBacks) {
      this.#rollBacks = this.#file.rollBacks
      this.#head = this.#lastHead()
    }
    return this.#head
  }

  #hashAt(seq: number): string | undefined {
    const row = this.#file.prepare('select hash from private_log where seq = ?').get(seq)
    return row === undefined ? undefined : textOf(row, 'hash')
  }
}

async function readHeads(path: string | undefined): Promise<KeptHeads> {
  if (path === undefined) return { newest: EMPTY_LOG, lost: [] }
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { newest: EMPTY_LOG, lost: [] }
    throw error
  }
  const read = keptHeads.safeParse(parsed(text))
  if (read.success) return read.data
  throw new PrivateError('log-head-damaged', 'the file that keeps the head of the access log does not read')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
