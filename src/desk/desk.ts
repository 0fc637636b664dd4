import type { MatterState } from '../acts/index.ts'
import type { Clock, Rng } from '../exchange/index.ts'
import type { CharterTerms } from '../instruments/index.ts'
import type { ActId, ChannelId } from '../record/index.ts'
import { numberOf } from '../store/index.ts'
import type { SqliteFile } from '../store/index.ts'
import { Contacts } from './contacts.ts'
import { Deadlines } from './deadlines.ts'
import { Deeds } from './deeds.ts'
import { Deliveries } from './deliveries.ts'
import { Drills } from './drills.ts'
import { Expiries } from './expiries.ts'
import { Hotline } from './hotline.ts'
import type { StoredNotice } from './letter.ts'
import { Notifications } from './notifications.ts'
import type { ActPort, PeoplePort } from './ports.ts'
import type { NoticeCommand } from './send-command.ts'
import { Timers } from './timers.ts'
import { Ways } from './ways.ts'

const MINUTE_MS = 60_000
/** A clock that is set by less is the work of a time service. */
const STEP_TOLD_MS: number = MINUTE_MS
/** The largest count that a notice takes: two thousand years. */
const MINUTES_MAX = 1_000_000_000

export interface DeskNeeds {
  /** With `DESK_TABLES` in it. */
  readonly file: SqliteFile
  readonly clock: Clock
  readonly rng: Rng
  readonly people: PeoplePort
  readonly acts: ActPort
  /** Programs that notices may be handed to, by name, from the node's configuration. */
  readonly commands: ReadonlyMap<string, NoticeCommand>
  /** The page of the own node on which a notice can be followed up. */
  readonly linkTo: (notice: StoredNotice) => string
  readonly onFault: (cause: unknown) => void
}

export interface MatterChange {
  readonly matter: ActId
  readonly state: MatterState
}

/** The daily work around the record: what has to happen by itself, at its time, whoever is away and whatever crashes. */
export class Desk {
  readonly timers: Timers
  readonly ways: Ways
  readonly notifications: Notifications
  readonly deliveries: Deliveries
  readonly deeds: Deeds
  readonly expiries: Expiries
  readonly #file: SqliteFile
  readonly #clock: Clock
  readonly #hotline: Hotline
  readonly #contacts: Contacts
  readonly #deadlines: Deadlines
  readonly #drills: Drills
  readonly #sql: ReturnType<typeof statements>
  readonly #onFault: (cause: unknown) => void

  constructor(needs: DeskNeeds) {
    const { acts, clock, commands, file, linkTo, onFault, people, rng } = needs
    this.#file = file
    this.#clock = clock
    this.#sql = statements(file)
    this.#onFault = onFault
    this.timers = new Timers(file, clock, { fault: onFault, stepped: (byMs) => this.#tellStep(byMs) })
    this.ways = new Ways(file, rng, commands.keys())
    const mail = () => this.ways.mail()
    this.deliveries = new Deliveries({ file, clock, commands, linkTo, mail, onFault, ways: this.ways })
    const addressed = (): void => this.deliveries.poke()
    this.notifications = new Notifications({ file, clock, rng, people, addressed, onFault, ways: this.ways })
    this.deeds = new Deeds({ file, clock, acts, onFault })
    this.expiries = new Expiries(this.timers, this.notifications)
    this.#hotline = new Hotline(acts.self, this.timers, this.notifications)
    this.#contacts = new Contacts(acts.self, this.timers, this.notifications, this.deeds)
    this.#deadlines = new Deadlines(acts.self, this.timers, this.notifications)
    this.#drills = new Drills(acts.self, this.timers, this.notifications)
  }

  async start(): Promise<void> {
    await this.deliveries.start()
    this.notifications.start()
    this.deeds.start()
    this.timers.start()
  }

  /** What was begun is finished first, and nothing runs any more once this resolves. */
  async stop(): Promise<void> {
    await this.timers.stop()
    await this.deeds.stop()
    await this.notifications.stop()
    await this.deliveries.stop()
  }

  /** How far the changes of a channel have been taken in; 0 when none were. */
  cursor(channel: ChannelId): number {
    const row = this.#sql.cursor.get(channel)
    return row === undefined ? 0 : numberOf(row, 'changed')
  }

  /**
   * Plans by matters as they are now: one transaction with the cursor, so that none is missed. The same states again, also
   * all of them from the start, change nothing.
   */
  changed(
    channel: ChannelId,
    terms: CharterTerms,
    changes: readonly MatterChange[],
    upTo: number,
  ): Promise<void> {
    return this.#file.write(() => {
      const nowMs = this.#clock.now()
      for (const { matter, state } of changes) this.#plan(channel, terms, matter, state, nowMs)
      this.#sql.move.run(channel, upTo)
    })
  }

  #plan(channel: ChannelId, terms: CharterTerms, matter: ActId, state: MatterState, nowMs: number): void {
    if (state.kind === 'call') this.#hotline.callChanged(channel, matter, state, nowMs)
    if (state.kind === 'contact') this.#contacts.contactChanged(channel, matter, state, nowMs)
    if (state.kind === 'agency') this.#contacts.agencyChanged(channel, matter, state, terms, nowMs)
    this.#deadlines.matterChanged(channel, matter, state, nowMs)
    this.#drills.matterChanged(channel, state, terms, nowMs)
  }

  /** A clock that somebody sets moves every deadline on the screens: the operator hears of it. */
  #tellStep(byMs: number): void {
    if (Math.abs(byMs) < STEP_TOLD_MS) return
    const nowMs = this.#clock.now()
    const notice = {
      key: `clock-stepped/${nowMs}`,
      kind: 'clock-stepped',
      urgency: 'urgent',
      audience: { to: 'permission', permission: 'operate', channel: null },
      channel: null,
      matter: null,
      dueMs: null,
      facts: { minutes: Math.min(Math.round(Math.abs(byMs) / MINUTE_MS), MINUTES_MAX) },
    } as const
    this.#file.write(() => this.notifications.put(notice)).catch(this.#onFault)
  }
}

function statements(file: SqliteFile) {
  return {
    cursor: file.prepare('select changed from desk_cursor where channel = ?'),
    move: file.prepare(
      'insert into desk_cursor values(?, ?) on conflict do update set changed = excluded.changed',
    ),
  }
}
