import { z } from 'zod'
import type { Clock } from '../exchange/index.ts'
import { faultOf } from '../instruments/index.ts'
import { numberOf, textOf } from '../store/index.ts'
import type { Row, SqliteFile } from '../store/index.ts'
import { DeskError } from './errors.ts'
import { Heartbeat } from './heartbeat.ts'

/** Timers fired in one transaction: a thousand that are due at once share few syncs, and none holds the others up long. */
const BATCH = 100
/** Firings that are remembered. By count, not by age: a clock that steps ten years ahead must not make the node forget. */
const FIRINGS_KEPT = 200_000
/** The wall clock moved by more than this against the steady one: it was set, not slewed. */
const STEP_MS = 2_000
/** A handler that throws is tried again; it doubles from a second to an hour and never gives up. */
const RETRY_FIRST_MS = 1_000
const RETRY_LAST_MS = 3_600_000
const KEY_CHARACTERS_MAX = 400
const PAYLOAD_CHARACTERS_MAX = 4_096

export interface TimerToSet {
  /** One timer per key; setting another instant moves it. */
  readonly key: string
  readonly atMs: number
  readonly kind: string
  /** Plain data for the handler of the kind. */
  readonly payload: unknown
  /** Goes on at its pace when the wall clock is set back: what was to happen in ten minutes still does. */
  readonly paced?: boolean
}

export interface Firing {
  readonly key: string
  readonly atMs: number
  readonly nowMs: number
  readonly lateMs: number
}

export interface FiringRow {
  readonly seq: number
  readonly key: string
  readonly kind: string
  readonly atMs: number
  readonly firedMs: number
  readonly lateMs: number
}

export interface TimerEvents {
  /** A handler threw, or a kind has none; the timer stays and is tried again. */
  fault(cause: unknown): void
  /** The wall clock was set by so much. */
  stepped(byMs: number): void
}

interface Kind {
  fire(payload: unknown, firing: Firing): void
}

/**
 * Timers that survive a crash. One fires once for its key and instant: firing it, remembering that, and all that its
 * handler writes are one transaction, so a kill at any point leaves either a waiting timer or a fired one.
 */
export class Timers {
  readonly #file: SqliteFile
  readonly #clock: Clock
  readonly #events: TimerEvents
  readonly #heart: Heartbeat
  readonly #kinds = new Map<string, Kind>()
  readonly #sql: ReturnType<typeof statements>
  #looked: { readonly wall: number; readonly steady: number }
  #worstMs = 0
  #fired = 0

  constructor(file: SqliteFile, clock: Clock, events: TimerEvents) {
    this.#file = file
    this.#clock = clock
    this.#events = events
    this.#sql = statements(file)
    this.#looked = { wall: clock.now(), steady: clock.monotonic() }
    this.#heart = new Heartbeat(
      clock,
      () => this.#beat(),
      (cause) => events.fault(cause),
    )
  }

  /** Names what happens when a timer of the kind fires. `handle` runs inside the transaction and only writes to the file. */
  on<T>(kind: string, shape: z.ZodType<T>, handle: (payload: T, firing: Firing) => void): void {
    this.#kinds.set(kind, { fire: (payload, firing) => handle(shape.parse(payload), firing) })
  }

  /** Every kind must have its handler by now. What became due while nothing ran fires at once. */
  start(): void {
    this.#heart.start()
  }

  stop(): Promise<void> {
    return this.#heart.stop()
  }

  /**
   * Sets a timer; call it inside the transaction of what it belongs to. The same key and instant again change nothing,
   * also after it has fired. Throws DeskError `timer-invalid`.
   */
  set(timer: TimerToSet): void {
    const { key, atMs, kind, payload, paced = false } = checked(timer)
    if (this.#sql.firedOnce.get(key, atMs) !== undefined) {
      this.#sql.cancel.run(key)
      return
    }
    this.#sql.set.run(key, atMs, atMs, kind, JSON.stringify(payload), paced ? 1 : 0)
    this.#heart.poke(atMs)
  }

  /** Takes a timer back; call it inside a transaction. One that has fired stays fired. */
  cancel(key: string): void {
    this.#sql.cancel.run(key)
  }

  /** Takes back all whose key begins so. */
  cancelAll(prefix: string): void {
    this.#sql.cancelAll.run(prefix, `${prefix}\u{10ffff}`)
  }

  /** Keys that wait under a prefix. */
  waiting(prefix: string): string[] {
    return this.#sql.waiting.all(prefix, `${prefix}\u{10ffff}`).map((row) => textOf(row, 'key'))
  }

  /** The instant that a key waits for; undefined when it does not. */
  waitsFor(key: string): number | undefined {
    const row = this.#sql.one.get(key)
    return row === undefined ? undefined : numberOf(row, 'at')
  }

  /** How punctual it was since the start of this process. */
  get punctuality(): { readonly fired: number; readonly worstMs: number } {
    return { fired: this.#fired, worstMs: this.#worstMs }
  }

  /** What fired, newest first, before a place in the list. */
  firings(limit: number, before: number = Number.MAX_SAFE_INTEGER): FiringRow[] {
    return this.#sql.firings.all(before, limit).map((row) => ({
      seq: numberOf(row, 'seq'),
      key: textOf(row, 'key'),
      kind: textOf(row, 'kind'),
      atMs: numberOf(row, 'at'),
      firedMs: numberOf(row, 'fired'),
      lateMs: numberOf(row, 'late'),
    }))
  }

  /** Fires what is due now and says how many that were. The heartbeat calls it; a test may too. */
  async tick(): Promise<number> {
    await this.#noticeStep()
    let count = 0
    while (this.#isDue()) {
      const fired = await this.#file.write(() => this.#fireBatch(this.#clock.now()))
      count += fired
      if (fired === 0) break
    }
    return count
  }

  async #beat(): Promise<number | undefined> {
    await this.tick()
    const next = this.#sql.next.get()
    return next === undefined ? undefined : numberOf(next, 'wake')
  }

  #isDue(): boolean {
    const next = this.#sql.next.get()
    return next !== undefined && numberOf(next, 'wake') <= this.#clock.now()
  }

  #fireBatch(nowMs: number): number {
    const due = this.#sql.due.all(nowMs, BATCH)
    for (const row of due) this.#fireOne(row, nowMs)
    const { newest } = this.#sql.newest.get() ?? {}
    if (typeof newest === 'number') this.#sql.prune.run(newest - FIRINGS_KEPT)
    return due.length
  }

  /** One that cannot be fired is put off alone; the others of the batch are none the worse. */
  #fireOne(row: Row, nowMs: number): void {
    const [key, kind, atMs] = [textOf(row, 'key'), textOf(row, 'kind'), numberOf(row, 'at')]
    const lateMs = Math.max(0, nowMs - atMs)
    this.#sql.savepoint.run()
    try {
      const handler = this.#kinds.get(kind)
      if (handler === undefined)
        throw new DeskError('timer-invalid', `kind: nothing here handles a timer of the kind "${kind}"`)
      // Before the handler, which may set the same key anew.
      this.#sql.cancel.run(key)
      this.#sql.fired.run(key, atMs, kind, nowMs, lateMs)
      handler.fire(JSON.parse(textOf(row, 'payload')), { key, atMs, nowMs, lateMs })
      this.#fired++
      this.#worstMs = Math.max(this.#worstMs, lateMs)
    } catch (cause) {
      this.#sql.undo.run()
      const tries = numberOf(row, 'tries')
      this.#sql.putOff.run(nowMs + Math.min(RETRY_FIRST_MS * 2 ** tries, RETRY_LAST_MS), key)
      this.#events.fault(cause)
    }
    this.#sql.release.run()
  }

  /** The steady clock tells that the wall clock was set; paced timers keep their distance from the moment, not from the wall. */
  async #noticeStep(): Promise<void> {
    const [wall, steady] = [this.#clock.now(), this.#clock.monotonic()]
    const byMs = Math.round(wall - this.#looked.wall - (steady - this.#looked.steady))
    this.#looked = { wall, steady }
    if (Math.abs(byMs) < STEP_MS) return
    this.#events.stepped(byMs)
    if (byMs < 0)
      await this.#file.write(() => {
        this.#sql.shift.run(byMs)
        // What failed while the clock stood too far ahead would wait for years.
        this.#sql.unstick.run(wall, wall + RETRY_LAST_MS)
      })
  }
}

const timer = z.object({
  key: z.string().min(1).max(KEY_CHARACTERS_MAX),
  atMs: z.int(),
  kind: z.string().min(1),
  payload: z
    .unknown()
    .refine(
      (payload) => (JSON.stringify(payload) ?? '').length <= PAYLOAD_CHARACTERS_MAX,
      `must be at most ${PAYLOAD_CHARACTERS_MAX} characters of JSON`,
    ),
  paced: z.boolean().optional(),
})

function checked(given: TimerToSet): TimerToSet {
  const read = timer.safeParse(given)
  if (read.success) return given
  const { field, sentence } = faultOf(read.error, 'timer', given)
  throw new DeskError('timer-invalid', sentence, { field })
}

function statements(file: SqliteFile) {
  return {
    set: file.prepare(
      `insert into desk_timer(key, at, wake, kind, payload, paced) values(?, ?, ?, ?, ?, ?)
       on conflict do update set at = excluded.at, wake = excluded.wake, kind = excluded.kind,
         payload = excluded.payload, paced = excluded.paced, tries = 0
       where at <> excluded.at or kind <> excluded.kind or payload <> excluded.payload`,
    ),
    one: file.prepare('select at from desk_timer where key = ?'),
    cancel: file.prepare('delete from desk_timer where key = ?'),
    cancelAll: file.prepare('delete from desk_timer where key >= ? and key < ?'),
    waiting: file.prepare('select key from desk_timer where key >= ? and key < ? order by key'),
    firedOnce: file.prepare('select 1 from desk_firing where key = ? and at = ?'),
    next: file.prepare('select wake from desk_timer order by wake limit 1'),
    due: file.prepare(
      'select key, at, kind, payload, tries from desk_timer where wake <= ? order by wake limit ?',
    ),
    fired: file.prepare('insert into desk_firing(key, at, kind, fired, late) values(?, ?, ?, ?, ?)'),
    putOff: file.prepare('update desk_timer set wake = ?, tries = tries + 1 where key = ?'),
    shift: file.prepare('update desk_timer set wake = wake + ? where paced = 1'),
    unstick: file.prepare('update desk_timer set wake = ? where tries > 0 and wake > ?'),
    newest: file.prepare('select max(seq) as newest from desk_firing'),
    prune: file.prepare('delete from desk_firing where seq <= ?'),
    firings: file.prepare('select * from desk_firing where seq < ? order by seq desc limit ?'),
    savepoint: file.prepare('savepoint desk_timer'),
    undo: file.prepare('rollback to desk_timer'),
    release: file.prepare('release desk_timer'),
  }
}
