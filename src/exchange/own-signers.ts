import {
  type DocumentKeys,
  type FeedKeys,
  type PartySigners,
  documentHashOf,
  keysAt,
} from '../record/index.ts'
import { feedOf, keysOf, type HeldChannel } from './held-channel.ts'
import { isDisowned } from './key-turns.ts'

/** The private keys of this node: those of today, and those from before, which some channel may still sign with. */
export class OwnSigners {
  #newest: PartySigners
  readonly #former: PartySigners[]

  constructor(newest: PartySigners, former: readonly PartySigners[] = []) {
    this.#newest = newest
    this.#former = [...former]
  }

  get newest(): PartySigners {
    return this.#newest
  }

  /** Called when the new keys are durable, before anything is signed with them. */
  add(newest: PartySigners): void {
    this.#former.push(this.#newest)
    this.#newest = newest
  }

  /** Undefined when this node does not hold those private keys: it was brought back from before they were made. */
  of(keys: DocumentKeys): PartySigners | undefined {
    const isHeld = ({ head }: PartySigners): boolean =>
      Buffer.compare(head.ed25519.publicKey, keys.head.ed25519.raw) === 0 &&
      Buffer.compare(head.mldsa44.publicKey, keys.head.mldsa44.raw) === 0
    return [this.#newest, ...this.#former].find(isHeld)
  }

  /** Whoever signs the head of so many leaves. */
  forHead(keys: FeedKeys, size: number): PartySigners | undefined {
    return this.of(keysAt(keys, size))
  }

  /**
   * Whoever signs receipts now: the newest keys whose act every peer is known to hold, so that nobody gets a receipt by
   * keys that he has never heard of. Keys that are disowned sign nothing more, come what may.
   */
  forReceipts(channel: HeldChannel): PartySigners | undefined {
    const own = feedOf(channel, channel.self)
    const keys = keysOf(channel.keys, channel.self)
    const known = Math.min(...channel.peers.map(({ party }) => own.receipts.get(party)?.size ?? 0))
    const usable = [{ ...keys, from: 0 }, ...keys.later].filter(
      (one) => !isDisowned(own, documentHashOf(one)),
    )
    const chosen = usable.findLast(({ from }) => from <= known + 1) ?? usable[0]
    return chosen === undefined ? undefined : this.of(chosen)
  }
}
