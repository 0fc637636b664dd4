import { hash } from 'node:crypto'
import { FOLD_VERSION } from '../acts/index.ts'
import { type HeldChannel, OFFERS_MAX, type SideDesk, type SideOffer } from '../exchange/index.ts'
import {
  type Card,
  type ChannelId,
  type PartyId,
  fingerprintOf,
  keyDocumentHash,
  parseGenesis,
} from '../record/index.ts'
import type { ChannelRow } from '../store/index.ts'
import { AppError } from './errors.ts'
import { type Founding, complete, formatFounding, parseFounding } from './founding.ts'
import type { SideBook, SideRow, SideState, Told } from './side-book.ts'
import { cardInForce, standingOf } from './side-cards.ts'
import { readSideCharter, sideCharter } from './side-charter.ts'

/** Invitations that nobody here has answered yet; a member that sends more is refused until some are. */
const INVITED_MAX = 32

/** What the side desk asks of its node. */
export interface SideNeeds {
  readonly book: SideBook
  channelRow(id: ChannelId): Promise<ChannelRow | undefined>
  held(id: ChannelId): HeldChannel | undefined
  /** Body of an act; undefined when it is not held. */
  body(channel: ChannelId, party: PartyId, seq: number): Promise<Uint8Array | undefined>
  /** This party's newest. */
  card(): Card
  propose(others: readonly Card[], charter: Uint8Array): Promise<Founding>
  /** Gives this party's first head, and opens nothing. */
  sign(founding: Founding): Promise<Founding>
  open(founding: Founding): Promise<Founding>
  trouble(channel: ChannelId, party: PartyId, code: string, message: string): void
}

/** A side channel being founded, as people are shown it. */
export interface SideView {
  readonly id: ChannelId
  readonly mechanism: ChannelId
  readonly state: SideState
  readonly parties: readonly PartyId[]
  /** Parties whose first head is here. */
  readonly agreed: readonly PartyId[]
  readonly declined: readonly PartyId[]
  /** Eight numbers to be read aloud. */
  readonly fingerprint: readonly number[]
}

interface Kept {
  readonly row: SideRow
  readonly founding: Founding
}

/**
 * Founds side channels between some members of a channel over the links that these have already. A member that is
 * left out is never called, answered or told about it, and its node holds nothing of it.
 */
export class SideChannels implements SideDesk {
  readonly #needs: SideNeeds
  readonly #kept = new Map<ChannelId, Kept>()
  #turn: Promise<unknown> = Promise.resolve()

  static async open(needs: SideNeeds): Promise<SideChannels> {
    const sides = new SideChannels(needs)
    for (const row of await needs.book.all())
      sides.#kept.set(row.id, { row, founding: parseFounding(row.founding) })
    return sides
  }

  private constructor(needs: SideNeeds) {
    this.#needs = needs
  }

  list(): SideView[] {
    return [...this.#kept.values()].map(viewOf)
  }

  /**
   * Proposes a side channel of this party and the given members, and agrees to it.
   * Throws AppError `channel-unknown`; `party-invalid` unless some and not all others are named, each once;
   * `side-keys-changed` while the newest card of one of them, or this party's change of keys in the mechanism, is missing.
   */
  async propose(mechanism: ChannelId, parties: readonly PartyId[]): Promise<SideView> {
    const row = await this.#needs.channelRow(mechanism)
    const held = this.#needs.held(mechanism)
    if (row === undefined || row.status !== 'open' || held === undefined)
      throw new AppError('channel-unknown', 'That channel is not open here.', { field: 'channel' })
    if (readSideCharter(row.charter) !== undefined)
      throw new AppError('channel-unknown', 'A side channel has no side channels of its own.', {
        field: 'channel',
      })
    checkChosen(row, parties)
    if (standingOf(held, row.self, this.#needs.card()) !== 'in-force')
      throw new AppError(
        'side-keys-changed',
        'The change of keys of this node has not reached that channel: change them again to bring it to its end.',
        { field: 'channel' },
      )
    const others: Card[] = []
    for (const party of parties)
      others.push(await cardInForce(held, row, party, (seq) => this.#needs.body(mechanism, party, seq)))
    const founding = await this.#needs.propose(others, sideCharter(mechanism, row.charter))
    return this.#inTurn(async () => {
      await this.#keep({
        id: founding.id,
        mechanism,
        state: 'agreed',
        founding: formatFounding(founding),
        told: {},
      })
      return this.#view(founding.id)
    })
  }

  /**
   * Agrees to a side channel to which another member has invited. Throws AppError `side-unknown`, `side-answered`, and
   * `side-keys-changed` when one of its parties has changed its keys since.
   */
  accept(id: ChannelId): Promise<SideView> {
    return this.#inTurn(async () => {
      const { row, founding } = this.#invited(id)
      this.#checkKeys(row, founding)
      const agreed = await this.#needs.sign(founding)
      const answered: SideRow = { ...row, state: 'agreed', founding: formatFounding(agreed) }
      // After a crash an open channel cannot be agreed to again, and without this head it opens for nobody else.
      await this.#keep(answered)
      if (complete(agreed)) {
        await this.#needs.open(agreed)
        await this.#keep({ ...answered, state: 'open' })
      }
      return this.#view(id)
    })
  }

  /** Declines, and lets the others know. Throws AppError `side-unknown`, `side-answered`. */
  decline(id: ChannelId): Promise<SideView> {
    return this.#inTurn(async () => {
      await this.#keep({ ...this.#invited(id).row, state: 'declined' })
      return this.#view(id)
    })
  }

  pending(channel: HeldChannel, to: PartyId): readonly SideOffer[] {
    const offers: SideOffer[] = []
    for (const { row, founding } of this.#kept.values()) {
      if (row.mechanism !== channel.id || !founding.cards.has(to)) continue
      const offer = offerTo(row, founding, row.told[to])
      if (offer !== undefined) offers.push(offer)
      if (offers.length === OFFERS_MAX) break
    }
    return offers
  }

  async take(
    channel: HeldChannel,
    from: PartyId,
    offers: readonly SideOffer[],
  ): Promise<readonly SideOffer[]> {
    const answers: SideOffer[] = []
    for (const offer of offers) {
      try {
        answers.push(await this.#inTurn(() => this.#takeOne(channel, from, offer)))
      } catch (cause) {
        // One bad offer must not keep the others from being taken.
        const code = cause instanceof AppError ? cause.code : 'side-refused'
        const message = cause instanceof Error ? cause.message : String(cause)
        this.#needs.trouble(channel.id, from, code, `A side channel was offered and refused: ${message}`)
      }
    }
    return answers
  }

  async #takeOne(channel: HeldChannel, from: PartyId, offer: SideOffer): Promise<SideOffer> {
    const kept = this.#kept.get(offer.id)
    const offered = offer.founding === undefined ? undefined : parseFounding(offer.founding)
    if (offered !== undefined && offered.id !== offer.id)
      throw new AppError('side-refused', 'The founding is not that of the channel named.', { field: 'id' })
    if (kept === undefined) {
      // Without the file nothing is known; the answer asks for it.
      if (offered === undefined) return { id: offer.id, heads: 0 }
      await this.#checkInvitation(channel, from, offered)
      // It can never open. The offering member learns it from this answer; nobody here is asked, and nothing is kept.
      if (namesReplaced(channel, offered)) return { id: offer.id, heads: 0, declined: true }
    } else if (kept.row.mechanism !== channel.id || !kept.founding.cards.has(from)) {
      // The channel is not this caller's to know: it is answered as for one that does not exist here.
      return { id: offer.id, heads: 0 }
    }
    const heads = new Map([...(kept?.founding.heads ?? []), ...(offered?.heads ?? [])])
    const founding = kept?.founding ?? offered
    if (founding === undefined) return { id: offer.id, heads: 0 }
    const merged: Founding = { ...founding, heads }
    const before = kept?.row.told[from]
    const there: Told = {
      heads: Math.max(offer.heads, before?.heads ?? 0),
      ...(offer.declined === true || before?.declined === true ? { declined: true } : {}),
      ...(kept?.row.state === 'declined' ? { knowsDecline: true } : {}),
    }
    const state = kept?.row.state ?? 'invited'
    const isWhole = complete(merged)
    if (state === 'agreed' && isWhole) await this.#needs.open(merged)
    const row: SideRow = {
      id: offer.id,
      mechanism: channel.id,
      state: state === 'agreed' && isWhole ? 'open' : state,
      founding: formatFounding(merged),
      told: { ...kept?.row.told, [from]: there },
    }
    if (kept === undefined || JSON.stringify(kept.row) !== JSON.stringify(row)) await this.#keep(row)
    return answerOf(row, merged, offer)
  }

  /** What a member offers is hostile until it has been held against the mechanism that both are members of. */
  async #checkInvitation(channel: HeldChannel, from: PartyId, founding: Founding): Promise<void> {
    const refuse = (message: string, field: string): never => {
      throw new AppError('side-refused', message, { field })
    }
    const invited = [...this.#kept.values()].filter(({ row }) => row.state === 'invited')
    if (invited.length >= INVITED_MAX) refuse('too many invitations wait for an answer here.', 'offers')
    const mechanism = await this.#needs.channelRow(channel.id)
    if (mechanism === undefined) return refuse('the mechanism is not held here.', 'mechanism')
    const charter = readSideCharter(founding.charter)
    if (charter?.mechanism !== channel.id) refuse('its charter does not name this channel.', 'charter')
    if (charter?.charter !== hash('sha256', mechanism.charter, 'hex'))
      refuse('its charter does not name the charter of this channel.', 'charter')
    if (!founding.cards.has(from) || !founding.cards.has(channel.self))
      refuse('it is not between the member that offers it and this one.', 'parties')
    if (!founding.heads.has(from)) refuse('the member that offers it has not agreed to it.', 'heads')
    const { data } = parseGenesis(mechanism.genesis)
    // The newest change of a member may still be on its way here: the offer comes again with the next greeting.
    if (!namesReplaced(channel, founding))
      for (const [party, card] of founding.cards)
        if (standingOf(channel, party, card) === 'unknown')
          refuse(`it names "${party}" with keys that are not known here as that member's.`, 'cards')
    if (founding.cards.size === data.parties.length) refuse('it leaves no member out.', 'parties')
    if (parseGenesis(founding.genesis).data.fold > FOLD_VERSION)
      refuse('it needs a fold that this release does not know.', 'fold')
  }

  /** A key that was replaced may be in wrong hands: whoever has it could agree for a member that is not there. */
  #checkKeys({ mechanism }: SideRow, { cards }: Founding): void {
    const held = this.#needs.held(mechanism)
    if (held === undefined) throw new AppError('channel-unknown', 'The mechanism is not open here.')
    const own = cards.get(held.self)
    const isOwnNewest =
      own !== undefined && keyDocumentHash(own.keys) === keyDocumentHash(this.#needs.card().keys)
    const changed = [...cards].find(([party, card]) => standingOf(held, party, card) !== 'in-force')
    if (changed === undefined && isOwnNewest) return
    throw new AppError(
      'side-keys-changed',
      `"${changed?.[0] ?? held.self}" has changed its keys since that side channel was proposed: decline it, and have it proposed anew.`,
      { field: 'id' },
    )
  }

  async #keep(row: SideRow): Promise<void> {
    await this.#needs.book.put(row)
    this.#kept.set(row.id, { row, founding: parseFounding(row.founding) })
    const held = this.#needs.held(row.mechanism)
    if (held === undefined) return
    // Whoever can be called is called now; whoever calls us is waiting for something to move.
    for (const peer of held.peers)
      if (this.pending(held, peer.party).length > 0) held.needsGreeting.add(peer.party)
    held.moved.hint.notify()
    held.moved.any.notify()
  }

  #invited(id: ChannelId): Kept {
    const kept = this.#kept.get(id)
    if (kept === undefined)
      throw new AppError('side-unknown', 'No side channel of that id was offered here.', { field: 'id' })
    if (kept.row.state !== 'invited')
      throw new AppError('side-answered', `That side channel is ${kept.row.state} here already.`, {
        field: 'id',
      })
    return kept
  }

  #view(id: ChannelId): SideView {
    const kept = this.#kept.get(id)
    if (kept === undefined)
      throw new AppError('side-unknown', 'No side channel of that id was offered here.', { field: 'id' })
    return viewOf(kept)
  }

  /** One change at a time: two answers of two members may bring the last two heads at once. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    return done
  }
}

function checkChosen(row: ChannelRow, parties: readonly PartyId[]): void {
  const others = Object.keys(row.cards).filter((party) => party !== row.self)
  const isChoice =
    parties.length > 0 &&
    parties.length < others.length &&
    new Set(parties).size === parties.length &&
    parties.every((party) => others.includes(party))
  if (!isChoice)
    throw new AppError('party-invalid', 'parties: must name some of the other members, not all, each once.', {
      field: 'parties',
    })
}

function namesReplaced(mechanism: HeldChannel, { cards }: Founding): boolean {
  return [...cards].some(([party, card]) => standingOf(mechanism, party, card) === 'replaced')
}

function offerTo(row: SideRow, founding: Founding, told: Told | undefined): SideOffer | undefined {
  const heads = founding.heads.size
  if (row.state === 'declined')
    return told?.knowsDecline === true ? undefined : { id: row.id, heads, declined: true }
  // Whoever has not agreed passes nothing on: that is for those who have.
  if (row.state === 'invited' || told?.declined === true || (told?.heads ?? 0) >= heads) return undefined
  return { id: row.id, heads, founding: row.founding }
}

function answerOf(row: SideRow, founding: Founding, offer: SideOffer): SideOffer {
  const heads = founding.heads.size
  return {
    id: row.id,
    heads,
    ...(row.state === 'declined' ? { declined: true } : {}),
    ...(row.state !== 'declined' && row.state !== 'invited' && offer.heads < heads
      ? { founding: row.founding }
      : {}),
  }
}

function viewOf({ founding, row }: Kept): SideView {
  const parties = [...founding.cards.keys()]
  return {
    id: row.id,
    mechanism: row.mechanism,
    state: row.state,
    parties,
    agreed: parties.filter((party) => founding.heads.has(party)),
    declined: parties.filter((party) => row.told[party]?.declined === true),
    fingerprint: fingerprintOf(row.id),
  }
}
