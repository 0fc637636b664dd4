import { cardName, GENESIS_NAME, keysName } from './archive.ts'
import type { CarriedTurn } from './archive-turns.ts'
import { encodeCard, parseCard } from './card.ts'
import { verifyHead } from './checkpoint.ts'
import type { ChannelKeys } from './cosignature.ts'
import { RecordError } from './errors.ts'
import { feedKeys } from './feed-keys.ts'
import type { FeedKeys } from './feed-keys.ts'
import { channelIdOf } from './genesis.ts'
import { keyDocumentHash } from './key-document.ts'
import { documentHashOf, withRotation } from './key-eras.ts'
import type { Card, ChannelId, GenesisLeaf, Head, PartyId } from './types.ts'
import type { Findings, VerifiedParty } from './verify-report.ts'

/** The parties of a file: the genesis commits to their keys, cards in the file have them, cards of the reader tie them to parties. */
export class CardCheck {
  readonly channel: ChannelId
  readonly genesis: GenesisLeaf
  readonly #given: readonly Card[]
  readonly #findings: Findings
  readonly #names = new Map<PartyId, string>()
  readonly #keys = new Map<PartyId, FeedKeys>()
  readonly #turns = new Map<PartyId, Head[]>()
  #settled = false

  constructor(bytes: Uint8Array, genesis: GenesisLeaf, given: readonly Card[], findings: Findings) {
    this.channel = channelIdOf(bytes)
    this.genesis = genesis
    this.#given = given
    this.#findings = findings
  }

  /** Once all cards and changes of keys are read: what the reader gave is held against them. Asked again, it says nothing new. */
  settle(): void {
    if (this.#settled) return
    this.#settled = true
    for (const card of this.#given) {
      if (this.#isKnown(card)) continue
      const { party } = card.keys
      const message = this.genesis.data.parties.some(({ id }) => id === party)
        ? `the card given for "${party}" must have the keys that the genesis commits to, or that the party changed them to`
        : `the card given is of "${party}", which is no party of this channel`
      this.#findings.add(GENESIS_NAME, 'card-unexpected', message)
    }
  }

  /** Keys of those whose cards were taken. */
  get keys(): ChannelKeys {
    return this.#keys
  }

  /** A card of the file. */
  take(party: PartyId, bytes: Uint8Array): void {
    this.#findings.try(cardName(party), () => {
      const card = this.#same(party, bytes) ?? parseCard(bytes)
      if (card.keys.party !== party || !this.#isCommitted(card)) {
        throw new RecordError(
          'card-unexpected',
          `the card of ${party} must have the keys that the genesis commits to`,
        )
      }
      this.#names.set(party, card.name)
      this.#keys.set(party, feedKeys(this.channel, card.keys))
    })
  }

  /** A change of keys that the feed must bear out; undefined when it does not hold by itself. */
  turn(party: PartyId, turn: CarriedTurn): void {
    this.#findings.try(keysName(party, turn.size), () => {
      const keys = this.#keys.get(party)
      if (keys === undefined) return
      // Before the new keys are taken: the head that ends with them is by the old ones.
      const head = verifyHead(turn.head, keys)
      if (head.size !== turn.size)
        throw new RecordError('archive-malformed', `the head is over ${head.size} leaves, not ${turn.size}`)
      this.#keys.set(party, withRotation(keys, turn.size - 1, turn.rotation))
      this.#turns.set(party, [...(this.#turns.get(party) ?? []), head])
    })
  }

  /** Heads that end with a change of the party's keys, in order. */
  turnsOf(party: PartyId): readonly Head[] {
    return this.#turns.get(party) ?? []
  }

  parties(): VerifiedParty[] {
    return this.genesis.data.parties.map(({ id }) => ({
      id,
      name: this.#names.get(id),
      anchored: this.#given.some((card) => card.keys.party === id && this.#isKnown(card)),
    }))
  }

  /** A card that the reader gave, when the file has the very same: its proofs were checked when it was parsed. */
  #same(party: PartyId, bytes: Uint8Array): Card | undefined {
    const card = this.#given.find((one) => one.keys.party === party)
    return card !== undefined && Buffer.from(encodeCard(card)).equals(bytes) ? card : undefined
  }

  /**
   * A card of a party that has changed its keys since has the new ones. It vouches for those before as well: the new keys
   * have signed which keys they replace, and in which channel.
   */
  #isKnown(card: Card): boolean {
    const later = this.#keys.get(card.keys.party)?.later ?? []
    const given = keyDocumentHash(card.keys)
    return this.#isCommitted(card) || later.some((one) => documentHashOf(one) === given)
  }

  #isCommitted(card: Card): boolean {
    const committed = this.genesis.data.parties.find(({ id }) => id === card.keys.party)
    return committed?.keys === keyDocumentHash(card.keys)
  }
}
