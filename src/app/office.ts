import { join } from 'node:path'
import type { NoticeDesk } from '../api/index.ts'
import { Desk, type ExpiringItem, type NoticeCommand, type StoredNotice } from '../desk/index.ts'
import { type Clock, type Rng } from '../exchange/index.ts'
import { type PrivateSide, openPrivateSide } from '../private/index.ts'
import type { SignIn } from '../sign-in/index.ts'
import type { SqliteFile } from '../store/index.ts'
import { caughtUp } from './catching-up.ts'
import { deskActs } from './desk-acts.ts'
import { DeskFeed } from './desk-feed.ts'
import type { EntenteNode } from './node.ts'
import { noticeDesk } from './notice-desk.ts'
import { People } from './people.ts'
import { SEARCH_FILE } from './private-file.ts'
import { type RestoredBackup, restoredFrom } from './restored-note.ts'

/** Beside the database and in no backup: a log that was cut is found out by it. */
const LOG_HEAD_FILE = 'access-log.head'

export interface OfficeNeeds {
  readonly dir: string
  readonly file: SqliteFile
  readonly clock: Clock
  readonly rng: Rng
  readonly node: EntenteNode
  readonly side: PrivateSide
  readonly signIn: () => SignIn
  /** Where people reach this node; notices lead there. */
  readonly origin: () => string
  readonly commands: ReadonlyMap<string, NoticeCommand>
  readonly onFault: (cause: unknown) => void
}

/** Opens what a party keeps to itself. Before the node: its search follows the record from the first act on. */
export function openSide(dir: string, file: SqliteFile, clock: Clock, rng: Rng): Promise<PrivateSide> {
  return openPrivateSide(file, join(dir, SEARCH_FILE), {
    clock,
    rng,
    logHeadPath: join(dir, LOG_HEAD_FILE),
  })
}

/** The people's half of a node: the private side, the desk, and what feeds them from the record. */
export class Office {
  readonly side: PrivateSide
  readonly desk: Desk
  readonly people: People
  readonly notices: NoticeDesk
  readonly #feed: DeskFeed
  readonly #needs: OfficeNeeds
  readonly #stopping: PromiseWithResolvers<void> = Promise.withResolvers<void>()
  #stopped = false
  #begun: Promise<void> = Promise.resolve()

  constructor(needs: OfficeNeeds) {
    this.#needs = needs
    const { clock, commands, file, node, onFault, origin, rng, side, signIn } = needs
    this.side = side
    this.people = new People({ node, signIn, side })
    this.desk = new Desk({
      file,
      clock,
      rng,
      commands,
      onFault,
      people: this.people,
      acts: deskActs(node),
      linkTo: (notice) => linkTo(origin(), notice),
    })
    this.notices = noticeDesk(this.desk, file, clock, (notice) => linkTo(origin(), notice))
    this.#feed = new DeskFeed(node, this.desk, onFault)
  }

  /** The desk begins when it has planned by the record; in a restored folder that has to come back first, and nobody waits. */
  async start(): Promise<void> {
    this.#feed.start()
    const restored = await restoredFrom(this.#needs.file)
    if (restored === undefined || restored.caughtUp) await this.#begin()
    else this.#begun = this.#beginLater(restored).catch(this.#needs.onFault)
  }

  /** Takes stock of what stops working by itself some day, so that those who look after the node are warned in time. */
  async watchExpiries(items: readonly ExpiringItem[]): Promise<void> {
    const { clock, file } = this.#needs
    await file.write(() => this.desk.expiries.watch(items, clock.now()))
  }

  async #beginLater(restored: RestoredBackup): Promise<void> {
    await caughtUp(this.#needs, restored, this.#stopping.promise)
    await this.#begin()
  }

  /**
   * What a backup planned, or what was planned before a crash came between the record and the plan, is replaced before any
   * of it happens: nobody is rung at night for a call that was answered.
   */
  async #begin(): Promise<void> {
    await this.#feed.caughtUp()
    if (!this.#stopped) await this.desk.start()
  }

  /** What was begun is finished; the private side stays open until the node has stopped. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#stopping.resolve()
    await this.#feed.stop()
    await this.#begun
    await this.desk.stop()
  }
}

function linkTo(origin: string, { channel, matter }: StoredNotice): string {
  if (channel === null) return origin
  return matter === null ? `${origin}/channels/${channel}` : `${origin}/channels/${channel}/matters/${matter}`
}
