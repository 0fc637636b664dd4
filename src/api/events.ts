import type { Clock } from '../exchange/index.ts'
import type { ActId, ChannelId } from '../record/index.ts'
import { ApiError } from './errors.ts'
import type { Change } from './node-port.ts'

/** Hints kept for who comes back with `Last-Event-ID`; older ones are answered with "look at everything". */
const HINTS_KEPT = 1_024
/** Hints that wait for one slow reader; beyond these it is told to look at everything. */
const QUEUED_MAX = 256
/** Proxies close connections that are silent for a minute. */
export const HEARTBEAT_MS = 15_000
/** One person on a few screens; a loop that opens streams without end is stopped here. */
const STREAMS_PER_USER_MAX = 16
const STREAMS_MAX = 1_000

/** Something may have changed. Ids only: what it is, the caller asks for, and is allowed to or not. */
export interface Hint {
  /** Null where it is about no channel. */
  readonly channel: ChannelId | null
  readonly matters: readonly ActId[]
  readonly what: string
  /** For this user alone: something was added to their notices. */
  readonly user?: string
}

interface Numbered {
  readonly no: number
  /** On the clock that only goes forward. */
  readonly atMs: number
  readonly hint: Hint
}

interface Reader {
  readonly user: string
  queue: Numbered[]
  /** Hints were lost to this reader: it is told so before anything else. */
  lost: boolean
  /** The connection is closed. */
  gone: boolean
  wake: () => void
}

export interface Listener {
  readonly user: string
  readonly lastEventId: string | undefined
  /** Who begins to listen after it has asked for what it shows wants to hear what has happened since. */
  readonly pastMs: number | undefined
  /** Decides hint by hint what of it may be told; undefined: nothing. */
  readonly sees: (hint: Hint) => Promise<Hint | undefined>
  /** Asked at every heartbeat: when the session has ended, so does the stream. */
  readonly mayStay: () => Promise<boolean>
  /** Calls back when the connection is closed. */
  readonly whenGone: (run: () => void) => void
}

/** Hands every change of the node to whoever listens. Never waits for a reader. */
export class EventHub {
  readonly #clock: Clock
  /** Tells the hints of this process from those of an earlier one. */
  readonly #run: string
  #no = 0
  readonly #kept: Numbered[] = []
  readonly #readers = new Set<Reader>()
  #closed = false

  constructor(clock: Clock, run: string) {
    this.#clock = clock
    this.#run = run
  }

  get streams(): number {
    return this.#readers.size
  }

  publish(change: Change | Hint): void {
    const numbered = { no: (this.#no += 1), atMs: this.#clock.monotonic(), hint: change }
    this.#kept.push(numbered)
    if (this.#kept.length > HINTS_KEPT) this.#kept.shift()
    for (const reader of this.#readers) {
      if (reader.queue.length < QUEUED_MAX) reader.queue.push(numbered)
      else {
        reader.queue = []
        reader.lost = true
      }
      reader.wake()
    }
  }

  /** Ends every stream. */
  close(): void {
    this.#closed = true
    for (const reader of this.#readers) reader.wake()
  }

  /** A stream in the form of server-sent events. Throws ApiError `streams-too-many`. */
  stream(listener: Listener): AsyncGenerator<Uint8Array> {
    const { user } = listener
    const mine = [...this.#readers].filter((reader) => reader.user === user).length
    if (mine >= STREAMS_PER_USER_MAX || this.#readers.size >= STREAMS_MAX)
      throw new ApiError(
        'streams-too-many',
        `At most ${STREAMS_PER_USER_MAX} event streams may be open at once.`,
        { rule: { code: 'held-at-most', values: { most: STREAMS_PER_USER_MAX } } },
      )
    const reader: Reader = { user, queue: [], lost: false, gone: false, wake: () => undefined }
    this.#catchUp(reader, listener)
    this.#readers.add(reader)
    listener.whenGone(() => {
      reader.gone = true
      this.#readers.delete(reader)
      reader.wake()
    })
    return this.#read(reader, listener)
  }

  #catchUp(reader: Reader, { lastEventId, pastMs }: Listener): void {
    const missed = lastEventId === undefined ? this.#within(pastMs ?? 0) : this.#after(lastEventId)
    if (missed === undefined || missed.length > QUEUED_MAX) reader.lost = true
    else reader.queue = missed
  }

  /** Undefined when they are not kept any more, or are of another run. */
  #after(lastEventId: string): Numbered[] | undefined {
    const [run, no] = lastEventId.split('-')
    const from = Number(no)
    const oldest = this.#kept[0]?.no ?? this.#no + 1
    if (run !== this.#run || !Number.isSafeInteger(from) || from + 1 < oldest || from > this.#no)
      return undefined
    return this.#kept.filter((each) => each.no > from)
  }

  #within(pastMs: number): Numbered[] | undefined {
    if (pastMs === 0) return []
    const sinceMs = this.#clock.monotonic() - pastMs
    const [oldest] = this.#kept
    const isShort = oldest !== undefined && oldest.no > 1 && oldest.atMs > sinceMs
    return isShort ? undefined : this.#kept.filter(({ atMs }) => atMs >= sinceMs)
  }

  async *#read(reader: Reader, { sees, mayStay }: Listener): AsyncGenerator<Uint8Array> {
    try {
      yield encoded('retry: 2000\n: open\n\n')
      while (!this.#closed && !reader.gone) {
        if (reader.lost) {
          reader.lost = false
          yield encoded(`id: ${this.#run}-${this.#no}\nevent: reset\ndata: {}\n\n`)
        }
        for (let next = reader.queue.shift(); next !== undefined; next = reader.queue.shift()) {
          const hint = await sees(next.hint)
          if (hint === undefined) continue
          yield encoded(`id: ${this.#run}-${next.no}\nevent: hint\ndata: ${JSON.stringify(hint)}\n\n`)
        }
        if ((await this.#woken(reader)) === 'woken') continue
        if (!(await mayStay())) {
          yield encoded('event: signed-out\ndata: {}\n\n')
          return
        }
        // An event, not a comment: a browser tells its page nothing of comments, and so could not know a dead connection.
        yield encoded('event: beat\ndata: {}\n\n')
      }
    } finally {
      this.#readers.delete(reader)
    }
  }

  #woken(reader: Reader): Promise<'woken' | 'silent'> {
    if (this.#closed || reader.gone || reader.lost || reader.queue.length > 0) return Promise.resolve('woken')
    return new Promise((resolve) => {
      const cancel = this.#clock.after(HEARTBEAT_MS, () => {
        reader.wake = () => undefined
        resolve('silent')
      })
      reader.wake = () => {
        cancel()
        reader.wake = () => undefined
        resolve('woken')
      }
    })
  }
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
