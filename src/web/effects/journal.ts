import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval'

/** What was typed and the node has not confirmed yet; nothing else of what is written stays in this browser. */
export interface Unconfirmed<Content> {
  readonly user: string
  /** The draft's id on the node, or one of this browser's until the node has given one. */
  readonly place: string
  readonly channel: string
  readonly content: Content
  /** The version of the node's that it was written upon; 0 before there is one. */
  readonly version: number
  /** What was on its way when this was noted: the node may have it already. */
  readonly underWay: Content | null
  readonly atMs: number
}

/**
 * The browser's own notebook. Every method rejects where the browser keeps nothing: whoever calls says so on the screen.
 * Once a note resolves, neither a crash of the page nor of the browser loses it.
 */
export class Journal<Content> {
  #opened: UseStore | undefined

  async note(entry: Unconfirmed<Content>): Promise<void> {
    await set(keyOf(entry.user, entry.place), entry, this.#store())
  }

  async read(user: string, place: string): Promise<Unconfirmed<Content> | undefined> {
    return get(keyOf(user, place), this.#store())
  }

  async erase(user: string, place: string): Promise<void> {
    await del(keyOf(user, place), this.#store())
  }

  /** A browser without a database throws here, in the method that asked. */
  #store(): UseStore {
    return (this.#opened ??= createStore('entente-unconfirmed', 'drafts'))
  }

  /** Of one user; whoever else sits down before this browser is told of none of it. */
  async of(user: string): Promise<readonly Unconfirmed<Content>[]> {
    const all = await entries<string, Unconfirmed<Content>>(this.#store())
    return all.filter(([key]) => key.startsWith(keyOf(user, ''))).map(([, entry]) => entry)
  }
}

const keyOf = (user: string, place: string): string => `${user}/${place}`
