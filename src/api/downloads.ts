import type { Clock, Rng } from '../exchange/index.ts'
import type { ChannelId } from '../record/index.ts'
import type { Bytes } from './contract.ts'
import { ApiError } from './errors.ts'

/** A browser fetches at once what it was promised; what is left lying is not for whoever comes by later. */
const LIFE_MS = 300_000
/** Promised to one user at a time; the oldest is forgotten for the next. */
const PER_USER_MAX = 16
const ID_BYTES = 16

/** Something that has passed the gate and may be fetched, once. */
export interface Ready {
  readonly name: string
  /** Whether it may still go out: throws when not. */
  readonly still: () => Promise<void>
  readonly bytes: () => Bytes
}

interface Promised extends Ready {
  readonly user: string
  readonly channel: ChannelId
  readonly matter: string
  readonly endsMs: number
}

/**
 * What was let out is fetched in a second request: the first one makes the act and can be repeated under its key, the
 * second one is a plain address that a browser saves to disk whatever its size. Kept in memory: after a start, the gate
 * is asked again.
 */
export class Downloads {
  readonly #clock: Clock
  readonly #rng: Rng
  readonly #promised = new Map<string, Promised>()

  constructor(clock: Clock, rng: Rng) {
    this.#clock = clock
    this.#rng = rng
  }

  /** Gives the id under which the same user fetches it. */
  promise(user: string, { channel, matter }: { channel: ChannelId; matter: string }, ready: Ready): string {
    const nowMs = this.#clock.monotonic()
    for (const [id, { endsMs }] of this.#promised) if (endsMs < nowMs) this.#promised.delete(id)
    const own = [...this.#promised].filter(([, each]) => each.user === user)
    for (const [id] of own.slice(0, Math.max(0, own.length + 1 - PER_USER_MAX))) this.#promised.delete(id)
    const id = Buffer.from(this.#rng.bytes(ID_BYTES)).toString('hex')
    this.#promised.set(id, { ...ready, user, channel, matter, endsMs: nowMs + LIFE_MS })
    return id
  }

  /** Takes it, for this user and once. Throws ApiError `download-unknown`. */
  take(user: string, { channel, matter }: { channel: ChannelId; matter: string }, id: string): Ready {
    const found = this.#promised.get(id)
    const isTheirs = found?.user === user && found.channel === channel && found.matter === matter
    if (found === undefined || !isTheirs || found.endsMs < this.#clock.monotonic())
      throw new ApiError(
        'download-unknown',
        'id: nothing waits here to be fetched by you; ask for it again.',
        {
          field: 'id',
        },
      )
    this.#promised.delete(id)
    return found
  }
}
