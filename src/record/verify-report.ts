import { RecordError } from './errors.ts'
import type { RecordErrorCode } from './errors.ts'
import type { ActId, ChannelId, Instant, Leaf, PartyId } from './types.ts'
import type { SaltedBody } from './bodies.ts'

/** Something that is wrong, and where in the file. */
export interface Finding {
  readonly code: RecordErrorCode
  /** A member of the file, and a leaf of it where one is meant. */
  readonly where: string
  readonly message: string
}

/** What a file by itself cannot show. */
export type DoubtCode =
  /** No card was given by the reader for this party: its keys are what the file says they are. */
  | 'keys-unanchored'
  /** A party has not receipted the newest acts of a feed, as far as the file tells. */
  | 'receipt-missing'
  /** Bodies that leaves commit to are not in the file: their content cannot be told. */
  | 'bodies-absent'
  /** Exhibits that acts name are not in the file. */
  | 'exhibits-absent'
  /** Exhibits are sealed: that their plain bytes are those committed to takes a recipient's key. */
  | 'exhibits-sealed'
  /** Whoever put the acts of one matter together may have left some out. */
  | 'matter-partial'
  /** Officers have signed whose appointments are not in the file. */
  | 'officers-unappointed'
  /** Reading stopped at a fault: what comes after it was not looked at. */
  | 'not-read'

export interface Doubt {
  readonly code: DoubtCode
  readonly message: string
  /** Whose feed, keys or bodies. */
  readonly party?: PartyId
  /** Whose receipt. */
  readonly by?: PartyId
  /** How many acts, bodies or exhibits. */
  readonly count?: number
}

export interface VerifiedParty {
  readonly id: PartyId
  /** As its card says; undefined when the card is not whole. */
  readonly name: string | undefined
  /** Whether a card given by the reader has the same keys. */
  readonly anchored: boolean
}

export interface VerifiedReceipt {
  readonly by: PartyId
  readonly size: number
  /** POSIX seconds, as the cosigner says. */
  readonly at: number
}

export interface VerifiedFeed {
  readonly party: PartyId
  readonly size: number
  /** Hex; undefined when the head is not good. */
  readonly root: string | undefined
  /** POSIX seconds of the head, as its author says. */
  readonly headAt: number | undefined
  readonly receipts: readonly VerifiedReceipt[]
  readonly bodies: { readonly held: number; readonly absent: number; readonly bytes: number }
  /** Officers' signatures that hold, by officers who were in office. */
  readonly attestations: number
  /** Acts of each type. */
  readonly types: Readonly<Record<string, number>>
  /** How much of every other feed its newest act had admitted; empty when there is no act. */
  readonly deps: Readonly<Record<PartyId, number>>
  readonly firstMade: Instant | undefined
  readonly lastMade: Instant | undefined
}

/** What a carried file shows. It is good when there are no findings; doubts are not faults. */
export interface VerifiedRecord {
  readonly kind: 'record'
  readonly channel: ChannelId | undefined
  /** Eight numbers from 0 to 2047, for words to be read aloud. */
  readonly fingerprint: readonly number[]
  readonly founded: Instant | undefined
  readonly parties: readonly VerifiedParty[]
  readonly feeds: readonly VerifiedFeed[]
  readonly exhibits: {
    readonly held: number
    readonly absent: number
    readonly bytes: number
    /** Hex SHA-256 names of those that are in the file and good. */
    readonly names: readonly string[]
  }
  /** At most `MAX_FINDINGS`; `findingCount` counts all. */
  readonly findings: readonly Finding[]
  readonly findingCount: number
  readonly couldNotTell: readonly Doubt[]
}

/** A leaf that has passed every check of the file it stands in. */
export interface VerifiedLeaf {
  readonly id: ActId
  readonly seq: number
  readonly leaf: Leaf
  readonly body: SaltedBody | undefined
}

/** Findings listed one by one: a file that is wrong everywhere must not fill the memory. */
export const MAX_FINDINGS = 100

/** Collects what is wrong. */
export class Findings {
  readonly list: Finding[] = []
  #count = 0

  get count(): number {
    return this.#count
  }

  add(where: string, code: RecordErrorCode, message: string): void {
    this.more(1)
    if (this.list.length < MAX_FINDINGS) this.list.push({ code, where, message })
  }

  /** Counts faults that are not told one by one. */
  more(count: number): void {
    this.#count += count
  }

  /** Runs a check; what it refuses becomes a finding, and its result is then undefined. */
  try<T>(where: string, check: () => T): T | undefined {
    try {
      return check()
    } catch (error) {
      this.caught(where, error)
      return undefined
    }
  }

  /** As `try`, for a check that waits. */
  async tryAsync<T>(where: string, check: () => Promise<T>): Promise<T | undefined> {
    try {
      return await check()
    } catch (error) {
      this.caught(where, error)
      return undefined
    }
  }

  /** Anything but a RecordError is no finding but a fault of the program or of the disk, and goes on. */
  caught(where: string, error: unknown): void {
    if (!(error instanceof RecordError)) throw error
    this.add(where, error.code, error.message)
  }
}
