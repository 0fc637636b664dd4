import {
  type BodyCommitment,
  type Hash,
  type JsonObject,
  type Leaf,
  RecordError,
  SALT_BYTES,
  actIdOf,
  commitBody,
  encodeLeaf,
  instantFromMs,
  isAttestation,
  isRotation,
  keysInForce,
  leafHash,
  originOf,
  signHead,
} from '../record/index.ts'
import {
  type AdmittedLeaf,
  type Clock,
  type HeldChannel,
  type KeyStep,
  type OwnSigners,
  type Rng,
  checkOfficers,
  feedOf,
  filedUnder,
  followOfficers,
  keyStep,
  keysOf,
  noteTurnHead,
  posixSeconds,
  takeKeyStep,
} from '../exchange/index.ts'
import type { HighWater, NewLeaf, Store, StoredBody } from '../store/index.ts'
import { AppError } from './errors.ts'
import type { Readiness } from './readiness.ts'

/** An act that has passed every check and only has to be written. */
export interface ReadyAct {
  readonly type: string
  readonly about?: string
  readonly data: JsonObject
  readonly body?: { readonly bytes: Uint8Array; readonly type: string }
}

export interface Recorded {
  readonly id: string
  readonly seq: number
  readonly leaf: Leaf
}

/** Acts that may wait for the commit under way. Beyond it the caller is told to slow down. */
export const MAX_QUEUED_ACTS = 20_000
/** Acts in one commit: larger groups gain nothing and make the first act of the group wait. */
const MAX_GROUP_ACTS = 1_000
const MAX_GROUP_BYTES = 4 * 1024 * 1024
/**
 * A group costs some milliseconds of signing and syncing on every node, however many acts it holds. So under load a group
 * gathers acts for this long; an act that comes alone, or few at a time, never waits for others.
 */
const GATHER_MS = 20
const BUSY_GROUP_ACTS = 8

interface Built {
  readonly id: string
  readonly leaf: Leaf
  readonly fresh: NewLeaf
  readonly waiting: Waiting
}

interface Waiting {
  readonly act: ReadyAct
  resolve(recorded: Recorded): void
  reject(cause: unknown): void
}

export interface FeedWriterNeeds {
  readonly channel: HeldChannel
  readonly store: Store
  readonly clock: Clock
  readonly rng: Rng
  readonly signers: OwnSigners
  readonly highWater: HighWater
  readonly readiness: Readiness
  readonly recorded: (leaves: readonly AdmittedLeaf[]) => void
}

/**
 * The one writer of this node's feed in a channel. A group is whatever arrived while the last commit ran.
 *
 * The order is the safety: leaves are durable before the head is signed, and the head is signed before anyone sees it.
 * After a crash in between, the durable leaves fix the root of that size, so the same text is signed again;
 * no size can ever be signed with two roots.
 */
export class FeedWriter {
  readonly #needs: FeedWriterNeeds
  #queue: Waiting[] = []
  #running = false
  #failed: unknown

  constructor(needs: FeedWriterNeeds) {
    this.#needs = needs
    needs.readiness.whenWritable(() => {
      void this.#resume()
    })
  }

  /** Resolves when the act is recorded: durable, and covered by a signed head. Rejects with AppError `queue-full` or `node-stopped`. */
  record(act: ReadyAct): Promise<Recorded> {
    if (this.#failed !== undefined) return Promise.reject(stopped(this.#failed))
    if (this.#queue.length >= MAX_QUEUED_ACTS)
      return Promise.reject(
        new AppError('queue-full', `More than ${MAX_QUEUED_ACTS} acts are waiting to be recorded.`),
      )
    return new Promise((resolve, reject) => {
      this.#queue.push({ act, resolve, reject })
      this.#start()
    })
  }

  #start(): void {
    if (this.#running || !this.#needs.readiness.writable) return
    this.#running = true
    void this.#drain()
  }

  /** After a crash between commit and signature the newest size has no head yet. */
  async #resume(): Promise<void> {
    const { channel } = this.#needs
    if (this.#running) return
    const own = feedOf(channel, channel.self)
    this.#running = true
    try {
      if (own.tree.size > (own.head?.size ?? 0)) await own.turn.run(() => this.#signNewest())
    } catch (cause) {
      this.#fail(cause, [])
    }
    await this.#drain()
  }

  async #drain(): Promise<void> {
    const own = feedOf(this.#needs.channel, this.#needs.channel.self)
    while (this.#queue.length > 0 && this.#failed === undefined && this.#needs.readiness.writable) {
      const startedMs = this.#needs.clock.monotonic()
      const group = this.#takeGroup()
      try {
        await own.turn.run(() => this.#write(group))
      } catch (cause) {
        this.#fail(cause, group)
      }
      if (group.length >= BUSY_GROUP_ACTS) await this.#gather(startedMs + GATHER_MS)
    }
    this.#running = false
  }

  /** Lets acts come together until then, unless a whole group waits already. */
  async #gather(untilMs: number): Promise<void> {
    const { clock } = this.#needs
    const waitMs = untilMs - clock.monotonic()
    if (waitMs > 0 && this.#queue.length < MAX_GROUP_ACTS)
      await new Promise<void>((resolve) => clock.after(waitMs, resolve))
  }

  #takeGroup(): Waiting[] {
    let bytes = 0
    let count = 0
    while (count < this.#queue.length && count < MAX_GROUP_ACTS && bytes < MAX_GROUP_BYTES) {
      const type = this.#queue[count]?.act.type ?? ''
      // Whether an officer may sign is judged by what is durable, so a signature opens a group of its own.
      if (count > 0 && (isAttestation(type) || isRotation(type))) break
      // The head that ends with new keys is signed by those before.
      if (isRotation(type)) return this.#queue.splice(0, 1)
      bytes += 1_000 + (this.#queue[count]?.act.body?.bytes.length ?? 0)
      count += 1
    }
    return this.#queue.splice(0, count)
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    const { channel, readiness, store } = this.#needs
    // While the turn was awaited a peer may have shown more of this feed than is held: it would be forked.
    if (!readiness.writable) return void this.#queue.unshift(...group)
    const own = feedOf(channel, channel.self)
    const from = own.tree.size
    const checked = await this.#checked(this.#build(group, from))
    if (checked === undefined) return this.#write(group.slice(1))
    const { built, step } = checked
    if (built.length === 0) return
    const tree = own.tree.copy()
    for (const each of built) tree.append(each.fresh.hash)
    const leaves = built.map((each) => each.fresh)
    await store.append({
      channel: channel.id,
      party: channel.self,
      from,
      leaves,
      tiles: tree.takeTiles(),
      root: tree.root(),
      ...(step === undefined ? {} : { keyActs: step.seqs }),
    })
    own.tree = tree
    own.deps = { ...built.at(-1)?.leaf.deps }
    own.recent.remember(from, leaves)
    followOfficers(channel, own, built)
    takeKeyStep(channel, own, step)
    await this.#signNewest()
    this.#needs.recorded(built.map(({ id, leaf }) => ({ id, leaf })))
    for (const { id, leaf, waiting } of built) waiting.resolve({ id, seq: leaf.seq, leaf })
  }

  /** The group's leaves. An act of which no leaf can be made is refused alone: its author hears, the others go on. */
  #build(group: readonly Waiting[], from: number): Built[] {
    const { channel, clock, rng } = this.#needs
    const deps: Record<string, number> = {}
    for (const [party, feed] of channel.feeds) if (party !== channel.self) deps[party] = feed.tree.size
    const made = instantFromMs(clock.now())
    const salts = rng.bytes(SALT_BYTES * group.length)
    const built: Built[] = []
    for (const [i, waiting] of group.entries()) {
      const { act } = waiting
      const salt = salts.subarray(i * SALT_BYTES, (i + 1) * SALT_BYTES)
      const body: StoredBody | undefined =
        act.body === undefined ? undefined : { salt, bytes: act.body.bytes }
      try {
        const place = { party: channel.self, seq: from + built.length, made, deps }
        built.push({ ...leafFor(channel, act, body, place), waiting })
      } catch (cause) {
        waiting.reject(cause)
      }
    }
    return built
  }

  /** The group as built; undefined when it opens with a signature or keys that every peer would refuse, whose author hears. */
  async #checked(
    built: readonly Built[],
  ): Promise<{ built: readonly Built[]; step: KeyStep | undefined } | undefined> {
    const { channel, signers, store } = this.#needs
    const own = feedOf(channel, channel.self)
    try {
      await checkOfficers(store, channel, own, built)
      const step = keyStep(keysOf(channel.keys, channel.self), own.keyActs, built)
      if (step !== undefined && signers.of(keysInForce(step.keys)) === undefined) throw lackingKeys()
      return { built, step }
    } catch (cause) {
      if (!(cause instanceof RecordError)) throw cause
      built[0]?.waiting.reject(cause)
      return undefined
    }
  }

  /** Signs the size that is durable, remembers it outside the database, and only then lets others see it. */
  async #signNewest(): Promise<void> {
    const { channel, clock, highWater, signers, store } = this.#needs
    const own = feedOf(channel, channel.self)
    const ours = signers.forHead(keysOf(channel.keys, channel.self), own.tree.size)
    if (ours === undefined) throw lackingKeys()
    const root = own.tree.root()
    await highWater.raise(channel.id, own.tree.size, root)
    const origin = originOf(channel.id, channel.self)
    const note = signHead(origin, own.tree.size, root, posixSeconds(clock), ours.head)
    await store.noteHead(channel.id, channel.self, note)
    own.head = { origin, size: own.tree.size, root, note }
    noteTurnHead(own, own.tree.size, note)
    channel.moved.own.notify()
    channel.moved.any.notify()
  }

  /** A failed write leaves the disk in a state only a restart can vouch for; going on could sign what is not there. */
  #fail(cause: unknown, group: readonly Waiting[]): void {
    this.#failed = cause
    for (const waiting of [...group, ...this.#queue.splice(0)]) waiting.reject(stopped(cause))
  }
}

/** Throws RecordError `leaf-*`: what no peer would admit must never stand in a feed, which cannot go on without it. */
function leafFor(
  channel: HeldChannel,
  act: ReadyAct,
  body: StoredBody | undefined,
  place: Pick<Leaf, 'party' | 'seq' | 'made' | 'deps'>,
): Pick<Built, 'id' | 'leaf' | 'fresh'> {
  const commitment: BodyCommitment | undefined =
    act.body === undefined || body === undefined
      ? undefined
      : commitBody(body.salt, body.bytes, act.body.type)
  const leaf: Leaf = {
    v: 1,
    type: act.type,
    ...place,
    data: act.data,
    ...(act.about === undefined ? {} : { about: act.about }),
    ...(commitment === undefined ? {} : { body: commitment }),
  }
  const bytes = encodeLeaf(leaf)
  const { leafBytes } = channel.limits
  if (bytes.length > leafBytes)
    throw new RecordError(
      'leaf-too-large',
      `the act takes ${bytes.length} bytes; this channel allows ${leafBytes}`,
    )
  const hash: Hash = leafHash(bytes)
  const matter = filedUnder(channel.id, leaf, hash)
  const fresh = body === undefined ? { bytes, hash, matter } : { bytes, hash, matter, body }
  return { id: actIdOf(hash), leaf, fresh }
}

/** Nothing could sign what would follow. */
function lackingKeys(): RecordError {
  return new RecordError('rotation-refused', 'this node must hold the private keys of what it signs', {
    field: 'document',
  })
}

function stopped(cause: unknown): AppError {
  return new AppError(
    'node-stopped',
    'This node could not write its record and has stopped writing; see its log, then restart it.',
    { cause },
  )
}
