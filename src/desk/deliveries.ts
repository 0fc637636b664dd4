import type { Clock } from '../exchange/index.ts'
import { numberOf, numberOrNone, textOf, textOrNone } from '../store/index.ts'
import type { Row, SqliteFile } from '../store/index.ts'
import { isLanguage } from '../words/index.ts'
import { DeskError } from './errors.ts'
import { Heartbeat } from './heartbeat.ts'
import { letterOf } from './letter.ts'
import type { StoredNotice } from './letter.ts'
import { listOf, noticeOf } from './notifications.ts'
import { failed } from './parcel.ts'
import type { Outcome, Parcel } from './parcel.ts'
import { send } from './senders.ts'
import type { SenderNeeds } from './senders.ts'
import type { Ways } from './ways.ts'

/** Pauses between attempts: quick at first, then over a day; after the last the delivery is a dead letter. */
export const RETRY_DELAYS_MS: readonly number[] = [
  5_000, 15_000, 60_000, 300_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 28_800_000,
  28_800_000,
]
/** No delivery is ever put off for longer. */
const DELAY_MAX_MS: number = Math.max(...RETRY_DELAYS_MS)
/** One receiver that hangs holds this many attempts and no more. */
const AT_ONCE_PER_WAY = 4
const AT_ONCE = 32

export type DeliveryState = 'waiting' | 'sending' | 'sent' | 'dead'

export interface Attempt {
  readonly begunMs: number
  readonly tookMs: number | undefined
  /** `begun` while it runs; `cut` when the process ended before its result was known. */
  readonly result: 'begun' | 'sent' | 'failed' | 'cut'
  readonly code: string
}

export interface Delivery {
  readonly no: number
  /** What a receiver tells copies by: `webhook-id`, the left part of `Message-ID`, `{id}` of a command. */
  readonly id: string
  readonly notice: StoredNotice
  readonly user: string
  /** Undefined once the way was taken off. */
  readonly way: number | undefined
  readonly wayKind: string
  readonly state: DeliveryState
  readonly tries: number
  readonly attempts: readonly Attempt[]
}

export interface DeliveryNeeds extends SenderNeeds {
  readonly file: SqliteFile
  readonly clock: Clock
  readonly ways: Ways
  /** The page of the own node on which a notice can be followed up. */
  readonly linkTo: (notice: StoredNotice) => string
  readonly onFault: (cause: unknown) => void
}

/**
 * Sends what waits, at least once: an attempt is on disk before it begins and its result after it ends, so one that a crash
 * cut is made again, under the same id.
 */
export class Deliveries {
  readonly #needs: DeliveryNeeds
  readonly #sql: ReturnType<typeof statements>
  readonly #heart: Heartbeat
  readonly #running = new Map<number, Promise<void>>()
  readonly #perWay = new Map<number, number>()

  constructor(needs: DeliveryNeeds) {
    this.#needs = needs
    this.#sql = statements(needs.file)
    this.#heart = new Heartbeat(needs.clock, () => this.#beat(), needs.onFault)
  }

  async start(): Promise<void> {
    await this.#needs.file.write(() => {
      this.#sql.cutAttempts.run()
      this.#sql.cutDeliveries.run(this.#needs.clock.now())
    })
    this.#heart.start()
  }

  /** Waits for attempts under way: each has its time limit. */
  async stop(): Promise<void> {
    await this.#heart.stop()
    await Promise.allSettled(this.#running.values())
  }

  poke(): void {
    this.#heart.poke()
  }

  /** One notice's deliveries with every attempt. */
  of(noticeId: string): Delivery[] {
    return this.#sql.ofNotice.all(noticeId).map((row) => this.#read(row))
  }

  /** Deliveries that were given up, newest first, before a cursor. */
  dead(limit: number, before: number = Number.MAX_SAFE_INTEGER): Delivery[] {
    return this.#sql.dead.all(before, limit).map((row) => this.#read(row))
  }

  /** Deliveries of every state, newest first, before a cursor. */
  newest(limit: number, before: number = Number.MAX_SAFE_INTEGER): Delivery[] {
    return this.#sql.newest.all(before, limit).map((row) => this.#read(row))
  }

  /** Tries a dead letter again from the start, under its id. Throws DeskError `delivery-unknown`. */
  async revive(no: number): Promise<void> {
    const { changes } = await this.#needs.file.write(() => this.#sql.revive.run(this.#needs.clock.now(), no))
    if (changes === 0)
      throw new DeskError('delivery-unknown', `delivery: ${no} is no dead letter whose way is still there`, {
        field: 'delivery',
      })
    this.#heart.poke()
  }

  async #beat(): Promise<number | undefined> {
    await this.#unstick()
    const { picked, next } = this.#pick()
    if (picked.length === 0) return next
    const now = this.#needs.clock.now()
    const attempts = await this.#needs.file.write(() => picked.map((row) => this.#begin(row, now)))
    for (const [i, row] of picked.entries()) this.#launch(row, attempts[i] ?? 0)
    return next
  }

  /** What was put off while the wall clock stood too far ahead would wait for years. */
  async #unstick(): Promise<void> {
    const nowMs = this.#needs.clock.now()
    const latestMs = nowMs + DELAY_MAX_MS
    if (this.#sql.stuck.get(latestMs) !== undefined)
      await this.#needs.file.write(() => this.#sql.unstick.run(nowMs, latestMs))
  }

  /** What may go now, way by way: one that hangs keeps nobody else waiting. */
  #pick(): { picked: Row[]; next: number | undefined } {
    const now = this.#needs.clock.now()
    const picked: Row[] = []
    let next: number | undefined
    let free = AT_ONCE - this.#running.size
    for (
      let row = this.#sql.nextWay.get(0);
      row !== undefined;
      row = this.#sql.nextWay.get(numberOf(row, 'way'))
    ) {
      const way = numberOf(row, 'way')
      const room = Math.min(free, AT_ONCE_PER_WAY - (this.#perWay.get(way) ?? 0))
      if (room <= 0) continue
      for (const waiting of this.#sql.waiting.all(way, room)) {
        const wake = numberOf(waiting, 'wake')
        if (wake > now) {
          next = Math.min(next ?? wake, wake)
          continue
        }
        picked.push(waiting)
        free--
      }
    }
    return { picked, next }
  }

  #begin(row: Row, now: number): number {
    this.#sql.begin.run(numberOf(row, 'no'))
    return Number(this.#sql.attempt.run(numberOf(row, 'no'), now).lastInsertRowid)
  }

  #launch(row: Row, attempt: number): void {
    const [no, way] = [numberOf(row, 'no'), numberOf(row, 'way')]
    this.#perWay.set(way, (this.#perWay.get(way) ?? 0) + 1)
    const done = this.#deliver(row, attempt)
      .catch((cause: unknown) => this.#needs.onFault(cause))
      .then(() => {
        this.#running.delete(no)
        const left = (this.#perWay.get(way) ?? 1) - 1
        if (left === 0) this.#perWay.delete(way)
        else this.#perWay.set(way, left)
        this.#heart.poke()
      })
    this.#running.set(no, done)
  }

  async #deliver(row: Row, attempt: number): Promise<void> {
    const { clock, file } = this.#needs
    const begun = clock.monotonic()
    const outcome = await this.#attempt(row)
    const tookMs = Math.round(clock.monotonic() - begun)
    await file.write(() => {
      this.#sql.endAttempt.run(tookMs, outcome.ok ? 'sent' : 'failed', outcome.code, attempt)
      this.#end(numberOf(row, 'no'), numberOf(row, 'tries'), outcome)
    })
  }

  async #attempt(row: Row): Promise<Outcome> {
    try {
      const way = this.#needs.ways.one(numberOf(row, 'way'))
      return await send(way, this.#parcel(row), this.#needs)
    } catch (cause) {
      this.#needs.onFault(cause)
      return failed('fault')
    }
  }

  #parcel(row: Row): Parcel {
    const notice = noticeOf(this.#sql.notice.get(numberOf(row, 'notice')) ?? {})
    const language = textOf(row, 'language')
    const link = this.#needs.linkTo(notice)
    const zones = listOf(textOf(row, 'zones'))
    return {
      id: textOf(row, 'id'),
      notice,
      letter: letterOf(notice, isLanguage(language) ? language : 'en', zones, link),
    }
  }

  /** `tries`: attempts before this one. */
  #end(no: number, tries: number, outcome: Outcome): void {
    const now = this.#needs.clock.now()
    const delay = RETRY_DELAYS_MS[tries]
    if (outcome.ok) this.#sql.end.run('sent', null, now, no)
    else if (outcome.final || delay === undefined) this.#sql.end.run('dead', null, now, no)
    else this.#sql.end.run('waiting', now + delay, null, no)
  }

  #read(row: Row): Delivery {
    return {
      no: numberOf(row, 'no'),
      id: textOf(row, 'id'),
      notice: noticeOf(this.#sql.notice.get(numberOf(row, 'notice')) ?? {}),
      user: textOf(row, 'user'),
      way: numberOrNone(row, 'way'),
      wayKind: textOf(row, 'way_kind'),
      state: stateOf(textOrNone(row, 'state')),
      tries: numberOf(row, 'tries'),
      attempts: this.#sql.attempts.all(numberOf(row, 'no')).map(attemptOf),
    }
  }
}

function stateOf(text: string | undefined): DeliveryState {
  return text === 'sending' || text === 'sent' || text === 'dead' ? text : 'waiting'
}

function attemptOf(row: Row): Attempt {
  const result = textOf(row, 'result')
  return {
    begunMs: numberOf(row, 'begun'),
    tookMs: numberOrNone(row, 'took'),
    result: result === 'sent' || result === 'failed' || result === 'cut' ? result : 'begun',
    code: textOf(row, 'code'),
  }
}

function statements(file: SqliteFile) {
  return {
    cutAttempts: file.prepare(`update desk_attempt set result = 'cut', code = 'cut' where result = 'begun'`),
    cutDeliveries: file.prepare(
      `update desk_delivery set state = 'waiting', wake = ? where state = 'sending'`,
    ),
    nextWay: file.prepare(
      `select way from desk_delivery where state = 'waiting' and way > ? order by way limit 1`,
    ),
    waiting: file.prepare(
      `select * from desk_delivery where state = 'waiting' and way = ? order by wake limit ?`,
    ),
    stuck: file.prepare(`select 1 from desk_delivery where state = 'waiting' and wake > ? limit 1`),
    unstick: file.prepare(`update desk_delivery set wake = ? where state = 'waiting' and wake > ?`),
    begin: file.prepare(`update desk_delivery set state = 'sending', tries = tries + 1 where no = ?`),
    attempt: file.prepare(
      `insert into desk_attempt(delivery, begun, result, code) values(?, ?, 'begun', 'begun')`,
    ),
    endAttempt: file.prepare('update desk_attempt set took = ?, result = ?, code = ? where no = ?'),
    end: file.prepare('update desk_delivery set state = ?, wake = ?, ended = ? where no = ?'),
    notice: file.prepare('select * from desk_notice where seq = ?'),
    ofNotice: file.prepare(
      `select d.* from desk_delivery d join desk_notice n on n.seq = d.notice where n.id = ? order by d.no`,
    ),
    dead: file.prepare(
      `select * from desk_delivery where state = 'dead' and no < ? order by no desc limit ?`,
    ),
    newest: file.prepare('select * from desk_delivery where no < ? order by no desc limit ?'),
    revive: file.prepare(
      `update desk_delivery set state = 'waiting', wake = ?, tries = 0, ended = null
       where no = ? and state = 'dead' and way is not null`,
    ),
    attempts: file.prepare('select * from desk_attempt where delivery = ? order by no'),
  }
}
