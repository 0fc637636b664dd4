import type { Desk, MatterChange } from '../desk/index.ts'
import type { ChannelId } from '../record/index.ts'
import { cursorIn } from '../store/index.ts'
import { termsOf } from './channel-terms.ts'
import type { LiveChannel } from './live-channel.ts'
import type { EntenteNode } from './node.ts'

/** Matters told to the desk in one transaction. */
const BATCH = 200
const LIST = { by: 'changed', newestFirst: false } as const

/**
 * Tells the desk of every matter that has changed, in order and from where it left off: what happened while this node
 * was down is told when it is back.
 */
export class DeskFeed {
  readonly #node: EntenteNode
  readonly #desk: Desk
  readonly #onFault: (cause: unknown) => void
  readonly #woken = new Set<ChannelId>()
  #running: Promise<void> | undefined
  #stopped = false
  #stopListening: () => void = () => undefined

  constructor(node: EntenteNode, desk: Desk, onFault: (cause: unknown) => void) {
    this.#node = node
    this.#desk = desk
    this.#onFault = onFault
  }

  start(): void {
    this.#stopListening = this.#node.onChange(({ channel, what }) => {
      if (what === 'folded') this.#wake(channel)
    })
    for (const { id } of this.#node.channels) this.#wake(id)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#stopListening()
    await this.#running
  }

  /** Resolves when the desk has been told of all that had changed before the call, or telling it has failed for now. */
  async caughtUp(): Promise<void> {
    for (const { id } of this.#node.channels) this.#wake(id)
    await this.#running
  }

  #wake(channel: ChannelId): void {
    if (this.#stopped) return
    this.#woken.add(channel)
    this.#running ??= this.#run().finally(() => (this.#running = undefined))
  }

  async #run(): Promise<void> {
    for (const id of this.#woken) {
      this.#woken.delete(id)
      try {
        await this.#catchUp(this.#node.channel(id))
      } catch (cause) {
        this.#onFault(cause)
      }
    }
  }

  async #catchUp(channel: LiveChannel): Promise<void> {
    const { store } = this.#node.needs
    const terms = await termsOf(this.#node, channel.id)
    while (!this.#stopped) {
      // Folds are numbered as they are written, which lags behind the fold by a second.
      await channel.folds.save()
      const cursor = this.#desk.cursor(channel.id)
      const after = cursor === 0 ? undefined : { at: cursor, no: Number.MAX_SAFE_INTEGER }
      const rows = await store.listMatters(channel.id, LIST, after, BATCH)
      const last = rows.at(-1)
      if (last === undefined) return
      const changes: MatterChange[] = []
      for (const { id } of rows) {
        const state = (await channel.folds.matter(id))?.now.state
        if (state !== undefined && state !== null) changes.push({ matter: id, state })
      }
      await this.#desk.changed(channel.id, terms, changes, cursorIn(LIST, last).at)
    }
  }
}
