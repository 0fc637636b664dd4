import {
  EntenteNode,
  type RecordReader,
  SIDE_TABLES,
  type Secrets,
  SideBook,
  type Vault,
} from '../../src/app/index.ts'
import type { Clock, Pace } from '../../src/exchange/index.ts'
import type { PartySeeds, ChannelId } from '../../src/record/index.ts'
import {
  type HighWater,
  SqliteStore,
  type Store,
  StoreError,
  type WaterMark,
  openParts,
} from '../../src/store/index.ts'
import { copyOfDisk } from './disk-image.ts'
import type { EventQueue } from './event-queue.ts'
import { Life } from './life.ts'
import { SeededRng } from './random.ts'
import type { SimNet } from './sim-net.ts'

/** Simulated time starts here: a clock at zero would be refused by receipts, which must state a time. */
export const EPOCH_MS: number = Date.UTC(2015, 8, 25, 12)
export const PACE: Pace = {
  idleMs: 4_000,
  retryMs: 200,
  callTimeoutMs: 500,
  batchBytes: 256 * 1024,
  segmentBytes: 64 * 1024,
}
const SETTLE_AFTER_MS = 1_500

export interface LogLine {
  readonly event: string
  readonly facts: Readonly<Record<string, string | number | boolean>>
}

export interface SimNodeOptions {
  readonly reachable?: boolean
  /** The machine's name on the network, where it is not the party's: a clone stands elsewhere than its URL says. */
  readonly host?: string
  /** They outlive the node's lives, as their files would. */
  readonly readers?: readonly RecordReader[]
}

/** What a write before which the process ends, or after which it does, is called. */
export interface CrashPlan {
  left: number
  readonly after: boolean
  /** With the power: what was only noted and not yet made durable is lost too. */
  readonly power: boolean
}

/** A node in the simulation: its disk outlives its lives. */
export class SimNode {
  readonly party: string
  readonly #queue: EventQueue
  readonly #net: SimNet
  readonly #seed: number
  readonly #url: string
  readonly #readers: readonly RecordReader[]
  #disk: SqliteStore | undefined
  #highWater = new MemoryHighWater()
  /** Stands apart from the disk, as its file does; undefined until a change of keys. */
  #secrets: Secrets | undefined
  readonly host: string
  #life = new Life()
  /** An older disk was put in: it may hold less than was receipted before. */
  #restored = false
  #lives = 0
  skewMs = 0
  node: EntenteNode | undefined
  /** Crashes at a random moment: before or after the n-th write from now. */
  crashAtWrite: CrashPlan | undefined
  onCrash: (() => void) | undefined
  /** What must never happen and was caught in the act. */
  readonly violations: string[] = []
  /** Undoes what was noted since the last durable write. */
  #unsynced: (() => Promise<void>)[] = []
  readonly logged: LogLine[] = []
  readonly #sideBook = new SideBook(openParts(':memory:', [SIDE_TABLES]))
  /** Root of every size of its own feed that it ever signed: a second root for one size is a fork. */
  readonly signed: Map<string, string> = new Map()

  constructor(party: string, seed: number, queue: EventQueue, net: SimNet, options: SimNodeOptions = {}) {
    this.party = party
    this.#queue = queue
    this.#net = net
    this.#seed = seed
    this.#readers = options.readers ?? []
    this.host = options.host ?? `${party}.example`
    this.#url = options.reachable === false ? '' : `https://${party}.example:8443`
  }

  async start(): Promise<EntenteNode> {
    this.#disk ??= await SqliteStore.open(':memory:')
    for (const undo of this.#unsynced.splice(0).reverse()) await undo()
    if (!this.#restored) await this.#lookOver(this.#disk)
    this.#lives += 1
    this.#life = new Life()
    const life = this.#life
    const rng = new SeededRng(this.#seed, `${this.party}/${this.#lives}`)
    this.node = await EntenteNode.open({
      clock: this.#clock(life),
      rng,
      net: this.#net.of(this.host, life),
      store: this.#store(life, this.#disk),
      vault: noVault,
      highWater: this.#watched(life),
      config: {
        party: this.party,
        name: `Party ${this.party}`,
        url: this.#url,
        listen: { host: 'simulated', port: 8443 },
        idleMs: PACE.idleMs,
        exhibitsBytes: 1_000_000,
        settleAfterMs: SETTLE_AFTER_MS,
      },
      keepSecrets: (secrets) =>
        life.guard(this.#strike(life, 'keepSecrets', () => Promise.resolve(void (this.#secrets = secrets)))),
      secrets: this.#secrets ?? {
        seeds: seedsOf(this.#seed, this.party),
        former: [],
        tls: { keyPem: '', certPem: '', spki: identityOf(this.party) },
        exhibit: {
          identity: '',
          recipient: `age1${identityOf(this.party)
            .replaceAll(/[b1io]/g, 'q')
            .replaceAll(/[^02-9ac-hj-np-z]/g, 'z')}`,
        },
      },
      sideBook: this.#sideBook,
      pace: PACE,
      log: (event, facts) => this.logged.push({ event, facts }),
      readers: this.#readers,
    })
    await this.node.start()
    return this.node
  }

  /** What a crash left must keep every promise that was signed before it. */
  async #lookOver(disk: SqliteStore): Promise<void> {
    for (const { cards, id } of await disk.channels())
      for (const party of Object.keys(cards)) {
        const size = (await disk.feed(id, party))?.size ?? 0
        for (const receipt of await disk.receipts(id, party))
          if (receipt.by === this.party && receipt.size > size)
            this.violations.push(`${receipt.size} acts of ${party} were receipted and only ${size} are held`)
      }
  }

  get alive(): boolean {
    return this.node !== undefined && this.#life.alive
  }

  get lives(): number {
    return this.#lives
  }

  get nowMs(): number {
    return EPOCH_MS + this.#queue.nowMs + this.skewMs
  }

  /** The process is gone between two instructions; what was durable stays. With the power goes what was only noted. */
  crash(power = false): void {
    if (!power) this.#unsynced = []
    this.#life.end()
    this.node = undefined
    this.crashAtWrite = undefined
    this.onCrash?.()
  }

  /** The disk as it is now, to be put back later as an old backup. */
  takeDisk(): Promise<SqliteStore> {
    return copyOfDisk(this.disk)
  }

  /** Puts an older disk back; the high-water marks stand apart and stay. */
  async putDisk(image: SqliteStore): Promise<void> {
    if (this.alive) throw new Error('a disk is put back into a machine that does not run')
    const before = this.#disk
    this.#unsynced = []
    this.#disk = await copyOfDisk(image)
    this.#restored = true
    await before?.close()
  }

  /** As when the whole machine is lost and only a backup is left. */
  loseHighWater(): void {
    this.#highWater = new MemoryHighWater()
  }

  /** Highest size of its own feed that was ever signed here, whatever the machine itself remembers of it. */
  signedUpTo(channel: ChannelId): number {
    const sizes = [...this.signed.keys()].map((key) => key.split('/'))
    return Math.max(0, ...sizes.filter(([of]) => of === channel).map(([, size]) => Number(size)))
  }

  get disk(): SqliteStore {
    if (this.#disk === undefined) throw new Error('the node was never started')
    return this.#disk
  }

  #clock(life: Life): Clock {
    return {
      now: () => this.nowMs,
      monotonic: () => this.#queue.nowMs,
      after: (delayMs, run) =>
        this.#queue.schedule(delayMs, () => {
          if (life.alive) run()
        }),
    }
  }

  /** The store of one life: silent once that life is over, and the place where crashes strike. */
  #store(life: Life, disk: SqliteStore): Store {
    return new Proxy<Store>(disk, {
      get: (target, name, receiver) => {
        const method: unknown = Reflect.get(target, name, receiver)
        if (typeof method !== 'function') return method
        return (...args: unknown[]) =>
          life.guard(
            this.#strike(life, String(name), async () => {
              if (life.alive && String(name).startsWith('note'))
                await this.#beforeNote(disk, String(name), args)
              // What a method of the store returns is handed on unseen.
              return method.apply(target, args) as unknown
            }),
          )
      },
    })
  }

  async #strike<T>(life: Life, name: string, work: () => Promise<T>): Promise<T> {
    if (!life.alive) return never()
    const plan = writes.has(name) ? this.crashAtWrite : undefined
    const due = plan !== undefined && --plan.left <= 0
    if (due && !plan.after) return this.#die(plan.power)
    const result = await work()
    if (durable.has(name)) this.#unsynced = []
    if (due) return this.#die(plan.power)
    return result
  }

  #die<T>(power: boolean): Promise<T> {
    this.crash(power)
    return never()
  }

  /** Remembers how to take a note back, for a power cut before the next durable write. */
  async #beforeNote(disk: SqliteStore, name: string, [channel, party]: readonly unknown[]): Promise<void> {
    if (typeof channel !== 'string') return
    if (name === 'noteMatters') this.#unsynced.push(() => disk.forgetMatters(channel))
    if (name !== 'noteHead' || typeof party !== 'string') return
    const before = (await disk.feed(channel, party))?.head
    if (before !== undefined) this.#unsynced.push(() => disk.noteHead(channel, party, before))
  }

  #watched(life: Life): HighWater {
    const raise = async (channel: ChannelId, size: number, root: Uint8Array): Promise<void> => {
      const key = `${channel}/${size}`
      const hex = Buffer.from(root).toString('hex')
      const before = this.signed.get(key)
      if (before !== undefined && before !== hex) {
        this.violations.push(`size ${size} of its own feed would have been signed with a second root`)
        throw new Error(`${this.party} would sign size ${size} with a second root`)
      }
      this.signed.set(key, hex)
      await this.#highWater.raise(channel, size, root)
    }
    return {
      read: (channel) => this.#highWater.read(channel),
      close: () => Promise.resolve(),
      raise: (channel, size, root) =>
        life.guard(this.#strike(life, 'raise', () => raise(channel, size, root))),
    }
  }
}

/** After one of these resolves, a power cut takes nothing back that was written before. */
const durable = new Set(['append', 'freeze', 'putExhibit', 'putChannel'])
const writes = new Set([
  'putChannel',
  'append',
  'noteHead',
  'noteReceipt',
  'noteMatters',
  'putExhibit',
  'freeze',
  'raise',
  'keepSecrets',
])

function never<T>(): Promise<T> {
  return new Promise(() => undefined)
}

class MemoryHighWater implements HighWater {
  readonly #marks = new Map<ChannelId, WaterMark>()

  read(channel: ChannelId): Promise<WaterMark | undefined> {
    return Promise.resolve(this.#marks.get(channel))
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  raise(channel: ChannelId, size: number, root: Uint8Array): Promise<void> {
    const before = this.#marks.get(channel)
    if (
      before !== undefined &&
      (size < before.size || (size === before.size && Buffer.compare(root, before.root) !== 0))
    )
      return Promise.reject(new StoreError('highwater-backwards', `size ${size} is below what was signed`))
    this.#marks.set(channel, { size, root })
    return Promise.resolve()
  }
}

/** Exhibits do not take part in the simulation: sealing is I/O and age draws its own randomness. */
const noVault: Vault = {
  held: () => Promise.resolve({ heldBytes: 0, complete: false }),
  read: () => Promise.reject(new StoreError('exhibit-unknown', 'no exhibits in the simulation')),
  append: () => Promise.reject(new StoreError('exhibit-unknown', 'no exhibits in the simulation')),
  remove: () => Promise.resolve(false),
  seal: () => Promise.reject(new StoreError('exhibit-unknown', 'no exhibits in the simulation')),
  open: () => Promise.reject(new StoreError('exhibit-unknown', 'no exhibits in the simulation')),
  check: () => Promise.resolve(false),
  plain: () => {
    throw new StoreError('exhibit-unknown', 'no exhibits in the simulation')
  },
}

/** The keys of a party in a run: they follow from both. */
export function seedsOf(seed: number, party: string): PartySeeds {
  const rng = new SeededRng(seed, `keys/${party}`)
  return {
    head: { ed25519: rng.bytes(32), mldsa44: rng.bytes(32) },
    receipt: { ed25519: rng.bytes(32), mldsa44: rng.bytes(32) },
    transport: { ed25519: rng.bytes(32) },
  }
}

/** Stands for the keys that no simulated node uses, TLS and age: of the right form, and another for each party. */
function identityOf(party: string): string {
  return Buffer.from(new SeededRng(0, `identity/${party}`).bytes(32)).toString('hex')
}
