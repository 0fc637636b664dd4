import type { StatementSync } from 'node:sqlite'
import { numberOf } from '../store/index.ts'
import type { SignInContext } from './context.ts'
import { SignInError } from './errors.ts'

const SECOND_MS = 1_000
/** So that whoever is guessed at can still get in the same hour; passkeys are not held up by it at all. */
export const ATTEMPT_DELAY_MAX_MS: number = 15 * 60 * SECOND_MS
/** A person who mistypes is not made to wait. */
export const FREE_ATTEMPTS_PER_NAME = 5
/** A whole office may come from one address. */
export const FREE_ATTEMPTS_PER_ADDRESS = 20
/** A failure of yesterday says nothing of today. */
const FORGOTTEN_AFTER_MS: number = 24 * 3_600 * SECOND_MS
/** Who tries a million names fills no disk: the oldest go. */
const ROWS_MAX = 50_000
/** Doubling any further would leave the range of numbers and is far beyond the longest delay. */
const DOUBLINGS_MAX = 20

type Subject = 'name' | 'address' | 'break-glass' | 'invitation'

const free: Readonly<Record<Subject, number>> = {
  name: FREE_ATTEMPTS_PER_NAME,
  address: FREE_ATTEMPTS_PER_ADDRESS,
  'break-glass': FREE_ATTEMPTS_PER_NAME,
  invitation: FREE_ATTEMPTS_PER_ADDRESS,
}

/** What one attempt is counted against, e.g. `['name', 'an']`. */
export type Counted = readonly [subject: Subject, value: string]

/**
 * Slows guessing down. Each attempt is counted as failed, durably, before it is looked at: many at once, or a process that
 * is killed meanwhile, gain nobody a free guess. Names and addresses are kept as keyed hashes only.
 */
export class Attempts {
  readonly #context: SignInContext
  readonly #get: StatementSync
  readonly #put: StatementSync
  readonly #remove: StatementSync
  readonly #removeOld: StatementSync
  readonly #count: StatementSync
  readonly #removeOldest: StatementSync

  constructor(context: SignInContext) {
    const { file } = context
    this.#context = context
    this.#get = file.prepare('select failures, last_ms from sign_in_attempt where key = ?')
    this.#put = file.prepare(
      'insert into sign_in_attempt values(?, ?, ?) on conflict do update set failures = excluded.failures, last_ms = excluded.last_ms',
    )
    this.#remove = file.prepare('delete from sign_in_attempt where key = ?')
    this.#removeOld = file.prepare('delete from sign_in_attempt where last_ms < ?')
    this.#count = file.prepare('select count(*) as n from sign_in_attempt')
    this.#removeOldest = file.prepare(
      'delete from sign_in_attempt where key in (select key from sign_in_attempt order by last_ms limit 1)',
    )
  }

  /** Counts an attempt. Throws `too-many-attempts` with `retryAfterMs` while one of them must wait; that counts as none. */
  async begin(...counted: readonly Counted[]): Promise<void> {
    await this.#context.file.write(() => {
      const now = this.#context.clock.now()
      this.#removeOld.run(now - FORGOTTEN_AFTER_MS)
      const waitMs = Math.max(0, ...counted.map((one) => this.#waitMs(one, now)))
      if (waitMs > 0)
        throw new SignInError(
          'too-many-attempts',
          `sign-in: wait ${Math.ceil(waitMs / SECOND_MS)} s, then try again`,
          {
            retryAfterMs: waitMs,
            rule: { code: 'wait', values: { seconds: Math.ceil(waitMs / SECOND_MS) } },
          },
        )
      for (const one of counted) this.#put.run(this.#key(one), this.#failures(one) + 1, now)
      if (numberOf(this.#count.get() ?? {}, 'n') > ROWS_MAX) this.#removeOldest.run()
    })
  }

  /**
   * Inside a change: the attempt was good. A name begins anew; an address takes back its own count only, or one who has an
   * account could clear the way for guessing at others.
   */
  succeeded(...counted: readonly Counted[]): void {
    for (const one of counted) {
      const failures = one[0] === 'address' ? this.#failures(one) - 1 : 0
      if (failures > 0) this.#put.run(this.#key(one), failures, this.#context.clock.now())
      else this.#remove.run(this.#key(one))
    }
  }

  #waitMs(one: Counted, now: number): number {
    const row = this.#get.get(this.#key(one))
    if (row === undefined) return 0
    const over = numberOf(row, 'failures') - free[one[0]]
    if (over < 0) return 0
    const delayMs = Math.min(ATTEMPT_DELAY_MAX_MS, SECOND_MS * 2 ** Math.min(over, DOUBLINGS_MAX))
    // A clock that stepped back makes nobody wait longer than the delay itself.
    return Math.min(delayMs, numberOf(row, 'last_ms') + delayMs - now)
  }

  #failures(one: Counted): number {
    const row = this.#get.get(this.#key(one))
    return row === undefined ? 0 : numberOf(row, 'failures')
  }

  #key([subject, value]: Counted): Buffer {
    return this.#context.sealer.mac('attempt', subject, value)
  }
}
