import {
  type Card,
  type ChannelId,
  type PartyId,
  fingerprintOf,
  parseCard,
  parseGenesis,
} from '../record/index.ts'
import { type Clock, Serial } from '../exchange/index.ts'
import type { ChannelRow, Store } from '../store/index.ts'
import { cardIn } from './card-in.ts'
import { AppError } from './errors.ts'
import type { FoundingBook } from './founding-book.ts'
import { complete, type Founding, formatFounding, parseFounding } from './founding.ts'
import { type Kept, type KnownFounding, knownOf, withHeads } from './known-founding.ts'
import { readSideCharter } from './side-charter.ts'

export interface FoundingsNeeds {
  readonly party: PartyId
  readonly clock: Clock
  readonly store: Pick<Store, 'channels' | 'dropProposed' | 'feed'>
  readonly book: FoundingBook
  /** As the node does it. */
  readonly propose: (others: readonly Card[], charter: Uint8Array) => Promise<Founding>
  readonly sign: (founding: Founding) => Promise<Founding>
  readonly open: (founding: Founding) => Promise<Founding>
}

/**
 * Channels that are founded by a file which people hand round. At the screens nothing opens before somebody here has
 * entered the fingerprint that the other side read aloud: whoever stands between the parties can put their own keys
 * into every card and every file, and cannot change what is said on the telephone.
 */
export class Foundings {
  readonly #needs: FoundingsNeeds
  readonly #turn = new Serial()
  /** Founding files as they were read: each holds many signatures to verify. */
  readonly #read = new Map<string, Founding>()

  constructor(needs: FoundingsNeeds) {
    this.#needs = needs
  }

  /** Every founding by file, the newest first; side channels are founded over the links and stand elsewhere. */
  async list(): Promise<KnownFounding[]> {
    const channels = await this.#needs.store.channels()
    const kept = await this.#kept(channels)
    return kept
      .map((one) => knownOf(one, this.#needs.party, channels))
      .toSorted((a, b) => b.takenMs - a.takenMs)
  }

  /** Throws AppError `founding-unknown`. */
  async one(id: ChannelId): Promise<KnownFounding> {
    const channels = await this.#needs.store.channels()
    const kept = (await this.#kept(channels)).find(({ row }) => row.id === id)
    if (kept === undefined)
      throw new AppError('founding-unknown', 'founding: no channel of that id is being founded here.', {
        field: 'founding',
      })
    return knownOf(kept, this.#needs.party, channels)
  }

  /**
   * Proposes a channel with the holders of these cards, and agrees to it. `field` names the list of cards, or the argument.
   * Throws AppError `party-invalid`, `card-unexpected`, `side-refused`, RecordError `card-*` and `key-*`, and
   * InstrumentError `charter-*`.
   */
  propose(
    cards: readonly string[],
    charter: Uint8Array,
    field: (at: number) => string,
  ): Promise<KnownFounding> {
    const read = cards.map((text, at) => cardIn(text, field(at)))
    const parties = [this.#needs.party, ...read.map(({ keys }) => keys.party)]
    const twice = parties.findIndex((party, at) => parties.indexOf(party) < at)
    if (twice !== -1) {
      const name = field(twice - 1)
      const message = `${name}: must be the card of another party, and of each one only; "${parties[twice]}" would be named twice.`
      throw new AppError('party-invalid', message, { field: name })
    }
    requireOwnCharter(charter)
    return this.#turn.run(async () => {
      const founding = await this.#needs.propose(read, charter)
      await this.#keep(founding, this.#needs.clock.now(), null)
      return this.one(founding.id)
    })
  }

  /**
   * Takes a founding file in: a proposal that is new here waits for an answer, and to one that is known the heads are
   * added of who has agreed since. Throws as `parseFounding`, and AppError `card-unexpected`, `side-refused`.
   */
  take(file: string): Promise<KnownFounding> {
    const offered = parseFounding(file)
    requireOwnCharter(offered.charter)
    if (!offered.cards.has(this.#needs.party))
      throw new AppError(
        'card-unexpected',
        `founding: must name this node's party "${this.#needs.party}"; it is between ${[...offered.cards.keys()].join(', ')}.`,
        { field: 'founding' },
      )
    return this.#turn.run(async () => {
      const known = await this.one(offered.id).catch(ifUnknown)
      const merged = known === undefined ? offered : withHeads(known.founding, offered.heads)
      await this.#keep(merged, known?.takenMs ?? this.#needs.clock.now(), known?.confirmedMs ?? null)
      return this.#opened(offered.id)
    })
  }

  /** What the other side read aloud, as numbers. Throws AppError `founding-unknown`, `fingerprint-wrong`. */
  confirm(id: ChannelId, heard: readonly number[]): Promise<KnownFounding> {
    return this.#turn.run(async () => {
      const { confirmedMs, founding, takenMs } = await this.one(id)
      const shown = fingerprintOf(id)
      if (heard.length !== shown.length || shown.some((number, at) => heard[at] !== number))
        throw new AppError(
          'fingerprint-wrong',
          'fingerprint: is not that of this founding: somebody may stand between you. Agree to nothing, and exchange the cards again by another way.',
          { field: 'fingerprint' },
        )
      await this.#keep(founding, takenMs, confirmedMs ?? this.#needs.clock.now())
      return this.#opened(id)
    })
  }

  /** Agrees to a proposal. Throws AppError `founding-unknown`, `fingerprint-unconfirmed`, and as `sign` of founding. */
  accept(id: ChannelId): Promise<KnownFounding> {
    return this.#turn.run(async () => {
      const { confirmedMs, founding, takenMs } = await this.one(id)
      if (confirmedMs === null)
        throw new AppError(
          'fingerprint-unconfirmed',
          'fingerprint: must be compared aloud and confirmed before you agree.',
          { field: 'fingerprint' },
        )
      return this.#agreed(founding, takenMs, confirmedMs)
    })
  }

  /** At a start: opens what was agreed to and confirmed here when the node was cut off. */
  resume(): Promise<void> {
    return this.#turn.run(async () => {
      for (const { confirmedMs, id } of await this.#needs.book.all())
        if (confirmedMs !== null) await this.#opened(id)
    })
  }

  /** Takes a proposal back, or declines one: this node forgets it. Throws AppError `founding-unknown`, `channel-exists`. */
  withdraw(id: ChannelId): Promise<void> {
    return this.#turn.run(async () => {
      const { state } = await this.one(id)
      if (state === 'open')
        throw new AppError(
          'channel-exists',
          'founding: the channel is open; an open one is never forgotten.',
          {
            field: 'founding',
          },
        )
      await this.#needs.store.dropProposed(id)
      await this.#needs.book.remove(id)
    })
  }

  /**
   * At the machine itself, where whoever types it has been told to compare the words: agrees at once, and opens the channel
   * when all have. Said again of a channel that is open, it gives the file again: whoever asked may have been cut off before
   * it was written. Throws as `take` and `sign` of founding.
   */
  agreeTo(file: string): Promise<KnownFounding> {
    return this.#byFile(file, async (merged, known) => {
      if (known?.state === 'open' && complete(known.founding)) return known
      return this.#agreed(merged, known?.takenMs ?? this.#needs.clock.now(), known?.confirmedMs ?? null)
    })
  }

  /** Likewise: opens the channel of a file in which all have agreed. Throws as `open` of founding. */
  openBy(file: string): Promise<KnownFounding> {
    return this.#byFile(file, async (merged, known) => {
      const opened = await this.#needs.open(merged)
      await this.#keep(opened, known?.takenMs ?? this.#needs.clock.now(), known?.confirmedMs ?? null)
      return this.one(opened.id)
    })
  }

  #byFile(
    file: string,
    work: (merged: Founding, known: KnownFounding | undefined) => Promise<KnownFounding>,
  ): Promise<KnownFounding> {
    const offered = parseFounding(file)
    requireOwnCharter(offered.charter)
    return this.#turn.run(async () => {
      const known = await this.one(offered.id).catch(ifUnknown)
      return work(known === undefined ? offered : withHeads(known.founding, offered.heads), known)
    })
  }

  /** The file is kept before the channel opens: without our head in it the others could never open theirs. */
  async #agreed(founding: Founding, takenMs: number, confirmedMs: number | null): Promise<KnownFounding> {
    const signed = await this.#needs.sign(founding)
    await this.#keep(signed, takenMs, confirmedMs)
    if (complete(signed)) await this.#needs.open(signed)
    return this.one(signed.id)
  }

  /** Opens the channel when all have agreed and the fingerprint is confirmed. */
  async #opened(id: ChannelId): Promise<KnownFounding> {
    const known = await this.one(id)
    if (known.state !== 'unconfirmed' || known.confirmedMs === null) return known
    await this.#needs.open(known.founding)
    return this.one(id)
  }

  async #keep(founding: Founding, takenMs: number, confirmedMs: number | null): Promise<void> {
    const file = formatFounding(founding)
    await this.#needs.book.put({ id: founding.id, file, takenMs, confirmedMs })
    this.#read.set(file, founding)
  }

  /** Those in the book, and channels that were founded before there was one. */
  async #kept(channels: readonly ChannelRow[]): Promise<Kept[]> {
    const rows = await this.#needs.book.all()
    for (const file of this.#read.keys()) if (!rows.some((row) => row.file === file)) this.#read.delete(file)
    const kept = rows.map((row) => ({ row, founding: this.#parsed(row.file) }))
    for (const channel of channels) {
      if (rows.some(({ id }) => id === channel.id) || readSideCharter(channel.charter) !== undefined) continue
      const founding = await this.#ofChannel(channel)
      const takenMs = Date.parse(parseGenesis(channel.genesis).made)
      kept.push({ founding, row: { id: channel.id, file: '', takenMs, confirmedMs: null } })
    }
    return kept
  }

  #parsed(file: string): Founding {
    const founding = this.#read.get(file) ?? parseFounding(file)
    this.#read.set(file, founding)
    return founding
  }

  async #ofChannel({ cards, charter, genesis, id, self }: ChannelRow): Promise<Founding> {
    const parties = parseGenesis(genesis).data.parties.map((party) => party.id)
    const first = await this.#needs.store.feed(id, self)
    const heads: [PartyId, string][] =
      first?.head !== undefined && first.size === 1 ? [[self, first.head]] : []
    return {
      id,
      genesis,
      charter,
      cards: new Map(parties.map((party) => [party, parseCard(cards[party] ?? '')])),
      heads: new Map(heads),
    }
  }
}

/** A side channel stands under the charter of a mechanism that its node is a member of; only the links can show that. */
function requireOwnCharter(charter: Uint8Array): void {
  if (readSideCharter(charter) === undefined) return
  throw new AppError(
    'side-refused',
    'charter: is that of a side channel, which is founded over the links of its mechanism.',
    { field: 'charter' },
  )
}

function ifUnknown(cause: unknown): undefined {
  if (cause instanceof AppError && cause.code === 'founding-unknown') return undefined
  throw cause
}
