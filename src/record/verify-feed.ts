import { feedName, keysName, receiptPath } from './archive.ts'
import type { TilePlace } from './archive.ts'
import type { CarriedBundle } from './archive-reader.ts'
import { bodyRuns, parseBodies } from './bodies.ts'
import { verifyHead } from './checkpoint.ts'
import { unstamp } from './cosigned-message.ts'
import { receiptFromLines, verifyReceiptNote } from './cosignature.ts'
import type { ChannelKeys } from './cosignature.ts'
import { RecordError } from './errors.ts'
import { canonicalise } from './json.ts'
import { keysAt } from './key-eras.ts'
import { actIdOf } from './leaf.ts'
import { parseNote } from './note.ts'
import { OfficerBook } from './officers.ts'
import { encodeEntries, entriesPath, parseEntries } from './tiles.ts'
import { HASH_BYTES, TILE_WIDTH } from './tree.ts'
import type { Head, Leaf, PartyId, Receipt } from './types.ts'
import { decreasing } from './verify-bundle.ts'
import type { FeedRules, RunJob, RunReport } from './verify-bundle.ts'
import type { Findings, VerifiedFeed, VerifiedLeaf, VerifiedReceipt } from './verify-report.ts'
import { CarriedTiles } from './verify-tiles.ts'
import { RunQueue } from './verify-queue.ts'
import type { RunChecker } from './verify-queue.ts'

/** Bodies of one run: beyond it a bundle is checked in parts, so that what is in flight stays small. */
const RUN_BYTES: number = 4 * 1024 * 1024
/** Types counted apart in one feed; a feed of one hostile type per leaf must not fill the memory. */
const MAX_TYPES = 1_000

/** Sizes that acts may give one exhibit: a hostile act that names another's with a wrong size must not make it wrong. */
const MAX_SIZES_NAMED = 8

/** Exhibits that acts name, with the sizes that they give them. */
export type NamedExhibits = Map<string, Set<number>>

export interface FeedCheckOptions {
  readonly checkRun: RunChecker
  readonly onLeaves: ((party: PartyId, leaves: readonly VerifiedLeaf[]) => void | Promise<void>) | undefined
  /** Heads that end with the changes of the party's keys that its keys were taken from. */
  readonly turns: readonly Head[]
}

/** One feed of a carried file: its head, its tiles against the head, its leaves against the tiles. */
export class FeedCheck {
  readonly #rules: FeedRules
  readonly #size: number
  readonly #keys: ChannelKeys
  readonly #findings: Findings
  readonly #onLeaves: FeedCheckOptions['onLeaves']
  readonly #queue: RunQueue
  readonly #named: NamedExhibits
  #head: Head | undefined
  #headAt: number | undefined
  #pending: { head: Head; receipt: VerifiedReceipt | undefined; where: string }[] = []
  /** Changes of keys that the leaves have still to bear out: number of the leaf to its data. */
  readonly #turns: Map<number, string>
  readonly #receipts: VerifiedReceipt[] = []
  readonly #tiles: CarriedTiles
  /** True once the tiles lead to the signed root: a leaf that matches them is what was signed. */
  #tied = false
  #tilesDone = false
  #lastDeps: readonly number[] | undefined
  #firstMade: string | undefined
  #lastMade: string | undefined
  readonly #types = new Map<string, number>()
  #bodies = { held: 0, absent: 0, bytes: 0 }
  readonly #officers = new OfficerBook()
  #attestations = 0

  /** `named` collects the exhibits that leaves name. */
  constructor(
    rules: FeedRules,
    size: number,
    keys: ChannelKeys,
    findings: Findings,
    named: NamedExhibits,
    options: FeedCheckOptions,
  ) {
    this.#rules = rules
    this.#size = size
    this.#keys = keys
    this.#findings = findings
    this.#named = named
    this.#tiles = new CarriedTiles(rules.party, findings)
    this.#onLeaves = options.onLeaves
    this.#queue = new RunQueue(options.checkRun)
    const { later } = keys.get(rules.party) ?? { later: [] }
    this.#turns = new Map(later.map(({ from, rotation }) => [from - 2, canonicalise(rotation)]))
    for (const head of options.turns)
      this.#pending.push({ head, receipt: undefined, where: keysName(rules.party, head.size) })
  }

  head(note: Uint8Array): void {
    const where = this.#name('checkpoint')
    const keys = this.#keys.get(this.#rules.party)
    // Without keys the card has been found wrong already.
    if (keys === undefined) return
    this.#findings.try(where, () => {
      const head = verifyHead(note, keys)
      if (head.size !== this.#size) {
        throw new RecordError('archive-malformed', `the head is over ${head.size} leaves, not ${this.#size}`)
      }
      this.#headAt = stampedAt(head.note, keysAt(keys, head.size).head.mldsa44.id)
      this.#head = head
    })
  }

  /** Whether the head that it cosigns lies on this tree is told when the tiles are there. */
  receipt(by: PartyId, note: Uint8Array): void {
    const { channel, party } = this.#rules
    const where = this.#name(receiptPath(by))
    if (!this.#keys.has(party) || !this.#keys.has(by)) return
    this.#findings.try(where, () => {
      const { head, receipt } =
        this.#ownHeadReceipt(by, note) ?? verifyReceiptNote(note, channel, party, this.#keys)
      if (receipt.by !== by) {
        throw new RecordError('receipt-key-foreign', `it must be the receipt of ${by}, not of ${receipt.by}`)
      }
      if (head.size > this.#size) {
        throw new RecordError('archive-malformed', 'a receipt must not be over more leaves than the file has')
      }
      this.#pending.push({ head, receipt: { by, size: receipt.size, at: receipt.at }, where })
    })
  }

  /** A receipt over the very head of the file, whose two signatures were checked a moment ago. */
  #ownHeadReceipt(by: PartyId, note: Uint8Array): { head: Head; receipt: Receipt } | undefined {
    const head = this.#head
    const text = Buffer.from(note.buffer, note.byteOffset, note.length).toString()
    if (head === undefined || !text.startsWith(head.note)) return undefined
    const lines = text.slice(head.note.length)
    return { head, receipt: receiptFromLines(head, lines, this.#rules.channel, by, this.#keys) }
  }

  tile(place: TilePlace, bytes: Uint8Array): void {
    this.#tiles.add(place, bytes)
  }

  async bundle(bundle: CarriedBundle): Promise<void> {
    if (!this.#tilesDone) await this.#closeTiles()
    const { index, width } = bundle
    const tile = bundle.tile ?? this.#tiles.get(0, index) ?? new Uint8Array(0)
    if (bundle.tile !== undefined) this.#tiles.checkLink(0, index, bundle.tile)
    await this.#checkReceipts(index, tile)
    const where = this.#name(entriesPath(index, width))
    let leaves: Uint8Array[] | undefined
    let done = 0
    for await (const run of bodyRuns(width, bundle.bodies.sizeBytes, RUN_BYTES, (n) =>
      bundle.bodies.read(n),
    )) {
      let { entries } = bundle
      if (run.count < width) {
        leaves ??= parseEntries(bundle.entries, width)
        entries = new Uint8Array(encodeEntries(leaves.slice(done, done + run.count)))
      }
      const from = index * TILE_WIDTH + done
      const hashes = tile.subarray(done * HASH_BYTES, (done + run.count) * HASH_BYTES)
      await this.#submit(
        { rules: this.#rules, from, count: run.count, entries, bodies: run.bytes },
        hashes,
        where,
      )
      done += run.count
    }
  }

  async finish(): Promise<VerifiedFeed> {
    await this.#queue.drain()
    for (const seq of this.#turns.keys())
      this.#findings.add(
        keysName(this.#rules.party, seq + 1),
        'rotation-refused',
        'the feed must bear it out',
      )
    return {
      party: this.#rules.party,
      size: this.#size,
      root: this.#tied && this.#head !== undefined ? Buffer.from(this.#head.root).toString('hex') : undefined,
      headAt: this.#headAt,
      receipts: this.#receipts,
      bodies: this.#bodies,
      attestations: this.#attestations,
      types: Object.fromEntries(this.#types),
      deps: this.#deps(),
      firstMade: this.#firstMade,
      lastMade: this.#lastMade,
    }
  }

  #deps(): Record<PartyId, number> {
    const last = this.#lastDeps
    if (last === undefined) return {}
    return Object.fromEntries(this.#rules.others.map(({ party }, i) => [party, last[i] ?? 0]))
  }

  async #submit(job: RunJob, hashes: Uint8Array, where: string): Promise<void> {
    // The job's memory may go to another thread; whoever wants the leaves gets them from a copy.
    const kept = this.#onLeaves && { entries: job.entries.slice(), bodies: job.bodies.slice() }
    await this.#queue.add(job, async (report) => {
      const sound = this.#takeReport(job, report, hashes, where)
      if (sound && kept !== undefined) await this.#hand(job, kept, report)
    })
  }

  /** True when every leaf of the run is as it must be, and is what the author signed. */
  #takeReport(job: RunJob, report: RunReport, hashes: Uint8Array, where: string): boolean {
    for (const { code, message, seq } of report.faults) {
      this.#findings.add(seq === undefined ? where : `${where}, leaf ${seq}`, code, message)
    }
    this.#findings.more(report.faultCount - report.faults.length)
    const matches = Buffer.compare(report.hashes, hashes) === 0
    if (!matches && report.faults.every((fault) => fault.seq !== undefined)) {
      this.#findings.add(where, 'root-mismatch', 'the leaves must be those whose hashes are in the tile')
    }
    const ordered = this.#takeDeps(report, `${where}, leaf ${job.from}`)
    const inOffice = this.#takeOfficers(report, where)
    const borneOut = this.#takeRotations(report, where)
    this.#count(report)
    return matches && ordered && inOffice && borneOut && report.faultCount === 0 && this.#tied
  }

  #takeDeps(report: RunReport, where: string): boolean {
    const { firstDeps, lastDeps } = report
    const lower = this.#rules.others.find(
      (_, i) => (firstDeps?.[i] ?? Number.MAX_SAFE_INTEGER) < (this.#lastDeps?.[i] ?? 0),
    )
    if (lower !== undefined) this.#findings.caught(where, decreasing(lower.party))
    this.#lastDeps = lastDeps ?? this.#lastDeps
    return lower === undefined
  }

  /** True when every signature of an officer in the run is by one who was in office at its place in the feed. */
  #takeOfficers(report: RunReport, where: string): boolean {
    const before = this.#findings.count
    for (const [seq, step] of report.officers) {
      this.#findings.try(`${where}, leaf ${seq}`, () => {
        this.#officers.take(step)
        if (step.kind === 'sign') this.#attestations++
      })
    }
    return this.#findings.count === before
  }

  /** True when the changes of keys in the run are those that the keys were taken from. */
  #takeRotations(report: RunReport, where: string): boolean {
    const before = this.#findings.count
    for (const [seq, data] of report.rotations) {
      if (this.#turns.get(seq) === data) this.#turns.delete(seq)
      else
        this.#findings.add(
          `${where}, leaf ${seq}`,
          'rotation-refused',
          'the file must have the head that ends with it',
        )
    }
    return this.#findings.count === before
  }

  #count(report: RunReport): void {
    this.#firstMade ??= report.firstMade
    this.#lastMade = report.lastMade ?? this.#lastMade
    for (const [type, count] of Object.entries(report.types)) {
      const known = this.#types.get(type)
      if (known !== undefined || this.#types.size < MAX_TYPES) this.#types.set(type, (known ?? 0) + count)
    }
    const { held, absent, bytes } = this.#bodies
    this.#bodies = {
      held: held + report.bodiesHeld,
      absent: absent + report.bodiesAbsent,
      bytes: bytes + report.bodyBytes,
    }
    for (const [sealed, bytes] of report.exhibits) {
      const sizes = this.#named.get(sealed) ?? new Set()
      if (sizes.size < MAX_SIZES_NAMED) this.#named.set(sealed, sizes.add(bytes))
    }
  }

  async #hand(job: RunJob, kept: Pick<RunJob, 'entries' | 'bodies'>, report: RunReport): Promise<void> {
    const bodies = parseBodies(kept.bodies, job.count)
    const leaves = parseEntries(kept.entries, job.count).flatMap((bytes, i) => {
      const seq = job.from + i
      if (seq === 0) return []
      const id = actIdOf(report.hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES))
      // These very bytes have passed `parseLeaf` in `checkRun`; doing so again would halve the speed.
      const leaf: Leaf = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString())
      return [{ id, seq, leaf, body: bodies[i] }]
    })
    await this.#onLeaves?.(this.#rules.party, leaves)
  }

  /** The edge gives the root, and what the root stands for reaches down to the tiles above the bundles. */
  async #closeTiles(): Promise<void> {
    this.#tilesDone = true
    const before = this.#findings.count
    this.#tiles.checkAll()
    const root = await this.#tiles.rootAt(this.#size)
    if (this.#head === undefined) return
    if (Buffer.compare(root, this.#head.root) !== 0) {
      this.#findings.add(
        this.#name('checkpoint'),
        'root-mismatch',
        'the tiles must lead to the root of the head',
      )
    }
    this.#tied = this.#findings.count === before
  }

  /** Receipts over heads that end in this bundle: the cosigner must have seen the beginning of this very tree. */
  async #checkReceipts(index: number, tile: Uint8Array): Promise<void> {
    const due = this.#pending.filter(({ head }) => Math.ceil(head.size / TILE_WIDTH) - 1 === index)
    if (due.length === 0) return
    this.#pending = this.#pending.filter((one) => !due.includes(one))
    for (const { head, receipt, where } of due) {
      const root = await this.#tiles.rootAt(head.size, { index, bytes: tile })
      if (Buffer.compare(root, head.root) !== 0)
        this.#findings.add(where, 'root-mismatch', 'it must be over a head that lies on this tree')
      else if (receipt !== undefined) this.#receipts.push(receipt)
    }
  }

  #name(path: string): string {
    return feedName(this.#rules.party, path)
  }
}

/** The time of a verified head: the stamp on its ML-DSA-44 line. */
function stampedAt(note: string, keyId: number): number | undefined {
  const line = parseNote(note).lines.find((one) => one.keyId === keyId)
  return line === undefined ? undefined : unstamp(line.signature)?.atSeconds
}
