import { parseBodies } from './bodies.ts'
import type { SaltedBody } from './bodies.ts'
import { checkBody } from './body.ts'
import { RecordError } from './errors.ts'
import type { RecordErrorCode } from './errors.ts'
import { channelIdOf } from './genesis.ts'
import { canonicalise } from './json.ts'
import { isRotation } from './key-eras.ts'
import { actIdOf, leafHash, parseLeaf } from './leaf.ts'
import { concernsOfficers, readOfficerStep } from './officers.ts'
import type { OfficerStep } from './officers.ts'
import { parseEntries } from './tiles.ts'
import { HASH_BYTES } from './tree.ts'
import type { ChannelId, Hash, Json, Leaf, PartyId } from './types.ts'

/** Faults of one run that are told apart; the rest are counted. */
const MAX_FAULTS_TOLD = 8

/** What does not change between the runs of a feed. Plain data: it crosses to other threads. */
export interface FeedRules {
  readonly channel: ChannelId
  readonly party: PartyId
  readonly leafBytes: number
  readonly bodyBytes: number
  /** Every other party, and how many leaves of its feed are in the file. */
  readonly others: readonly { readonly party: PartyId; readonly size: number }[]
}

/** Leaves that stand side by side in a feed, with their bodies: the work that does not depend on anything before it. */
export interface RunJob {
  readonly rules: FeedRules
  /** Sequence number of the first leaf. */
  readonly from: number
  readonly count: number
  /** Bundle form of tlog-tiles. */
  readonly entries: Uint8Array<ArrayBuffer>
  /** Bundle form of `bodies.ts`. */
  readonly bodies: Uint8Array<ArrayBuffer>
}

export interface Fault {
  readonly code: RecordErrorCode
  readonly message: string
  /** Sequence number of the leaf; undefined when it is the run as a whole. */
  readonly seq: number | undefined
}

/** What came of a run. Plain data, a hundredth of what went in. */
export interface RunReport {
  /** `count` leaf hashes side by side; zero for those that could not be read. */
  readonly hashes: Uint8Array<ArrayBuffer>
  readonly faults: readonly Fault[]
  readonly faultCount: number
  /** Deps of the first and the last leaf that has any, in the order of `rules.others`. */
  readonly firstDeps: readonly number[] | undefined
  readonly lastDeps: readonly number[] | undefined
  /** When the author says that it made the first and the last. */
  readonly firstMade: string | undefined
  readonly lastMade: string | undefined
  /** Acts of each type. */
  readonly types: Readonly<Record<string, number>>
  readonly bodiesHeld: number
  readonly bodiesAbsent: number
  readonly bodyBytes: number
  /** Exhibits that the leaves name, with the size of the sealed file. */
  readonly exhibits: readonly (readonly [sealed: string, bytes: number])[]
  /** Appointments, reliefs, and signatures that hold by themselves, in order. */
  readonly officers: readonly (readonly [seq: number, step: OfficerStep])[]
  /** Changes of the author's keys, each with the canonical JSON of its data. */
  readonly rotations: readonly (readonly [seq: number, data: string])[]
}

/** Checks a run: pure, no state, the same on any thread. Never throws RecordError: what is wrong is in the report. */
export function checkRun(job: RunJob): RunReport {
  return new RunCheck(job).report()
}

class RunCheck {
  readonly #job: RunJob
  readonly #hashes: Uint8Array<ArrayBuffer>
  readonly #faults: Fault[] = []
  #faultCount = 0
  #firstDeps: readonly number[] | undefined
  #lastDeps: readonly number[] | undefined
  #firstMade: string | undefined
  #lastMade: string | undefined
  // Without a prototype: a type is a peer's word and must not meet `constructor`.
  readonly #types: Record<string, number> = Object.create(null)
  #bodiesHeld = 0
  #bodiesAbsent = 0
  #bodyBytes = 0
  readonly #exhibits: [string, number][] = []
  readonly #officers: [number, OfficerStep][] = []
  readonly #rotations: [number, string][] = []

  constructor(job: RunJob) {
    this.#job = job
    this.#hashes = new Uint8Array(job.count * HASH_BYTES)
  }

  report(): RunReport {
    const { from, count, entries, bodies } = this.#job
    const leaves = this.#try(undefined, () => parseEntries(entries, count)) ?? []
    const held = this.#try(undefined, () => parseBodies(bodies, count)) ?? []
    leaves.forEach((bytes, i) => {
      const hash = leafHash(bytes)
      this.#hashes.set(hash, i * HASH_BYTES)
      this.#try(from + i, () => this.#checkLeaf(bytes, hash, from + i, held[i]))
    })
    return {
      hashes: this.#hashes,
      faults: this.#faults,
      faultCount: this.#faultCount,
      firstDeps: this.#firstDeps,
      lastDeps: this.#lastDeps,
      firstMade: this.#firstMade,
      lastMade: this.#lastMade,
      types: { ...this.#types },
      bodiesHeld: this.#bodiesHeld,
      bodiesAbsent: this.#bodiesAbsent,
      bodyBytes: this.#bodyBytes,
      exhibits: this.#exhibits,
      officers: this.#officers,
      rotations: this.#rotations,
    }
  }

  #checkLeaf(bytes: Uint8Array, hash: Hash, seq: number, body: SaltedBody | undefined): void {
    const { rules } = this.#job
    if (seq === 0) {
      if (channelIdOf(bytes) !== rules.channel) throw misplaced('the first leaf must be the genesis')
      if (body !== undefined) throw new RecordError('body-mismatch', 'the genesis has no body')
      return
    }
    const leaf = parseLeaf(bytes, rules.leafBytes)
    if (leaf.party !== rules.party) throw misplaced(`its author must be ${rules.party}`)
    if (leaf.seq !== seq) throw misplaced(`its number must be ${seq}`)
    this.#types[leaf.type] = (this.#types[leaf.type] ?? 0) + 1
    this.#firstMade ??= leaf.made
    this.#lastMade = leaf.made
    this.#checkDeps(leaf)
    this.#checkBody(leaf, body)
    this.#noteExhibits(leaf.data['exhibits'])
    if (isRotation(leaf.type)) this.#rotations.push([seq, canonicalise(leaf.data)])
    if (concernsOfficers(leaf.type)) {
      const step = readOfficerStep(rules.channel, actIdOf(hash), leaf)
      if (step !== undefined) this.#officers.push([seq, step])
    }
  }

  #checkDeps(leaf: Leaf): void {
    const { others } = this.#job.rules
    if (Object.keys(leaf.deps).length !== others.length) throw strangeDeps()
    const before = this.#lastDeps
    const deps: number[] = []
    for (const [i, { party, size }] of others.entries()) {
      const seen = leaf.deps[party]
      if (seen === undefined) throw strangeDeps()
      if (seen < (before?.[i] ?? 1)) throw decreasing(party)
      if (seen > size) {
        throw new RecordError('deps-future', `it has seen ${seen} leaves of ${party}, the file has ${size}`)
      }
      deps.push(seen)
    }
    this.#firstDeps ??= deps
    this.#lastDeps = deps
  }

  #checkBody(leaf: Leaf, body: SaltedBody | undefined): void {
    if (leaf.body === undefined) {
      if (body !== undefined) throw new RecordError('body-mismatch', 'a body stands where the leaf has none')
      return
    }
    if (leaf.body.size > this.#job.rules.bodyBytes) {
      throw new RecordError('body-too-large', 'its body is larger than the genesis allows')
    }
    if (body === undefined) {
      this.#bodiesAbsent++
      return
    }
    checkBody(leaf.body, body.salt, body.bytes)
    this.#bodiesHeld++
    this.#bodyBytes += body.bytes.length
  }

  /** What the acts mean is the vocabulary's to say; that they name a sealed file by its hash is enough here. */
  #noteExhibits(exhibits: Json | undefined): void {
    if (!Array.isArray(exhibits)) return
    for (const exhibit of exhibits) {
      if (typeof exhibit !== 'object' || exhibit === null || Array.isArray(exhibit)) continue
      const { sealed, sealedBytes } = exhibit
      if (typeof sealed === 'string' && typeof sealedBytes === 'number')
        this.#exhibits.push([sealed, sealedBytes])
    }
  }

  #try<T>(seq: number | undefined, check: () => T): T | undefined {
    try {
      return check()
    } catch (error) {
      if (!(error instanceof RecordError)) throw error
      this.#faultCount++
      const { code, message } = error
      if (this.#faults.length < MAX_FAULTS_TOLD) this.#faults.push({ code, message, seq })
      return undefined
    }
  }
}

/** An author may not forget what it had seen: deps are the only clock that the record trusts. */
export function decreasing(party: PartyId): RecordError {
  return new RecordError('deps-decreasing', `its deps of ${party} are lower than those of a leaf before it`)
}

function strangeDeps(): RecordError {
  return new RecordError('deps-party-unknown', 'its deps must name every other party once')
}

function misplaced(rule: string): RecordError {
  return new RecordError('leaf-misplaced', `the leaf stands elsewhere than it says: ${rule}`)
}
