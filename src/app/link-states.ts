import type { PartyId } from '../record/index.ts'

/** How another party is reached, as far as this process knows. */
export interface LinkState {
  readonly party: PartyId
  /** Null until it was tried or heard from since the start. */
  readonly up: boolean | null
  /** When the party last answered or called; null when not since the start. */
  readonly heardMs: number | null
  /** Code of what went wrong since; null when nothing did. */
  readonly trouble: string | null
}

/** The links of one channel. Only what changes `up` is worth telling. */
export class LinkStates {
  readonly #links = new Map<PartyId, LinkState>()

  constructor(peers: readonly PartyId[]) {
    for (const party of peers) this.#links.set(party, { party, up: null, heardMs: null, trouble: null })
  }

  all(): LinkState[] {
    return [...this.#links.values()]
  }

  /** Whether that is news. */
  heard(party: PartyId, nowMs: number): boolean {
    return this.#set(party, { up: true, heardMs: nowMs, trouble: null })
  }

  /** A peer that refuses is reached, and yet nothing passes: it is as good as away. */
  lost(party: PartyId, trouble: string): boolean {
    return this.#set(party, { up: false, trouble })
  }

  #set(party: PartyId, change: Partial<LinkState>): boolean {
    const before = this.#links.get(party)
    if (before === undefined) return false
    this.#links.set(party, { ...before, ...change })
    return before.up !== change.up
  }
}
