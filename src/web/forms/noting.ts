import type { Journal, Unconfirmed } from '../effects/journal.ts'
import type { DraftContent } from './content.ts'

/** What is to stand in the journal now: the newest text, or nothing of it any more. */
type Wanted = Unconfirmed<DraftContent> | { readonly erase: string }

/** Writes into the journal one note at a time, of the newest: typing faster than the disk leaves out only what is older. */
export class Noting {
  readonly #journal: Journal<DraftContent>
  readonly #user: string
  readonly #onLost: () => void
  #wanted: (() => Wanted) | undefined
  #isBusy = false
  #isKept = true

  /** `onLost`: the browser did not keep it. */
  constructor(journal: Journal<DraftContent>, user: string, onLost: () => void) {
    this.#journal = journal
    this.#user = user
    this.#onLost = onLost
  }

  /** Whether the browser kept the last one. */
  get isKept(): boolean {
    return this.#isKept
  }

  /** `wanted` is asked when its turn comes. */
  note(wanted: () => Wanted): void {
    this.#wanted = wanted
    if (!this.#isBusy) void this.#writeAll()
  }

  async #writeAll(): Promise<void> {
    this.#isBusy = true
    while (this.#wanted !== undefined) {
      const wanted = this.#wanted()
      this.#wanted = undefined
      try {
        if ('erase' in wanted) await this.#journal.erase(this.#user, wanted.erase)
        else await this.#journal.note(wanted)
        this.#isKept = true
      } catch {
        this.#isKept = false
        this.#onLost()
      }
    }
    this.#isBusy = false
  }
}
