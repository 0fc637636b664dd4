import type { StatementSync } from 'node:sqlite'
import type { Clock, Rng } from '../exchange/index.ts'
import type { SqliteFile } from '../store/index.ts'
import type { Breached } from './breached-passwords.ts'
import type { SignInConfig } from './config.ts'
import { SignInError } from './errors.ts'
import { eventOf } from './events.ts'
import type { HappenedNow, SignInEvent } from './events.ts'
import { Sealer } from './sealer.ts'

/** Kept until the access log has taken them; a flood at the door must not fill the disk while it does not. */
const EVENTS_MAX = 100_000
const EVENTS_PAGE_MAX = 1_000

export interface SignInNeeds {
  readonly clock: Clock
  readonly rng: Rng
  readonly config: SignInConfig
  /** 32 or more random bytes from the node's secrets, not from its tables; the same for as long as the file lives. */
  readonly secret: Uint8Array
  /** Whether a password is known from a breach; see `openBreachedPasswords`. Without it only the built-in rules hold. */
  readonly breached?: Breached
  /** Told of each event once it is durable. */
  readonly happened?: (event: SignInEvent) => void
}

/** What a change notes down, in its own transaction: a change and its trace are there together or not at all. */
export type Note = (event: HappenedNow) => void

/** What all parts of this room stand on. */
export class SignInContext {
  readonly file: SqliteFile
  readonly clock: Clock
  readonly rng: Rng
  readonly config: SignInConfig
  readonly sealer: Sealer
  readonly breached: Breached
  readonly #happened: (event: SignInEvent) => void
  readonly #stale: (() => void)[] = []
  readonly #insert: StatementSync
  readonly #trim: StatementSync
  readonly #page: StatementSync
  readonly #spend: StatementSync
  readonly #forgetSpent: StatementSync

  constructor(file: SqliteFile, { clock, rng, config, secret, breached, happened }: SignInNeeds) {
    this.file = file
    this.clock = clock
    this.rng = rng
    this.config = config
    this.breached = breached ?? (() => Promise.resolve(false))
    this.sealer = new Sealer(secret, rng)
    this.#happened = happened ?? (() => undefined)
    this.#insert = file.prepare(
      'insert into sign_in_event(at_ms, what, by, user, subject) values(?, ?, ?, ?, ?) returning *',
    )
    this.#trim = file.prepare('delete from sign_in_event where seq <= ?')
    this.#page = file.prepare('select * from sign_in_event where seq > ? order by seq limit ?')
    this.#spend = file.prepare('insert into sign_in_spent values(?, ?) on conflict do nothing')
    this.#forgetSpent = file.prepare('delete from sign_in_spent where ends_ms < ?')
  }

  /** Called inside every change, so that nobody is let in by what was remembered from before it. */
  whenStale(forget: () => void): void {
    this.#stale.push(forget)
  }

  /** One durable change with its events. Whatever is remembered of the tables is forgotten before anybody can ask again. */
  async change<T>(work: (note: Note) => T): Promise<T> {
    const events: SignInEvent[] = []
    const result = await this.file.write(() => {
      const done = work((event) => events.push(this.#noted(event)))
      for (const forget of this.#stale) forget()
      return done
    })
    for (const event of events) this.#tell(event)
    return result
  }

  /** Events after a number, oldest first: the access log asks from where it left off. */
  events(after: number, limit: number = EVENTS_PAGE_MAX): Promise<SignInEvent[]> {
    return this.file.read(() => this.#page.all(after, Math.min(limit, EVENTS_PAGE_MAX)).map(eventOf))
  }

  /** Lets go of the events up to a number, which are in the access log now. */
  async forgetEvents(upTo: number): Promise<void> {
    await this.file.write(() => this.#trim.run(upTo))
  }

  /** Inside a change: uses something up that is good once. Throws `challenge-stale` when it was used before. */
  spend(mark: Uint8Array, endsMs: number): void {
    this.#forgetSpent.run(this.clock.now())
    if (this.#spend.run(mark, endsMs).changes === 0)
      throw new SignInError('challenge-stale', 'challenge: was used before; begin again')
  }

  /** A listener that fails must not make a change that is durable look refused; the event itself is kept. */
  #tell(event: SignInEvent): void {
    try {
      this.#happened(event)
    } catch {
      // Whoever listens reads the events again from where it left off.
    }
  }

  #noted({ what, by, user, subject }: HappenedNow): SignInEvent {
    const row = this.#insert.get(this.clock.now(), what, by, user ?? null, subject ?? null) ?? {}
    const event = eventOf(row)
    this.#trim.run(event.seq - EVENTS_MAX)
    return event
  }
}
