import { createHash } from 'node:crypto'
import { ArchiveReader } from './archive-reader.ts'
import type { ArchivePart, CarriedBundle, MemberBody } from './archive-reader.ts'
import { CHARTER_NAME, exhibitName } from './archive.ts'
import { RecordError } from './errors.ts'
import { fingerprintOf } from './genesis.ts'
import type { Card, GenesisLeaf, PartyId } from './types.ts'
import { checkRun } from './verify-bundle.ts'
import { CardCheck } from './verify-cards.ts'
import { doubtsOf } from './verify-doubts.ts'
import { FeedCheck } from './verify-feed.ts'
import type { NamedExhibits } from './verify-feed.ts'
import type { RunChecker } from './verify-queue.ts'
import { Findings } from './verify-report.ts'
import type { VerifiedFeed, VerifiedLeaf, VerifiedRecord } from './verify-report.ts'

export interface VerifyOptions {
  /** Cards that the reader got by another way and parsed with `parseCard`: they tie the keys in the file to parties. */
  readonly cards?: readonly Card[]
  /** Checks runs of leaves elsewhere; on this thread unless told. */
  readonly checkRun?: RunChecker
  /** Gets each leaf that has passed every check, in the order of its feed, one feed after another. */
  readonly onLeaves?: (party: PartyId, leaves: readonly VerifiedLeaf[]) => void | Promise<void>
  /** Reads no further once something is wrong, for whoever only asks whether the file is good. */
  readonly stopAtFirst?: boolean
  /** Sees each part of the file before it is checked; must not read what is in it. */
  readonly watch?: (part: ArchivePart) => void
}

/**
 * Verifies a carried file from its bytes alone, front to back, memory flat. What is wrong becomes a finding, what the
 * file cannot show a doubt; the only errors thrown are those of the source itself.
 */
export async function verifyRecord(
  source: AsyncIterable<Uint8Array>,
  options: VerifyOptions = {},
): Promise<VerifiedRecord> {
  const check = new RecordCheck(options)
  const reader = new ArchiveReader(source)
  try {
    for await (const part of reader.parts()) {
      options.watch?.(part)
      await check.take(part)
      if (options.stopAtFirst === true && check.isWrong) {
        await check.leave()
        break
      }
    }
  } catch (error) {
    await check.stop(reader.where, error)
  }
  return check.result()
}

class RecordCheck {
  readonly #options: VerifyOptions
  readonly #findings = new Findings()
  #sizes: Readonly<Record<PartyId, number>> = {}
  #cards: CardCheck | undefined
  #feed: FeedCheck | undefined
  readonly #feeds: VerifiedFeed[] = []
  readonly #named: NamedExhibits = new Map()
  readonly #exhibits = new Map<string, number>()
  #stopped = false

  constructor(options: VerifyOptions) {
    this.#options = options
  }

  async take(part: ArchivePart): Promise<void> {
    switch (part.kind) {
      case 'manifest':
        this.#sizes = part.manifest.feeds
        return
      case 'genesis':
        return this.#found(part.bytes, part.genesis)
      case 'charter':
        return this.#charter(part.body)
      case 'card':
        return this.#cards?.take(part.party, part.bytes)
      case 'keys':
        return this.#cards?.turn(part.party, part.turn)
      case 'head':
        this.#feed = this.#begin(part.party, part.size)
        return this.#feed.head(part.note)
      case 'receipt':
        return this.#feed?.receipt(part.by, part.note)
      case 'tile':
        return this.#feed?.tile(part, part.bytes)
      case 'bundle':
        return this.#bundle(part)
      case 'feed-end':
        return this.#endFeed()
      case 'exhibit':
        return this.#exhibit(part.sealed, part.body)
    }
  }

  get isWrong(): boolean {
    return this.#findings.count > 0
  }

  /** Leaves the rest of the file unread. */
  async leave(): Promise<void> {
    this.#stopped = true
    await this.#endFeed()
  }

  /** The file breaks off or is not laid out as it must be. */
  async stop(where: string, error: unknown): Promise<void> {
    this.#findings.caught(where, error)
    await this.leave()
  }

  result(): VerifiedRecord {
    this.#cards?.settle()
    const parties = this.#cards?.parties() ?? []
    const absent = [...this.#named.keys()].filter((sealed) => !this.#exhibits.has(sealed)).length
    const bytes = [...this.#exhibits.values()].reduce((sum, size) => sum + size, 0)
    const exhibits = { held: this.#exhibits.size, absent, bytes, names: [...this.#exhibits.keys()] }
    const told = { parties, feeds: this.#feeds, exhibits }
    return {
      kind: 'record',
      channel: this.#cards?.channel,
      fingerprint: this.#cards === undefined ? [] : fingerprintOf(this.#cards.channel),
      founded: this.#cards?.genesis.made,
      ...told,
      findings: this.#findings.list,
      findingCount: this.#findings.count,
      couldNotTell: doubtsOf(told, this.#stopped),
    }
  }

  #found(bytes: Uint8Array, genesis: GenesisLeaf): void {
    this.#cards = new CardCheck(bytes, genesis, this.#options.cards ?? [], this.#findings)
  }

  async #charter(body: MemberBody): Promise<void> {
    const hasher = createHash('sha256')
    for await (const piece of body.pieces()) hasher.update(piece)
    if (hasher.digest('hex') === this.#cards?.genesis.data.charter) return
    this.#findings.add(CHARTER_NAME, 'charter-mismatch', 'the charter must be the one that the genesis names')
  }

  #begin(party: PartyId, size: number): FeedCheck {
    this.#cards?.settle()
    const { limits, parties = [] } = this.#cards?.genesis.data ?? {}
    const others = parties.filter(({ id }) => id !== party)
    const rules = {
      channel: this.#cards?.channel ?? '',
      party,
      leafBytes: limits?.leafBytes ?? 0,
      bodyBytes: limits?.bodyBytes ?? 0,
      others: others.map(({ id }) => ({ party: id, size: this.#sizes[id] ?? 0 })),
    }
    return new FeedCheck(rules, size, this.#cards?.keys ?? new Map(), this.#findings, this.#named, {
      checkRun: this.#options.checkRun ?? checkHere,
      onLeaves: this.#options.onLeaves,
      turns: this.#cards?.turnsOf(party) ?? [],
    })
  }

  async #bundle(part: CarriedBundle): Promise<void> {
    await this.#feed?.bundle(part)
  }

  async #endFeed(): Promise<void> {
    const feed = this.#feed
    this.#feed = undefined
    if (feed !== undefined) this.#feeds.push(await feed.finish())
  }

  async #exhibit(sealed: string, body: MemberBody): Promise<void> {
    const { sizeBytes } = body
    const hasher = createHash('sha256')
    for await (const piece of body.pieces()) hasher.update(piece)
    this.#findings.try(exhibitName(sealed), () => {
      const named = this.#named.get(sealed)
      if (named === undefined)
        throw new RecordError('exhibit-unnamed', 'no act in the file names this exhibit')
      if (!named.has(sizeBytes) || hasher.digest('hex') !== sealed) {
        throw new RecordError('exhibit-mismatch', 'the exhibit must have the size and hash that an act names')
      }
      this.#exhibits.set(sealed, sizeBytes)
    })
  }
}

function checkHere(...job: Parameters<RunChecker>): ReturnType<RunChecker> {
  return Promise.resolve(checkRun(...job))
}
