import type { ActId, ChannelId } from '../record/index.ts'
import type { Clock } from '../exchange/index.ts'

/** What has moved: a state, a mark of acts, how a peer is reached, a feed that is frozen, an exhibit that has arrived. */
export type ChangeKind = 'folded' | 'received' | 'settled' | 'link' | 'frozen' | 'exhibit'

/** A hint to look again. Whoever must miss nothing reads on from a cursor (`changed` lists) when hinted. */
export interface Change {
  readonly channel: ChannelId
  readonly what: ChangeKind
  /** The matters whose state has changed, each once; empty for what concerns the whole channel. */
  readonly matters: readonly ActId[]
}

export type ChangeListener = (change: Change) => void

/** Hints of one kind within this time are told as one: under load a screen looks again forty times a second, not at each act. */
const GATHER_MS = 25

/** Tells listeners of changes after the fact, in turns of their own: none of them can hold up or harm what it hears of. */
export class Changes {
  readonly #clock: Clock
  readonly #onFault: (channel: ChannelId, cause: unknown) => void
  readonly #listeners = new Set<ChangeListener>()
  #gathered = new Map<string, { channel: ChannelId; what: ChangeKind; matters: Set<ActId> }>()
  #cancel: (() => void) | undefined

  constructor(clock: Clock, onFault: (channel: ChannelId, cause: unknown) => void) {
    this.#clock = clock
    this.#onFault = onFault
  }

  /** Listens until the answer is called. */
  on(listener: ChangeListener): () => void {
    // A function that is added twice is two listeners, and each is taken away by its own answer.
    const own: ChangeListener = (change) => listener(change)
    this.#listeners.add(own)
    return () => void this.#listeners.delete(own)
  }

  note(channel: ChannelId, what: ChangeKind, matters: readonly ActId[] = []): void {
    if (this.#listeners.size === 0) return
    const name = `${what} ${channel}`
    const gathered = this.#gathered.get(name) ?? { channel, what, matters: new Set() }
    for (const matter of matters) gathered.matters.add(matter)
    this.#gathered.set(name, gathered)
    this.#cancel ??= this.#clock.after(GATHER_MS, () => this.#tell())
  }

  /** Nothing more is told; what was gathered is dropped, since whoever listens goes away too. */
  stop(): void {
    this.#cancel?.()
    this.#listeners.clear()
    this.#gathered.clear()
  }

  #tell(): void {
    this.#cancel = undefined
    const gathered = [...this.#gathered.values()]
    this.#gathered = new Map()
    for (const { channel, what, matters } of gathered) {
      const change = { channel, what, matters: [...matters] }
      for (const listener of this.#listeners) {
        try {
          listener(change)
        } catch (cause) {
          this.#onFault(channel, cause)
        }
      }
    }
  }
}
