import { EMPTY_LOG, type LogHead, hashOfEntry, readEntry } from './log-entry.ts'

/** One entry as it is kept. */
export interface KeptEntry {
  readonly seq: number
  readonly text: string
  readonly hash: string
}

/** What is wrong with a log, and where. */
export type LogFaultCode =
  /** The text has another hash than is kept with it. */
  | 'entry-changed'
  /** Entries are missing before this one. */
  | 'entry-missing'
  /** It stands in another place than it was written for. */
  | 'entry-moved'
  /** It does not follow the one before: one of the two was put in later. */
  | 'chain-broken'
  /** The log was longer: its end is gone. */
  | 'tail-cut'
  /** Up to the kept head, another log was put in place of the one that was there. */
  | 'log-rewritten'

export interface LogFault {
  readonly code: LogFaultCode
  readonly seq: number
}

export interface LogReport {
  readonly entries: number
  readonly head: LogHead
  /** The first of them, in order; an altered log may have many. */
  readonly faults: readonly LogFault[]
}

const FAULTS_MAX = 100

/** Checks a log entry by entry, from its beginning or from a kept head, against the heads that are known of it. */
export class LogChecker {
  readonly #kept: readonly LogHead[]
  readonly #faults: LogFault[] = []
  #head: LogHead
  #entries = 0

  /** `from`: a head whose log is trusted up to there. `kept`: heads that the log must have passed through. */
  constructor(from: LogHead = EMPTY_LOG, kept: readonly LogHead[] = []) {
    this.#head = from
    const known = new Map(kept.map((one) => [`${one.size} ${one.hash}`, one]))
    this.#kept = [...known.values()].filter(({ size }) => size >= from.size)
    this.#passes()
  }

  take({ seq, text, hash }: KeptEntry): void {
    const entry = readEntry(text)
    if (hashOfEntry(text) !== hash || entry === undefined) this.#fault('entry-changed', seq)
    else if (entry.seq !== seq) this.#fault('entry-moved', seq)
    else if (seq !== this.#head.size + 1) this.#fault('entry-missing', seq)
    else if (entry.previous !== this.#head.hash) this.#fault('chain-broken', seq)
    this.#entries++
    this.#head = { size: seq, hash }
    this.#passes()
  }

  /** The end is reached: a head that the log itself is said to end with may come along. */
  report(told: LogHead = this.#head): LogReport {
    const { size, hash } = this.#head
    const isCut = [...this.#kept, told].some((head) => head.size > size)
    const isOther = told.size < size || (told.size === size && told.hash !== hash)
    const faults: LogFault[] = [
      ...this.#faults,
      ...(isCut ? [{ code: 'tail-cut', seq: size + 1 } as const] : []),
      ...(isOther ? [{ code: 'log-rewritten', seq: told.size } as const] : []),
    ]
    return { entries: this.#entries, head: this.#head, faults }
  }

  #passes(): void {
    for (const { size, hash } of this.#kept)
      if (size === this.#head.size && hash !== this.#head.hash) this.#fault('log-rewritten', size)
  }

  #fault(code: LogFaultCode, seq: number): void {
    if (this.#faults.length < FAULTS_MAX) this.#faults.push({ code, seq })
  }
}
