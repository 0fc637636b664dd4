import { useEffect, useState } from 'react'
import { OfflineError, call } from '../api/client.ts'
import { after } from '../effects/clock.ts'
import { FaultBook } from './fault-book.ts'
import type { DraftHold } from './hold.ts'

/** After typing has paused: what is asked of the node at every keystroke would be answered too late anyway. */
const PAUSE_MS = 450
const RETRY_MS = 4_000

/**
 * Checks a draft as it is typed. A request is checked as it stands in the page, against form, instrument, charter and the
 * demands of the partner's agency; every act as the node has it, against vocabulary and record. Whoever calls is mounted
 * anew for another draft.
 */
export function useCheck(hold: DraftHold, agency?: string): FaultBook {
  const [book] = useState(() => new FaultBook())
  useEffect(() => {
    const checker = new Checker(hold, book, agency)
    const stop = hold.subscribe(() => checker.changed())
    checker.changed()
    return () => {
      stop()
      checker.stop()
    }
  }, [hold, book, agency])
  return book
}

class Checker {
  readonly #hold: DraftHold
  readonly #book: FaultBook
  readonly #agency: string | undefined
  #cancel: () => void = () => undefined
  #checked: unknown
  #run = 0

  constructor(hold: DraftHold, book: FaultBook, agency: string | undefined) {
    this.#hold = hold
    this.#book = book
    this.#agency = agency
  }

  changed(): void {
    const seen = this.#seen()
    if (seen === this.#checked) return
    this.#checked = seen
    this.#later(PAUSE_MS)
  }

  stop(): void {
    this.#run += 1
    this.#cancel()
  }

  /** What a check would be of: for a request every text, for other acts what the node has. */
  #seen(): unknown {
    const { type } = this.#hold.content()
    const info = this.#hold.info()
    return type === OPENS_REQUEST && this.#hold.keeping().where !== 'node' ? this.#hold.content() : info
  }

  #later(delayMs: number): void {
    this.#cancel()
    this.#cancel = after(delayMs, () => void this.#check())
  }

  async #check(): Promise<void> {
    const run = (this.#run += 1)
    this.#book.say('under-way')
    try {
      const told = await this.#ask()
      if (run === this.#run) this.#book.tell(told)
    } catch (cause) {
      if (run !== this.#run) return
      this.#book.say(cause instanceof OfflineError ? 'away' : 'not-yet')
      if (cause instanceof OfflineError) this.#later(RETRY_MS)
    }
  }

  async #ask(): Promise<ReturnType<FaultBook['told']>> {
    const content = this.#hold.content()
    const info = this.#hold.info()
    const isOpen = info !== undefined && !info.discarded && info.state !== 'submitted'
    const [form, whole] = await Promise.all([
      content.type === OPENS_REQUEST
        ? call('requests.check', {
            params: { channel: this.#hold.channel() },
            body: {
              data: content.data,
              form: content.body ?? {},
              ...(this.#agency === undefined ? {} : { agency: this.#agency }),
            },
          })
        : undefined,
      isOpen ? call('drafts.check', { params: { draft: info.id } }) : undefined,
    ])
    const { faults, left } = form ?? whole ?? { faults: [], left: 0 }
    // The files of a draft are counted by the node when it is recorded; the page sends none of them for a check.
    const counted = faults.filter(({ code }) => code !== 'exhibits-differ')
    return {
      faults: counted,
      left,
      bar: whole?.refusal ?? null,
      needsApproval: whole?.needsApproval ?? this.#book.told().needsApproval,
    }
  }
}

const OPENS_REQUEST = 'request.open'
