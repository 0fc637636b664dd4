import type { Clock, Rng } from '../exchange/index.ts'
import { numberOf, numberOrNone, textOf, textOrNone } from '../store/index.ts'
import type { Row, SqliteFile } from '../store/index.ts'
import { Heartbeat } from './heartbeat.ts'
import type { StoredNotice } from './letter.ts'
import { HOTLINE_LINES } from '../instruments/index.ts'
import type { HotlineLine } from '../instruments/index.ts'
import {
  checkNotice,
  NOTICE_URGENCIES,
  parseAudience,
  parseFacts,
  parseKind,
  parseUrgency,
} from './notices.ts'
import type { Notice } from './notices.ts'
import type { PeoplePort, Recipient } from './ports.ts'
import { addressed } from './addressed.ts'
import type { Ways } from './ways.ts'

/** Notices addressed in one transaction. */
const BATCH = 50
/** Notices that are remembered. By count, not by age: see the firings of timers. */
const NOTICES_KEPT = 200_000
/** When rota or users cannot be read: again after two seconds, doubling to five minutes. */
const RETRY_FIRST_MS = 2_000
const RETRY_LAST_MS = 300_000
const ID_BYTES = 16

/** A notice in somebody's list. */
export interface InboxEntry extends StoredNotice {
  /** Cursor: entries are numbered upwards. */
  readonly seq: number
  readonly zones: readonly string[]
  readonly seenMs: number | undefined
}

export interface NotificationNeeds {
  readonly file: SqliteFile
  readonly clock: Clock
  readonly rng: Rng
  readonly people: PeoplePort
  readonly ways: Ways
  /** Deliveries wait: whoever sends them looks now. */
  readonly addressed: () => void
  readonly onFault: (cause: unknown) => void
}

/**
 * Notices from the moment that something wants to be said until everybody whom it is for has it in their list and, by each
 * of their ways, a delivery waits. A notice is written in the transaction of what it tells of; whom it reaches is found
 * after that, and the deliveries are written in one transaction with the mark that they are.
 */
export class Notifications {
  readonly #needs: NotificationNeeds
  readonly #sql: ReturnType<typeof statements>
  readonly #heart: Heartbeat
  readonly #listeners = new Set<(user: string) => void>()

  constructor(needs: NotificationNeeds) {
    this.#needs = needs
    this.#sql = statements(needs.file)
    this.#heart = new Heartbeat(needs.clock, () => this.#beat(), needs.onFault)
  }

  start(): void {
    this.#heart.start()
  }

  stop(): Promise<void> {
    return this.#heart.stop()
  }

  /**
   * Writes a notice down, inside the transaction of what it tells of; false when one of its key is there already.
   * Throws DeskError `notice-invalid`.
   */
  put(given: Notice): boolean {
    const notice = checkNotice(given)
    const now = this.#needs.clock.now()
    const { changes } = this.#sql.put.run(
      notice.key,
      this.#id(),
      now,
      notice.kind,
      notice.urgency,
      notice.channel,
      notice.matter,
      notice.dueMs,
      JSON.stringify(notice.audience),
      JSON.stringify(notice.facts),
      now,
    )
    this.#heart.poke()
    return changes === 1
  }

  /** A user's list after a cursor, oldest first. */
  inbox(user: string, after: number, limit: number): InboxEntry[] {
    return this.#sql.inbox.all(user, after, limit).map(inboxOf)
  }

  /** A user's list before a cursor, newest first. */
  newest(user: string, before: number, limit: number): InboxEntry[] {
    return this.#sql.newest.all(user, before, limit).map(inboxOf)
  }

  /** Marks entries up to a cursor as seen; call it inside a transaction. */
  see(user: string, upTo: number): void {
    this.#sql.see.run(this.#needs.clock.now(), user, upTo)
  }

  /** Told of the user each time that an entry was added to a list and is durable. Returns the way to stop it. */
  listen(listener: (user: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async #beat(): Promise<number | undefined> {
    const { clock, file } = this.#needs
    await this.#unstick(clock.now())
    const found: { row: Row; to: Addressed }[] = []
    for (const row of this.#sql.waiting.all(clock.now(), BATCH)) {
      const to = await this.#address(row)
      if (to !== undefined) found.push({ row, to })
    }
    if (found.length > 0) {
      await file.write(() => found.forEach(({ row, to }) => this.#hand(row, to)))
      this.#needs.addressed()
    }
    for (const user of new Set(found.flatMap(({ to }) => to.recipients.map((one) => one.user))))
      for (const listener of this.#listeners) this.#tell(listener, user)
    const next = this.#sql.next.get()
    return next === undefined ? undefined : numberOf(next, 'wake')
  }

  /** Whom a notice reaches now; undefined when that could not be told, and it was put off. */
  async #address(row: Row): Promise<Addressed | undefined> {
    const { clock, file, people } = this.#needs
    try {
      const audience = parseAudience(textOf(row, 'audience'))
      const found = await addressed(audience, people, clock.now())
      const zones = await people.zones(textOrNone(row, 'channel') ?? null)
      return { ...found, zones }
    } catch (cause) {
      const delayMs = Math.min(RETRY_FIRST_MS * 2 ** numberOf(row, 'tries'), RETRY_LAST_MS)
      await file.write(() => this.#sql.putOff.run(clock.now() + delayMs, numberOf(row, 'seq')))
      this.#needs.onFault(cause)
      return undefined
    }
  }

  /** What was put off while the wall clock stood too far ahead would wait for years. */
  async #unstick(nowMs: number): Promise<void> {
    const latestMs = nowMs + RETRY_LAST_MS
    if (this.#sql.stuck.get(latestMs) !== undefined)
      await this.#needs.file.write(() => this.#sql.unstick.run(nowMs, latestMs))
  }

  #hand(row: Row, { recipients, gaps, zones }: Addressed): void {
    const now = this.#needs.clock.now()
    const [seq, urgency] = [numberOf(row, 'seq'), parseUrgency(textOf(row, 'urgency'))]
    const zoneText = JSON.stringify(zones)
    this.#sql.hand.run(JSON.stringify(gaps), seq)
    for (const { user, language } of recipients) {
      this.#sql.list.run(user, seq, zoneText)
      for (const { no, least, config } of this.#needs.ways.of(user)) {
        if (NOTICE_URGENCIES.indexOf(urgency) < NOTICE_URGENCIES.indexOf(least)) continue
        this.#sql.deliver.run(this.#id(), seq, user, language, zoneText, no, config.kind, now)
      }
    }
    this.#sql.prune.run(seq - NOTICES_KEPT)
  }

  #tell(listener: (user: string) => void, user: string): void {
    try {
      listener(user)
    } catch (cause) {
      this.#needs.onFault(cause)
    }
  }

  #id(): string {
    return Buffer.from(this.#needs.rng.bytes(ID_BYTES)).toString('hex')
  }
}

interface Addressed {
  readonly recipients: readonly Recipient[]
  readonly gaps: readonly HotlineLine[]
  readonly zones: readonly string[]
}

/** The columns of a notice, as they are read for lists and letters. */
export function noticeOf(row: Row): StoredNotice {
  return {
    id: textOf(row, 'id'),
    madeMs: numberOf(row, 'made'),
    kind: parseKind(textOf(row, 'kind')),
    urgency: parseUrgency(textOf(row, 'urgency')),
    channel: textOrNone(row, 'channel') ?? null,
    matter: textOrNone(row, 'matter') ?? null,
    dueMs: numberOrNone(row, 'due') ?? null,
    facts: parseFacts(textOf(row, 'facts')),
    gaps: listOf(textOrNone(row, 'gaps') ?? '[]').filter((gap) =>
      HOTLINE_LINES.some((line) => line === gap),
    ) as HotlineLine[],
  }
}

export function listOf(json: string): string[] {
  const parsed: unknown = JSON.parse(json)
  return Array.isArray(parsed) ? parsed.map(String) : []
}

function inboxOf(row: Row): InboxEntry {
  return {
    ...noticeOf(row),
    seq: numberOf(row, 'entry'),
    zones: listOf(textOf(row, 'zones')),
    seenMs: numberOrNone(row, 'seen'),
  }
}

function statements(file: SqliteFile) {
  const inbox = `select n.*, i.seq as entry, i.zones, i.seen from desk_inbox i join desk_notice n on n.seq = i.notice
    where i.user = ?`
  return {
    put: file.prepare(
      `insert into desk_notice(key, id, made, kind, urgency, channel, matter, due, audience, facts, wake)
       values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict(key) do nothing`,
    ),
    waiting: file.prepare(
      'select * from desk_notice where wake is not null and wake <= ? order by wake limit ?',
    ),
    next: file.prepare('select wake from desk_notice where wake is not null order by wake limit 1'),
    stuck: file.prepare('select 1 from desk_notice where wake > ? limit 1'),
    unstick: file.prepare('update desk_notice set wake = ? where wake > ?'),
    putOff: file.prepare('update desk_notice set wake = ?, tries = tries + 1 where seq = ?'),
    hand: file.prepare('update desk_notice set wake = null, gaps = ? where seq = ?'),
    list: file.prepare('insert into desk_inbox(user, notice, zones) values(?, ?, ?) on conflict do nothing'),
    deliver: file.prepare(
      `insert into desk_delivery(id, notice, user, language, zones, way, way_kind, state, wake)
       values(?, ?, ?, ?, ?, ?, ?, 'waiting', ?)`,
    ),
    prune: file.prepare('delete from desk_notice where seq <= ? and wake is null'),
    inbox: file.prepare(`${inbox} and i.seq > ? order by i.seq limit ?`),
    newest: file.prepare(`${inbox} and i.seq < ? order by i.seq desc limit ?`),
    see: file.prepare('update desk_inbox set seen = ? where user = ? and seq <= ? and seen is null'),
  }
}
