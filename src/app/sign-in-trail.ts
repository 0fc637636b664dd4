import { type AccessLog, type LogEntry, PrivateError } from '../private/index.ts'
import type { SignIn, SignInEvent } from '../sign-in/index.ts'

/** Events taken at once: their entries share one sync of the disk. */
const EVENTS_AT_ONCE = 200

export interface TrailNeeds {
  readonly signIn: () => SignIn
  readonly log: Pick<AccessLog, 'note'>
  readonly onFault: (cause: unknown) => void
}

/**
 * Brings what happens at sign-in into the access log, in its order, and lets sign-in forget it after. A crash in between
 * brings an event in twice, and both say that they are the same.
 */
export class SignInTrail {
  readonly #needs: TrailNeeds
  #running: Promise<void> | undefined
  #woken = false

  constructor(needs: TrailNeeds) {
    this.#needs = needs
  }

  /** Something happened, here or before this process began. */
  wake(): void {
    this.#woken = true
    this.#running ??= this.#run().finally(() => (this.#running = undefined))
  }

  /** Resolves when all that happened so far is in the log, or could not be brought there. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    // What wakes it may still be inside the change that it tells of.
    await Promise.resolve()
    try {
      while (this.#woken) {
        this.#woken = false
        await this.#takeAll()
      }
    } catch (cause) {
      this.#needs.onFault(cause)
    }
  }

  async #takeAll(): Promise<void> {
    const signIn = this.#needs.signIn()
    for (;;) {
      const events = await signIn.events(0, EVENTS_AT_ONCE)
      const last = events.at(-1)
      if (last === undefined) return
      await Promise.all(events.map((event) => this.#note(event)))
      await signIn.forgetEvents(last.seq)
    }
  }

  /** An id that the log does not take as one is left out: the event itself must not keep the others waiting. */
  async #note(event: SignInEvent): Promise<void> {
    const { log } = this.#needs
    await log.note(entryOf(event)).catch((cause: unknown) => {
      if (!(cause instanceof PrivateError) || cause.code !== 'log-entry-invalid') throw cause
      return log.note(entryOf({ ...event, user: undefined, subject: undefined }))
    })
  }
}

function entryOf({ seq, what, by, user, subject }: SignInEvent): LogEntry {
  return {
    user: by,
    by: `event-${seq}`,
    how: 'sign-in',
    what,
    ...(user === undefined ? {} : { whom: user }),
    ...(subject === undefined ? {} : { subject }),
    result: what === 'sign-in-refused' ? what : 'ok',
  }
}
