import { EntenteNode } from '../../src/app/node.ts'
import type { Vault } from '../../src/app/exhibit-desk.ts'
import type { Clock, Pace } from '../../src/exchange/index.ts'
import type { PartySeeds, ChannelId } from '../../src/record/index.ts'
import { type HighWater, SqliteStore, StoreError, type Store, type WaterMark } from '../../src/store/index.ts'
import type { EventQueue } from './event-queue.ts'
import { Life } from './life.ts'
import { SeededRng } from './random.ts'
import type { SimNet } from './sim-net.ts'

/** Simulated time starts here: a clock at zero would be refused by receipts, which must state a time. */
const EPOCH_MS = Date.UTC(2015, 8, 25, 12)
const PACE: Pace = {
  idleMs: 2_000,
  retryMs: 50,
  callTimeoutMs: 500,
  batchBytes: 256 * 1024,
  segmentBytes: 64 * 1024,
}
const SETTLE_AFTER_MS = 300

export interface LogLine {
  readonly event: string
  readonly facts: Readonly<Record<string, string | number | boolean>>
}

export interface SimNodeOptions {
  readonly reachable?: boolean
}

/** A node in the simulation: its disk outlives its lives. */
export class SimNode {
  readonly party: string
  readonly #queue: EventQueue
  readonly #net: SimNet
  readonly #seed: number
  readonly #url: string
  #disk: SqliteStore | undefined
  readonly #highWater = new MemoryHighWater()
  #life = new Life()
  #lives = 0
  skewMs = 0
  node: EntenteNode | undefined
  /** Crashes at a random moment: before or after the n-th write from now. */
  crashAtWrite: { left: number; after: boolean } | undefined
  onCrash: (() => void) | undefined
  readonly logged: LogLine[] = []
  /** Root of every size of its own feed that it ever signed: a second root for one size is a fork. */
  readonly signed: Map<string, string> = new Map()

  constructor(party: string, seed: number, queue: EventQueue, net: SimNet, options: SimNodeOptions = {}) {
    this.party = party
    this.#queue = queue
    this.#net = net
    this.#seed = seed
    this.#url = options.reachable === false ? '' : `https://${party}.example:8443`
  }

  async start(): Promise<EntenteNode> {
    this.#disk ??= await SqliteStore.open(':memory:')
    this.#lives += 1
    this.#life = new Life()
    const life = this.#life
    const rng = new SeededRng(this.#seed, `${this.party}/${this.#lives}`)
    this.node = await EntenteNode.open({
      clock: this.#clock(life),
      rng,
      net: this.#net.of(`${this.party}.example`, life),
      store: this.#store(life, this.#disk),
      vault: noVault,
      highWater: this.#watched(life),
      config: {
        party: this.party,
        name: `Party ${this.party}`,
        url: this.#url,
        listen: { host: 'simulated', port: 8443 },
        idleMs: PACE.idleMs,
        settleAfterMs: SETTLE_AFTER_MS,
      },
      secrets: {
        seeds: seedsOf(this.#seed, this.party),
        tls: { keyPem: '', certPem: '', spki: '00'.repeat(32) },
        exhibit: { identity: '', recipient: `age1${'q'.repeat(58)}` },
      },
      pace: PACE,
      log: (event, facts) => this.logged.push({ event, facts }),
    })
    await this.node.start()
    return this.node
  }

  get alive(): boolean {
    return this.node !== undefined && this.#life.alive
  }

  /** The process is gone between two instructions; what was durable stays. */
  crash(): void {
    this.#life.end()
    this.node = undefined
    this.onCrash?.()
  }

  /** The disk as it is now, to be put back later as an old backup. */
  async takeDisk(path: string): Promise<void> {
    await this.#disk?.backup(path)
  }

  async putDisk(path: string): Promise<void> {
    this.#disk = await SqliteStore.open(path)
  }

  get disk(): SqliteStore {
    if (this.#disk === undefined) throw new Error('the node was never started')
    return this.#disk
  }

  #clock(life: Life): Clock {
    return {
      now: () => EPOCH_MS + this.#queue.nowMs + this.skewMs,
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
          life.guard(this.#strike(life, String(name), () => method.apply(target, args)))
      },
    })
  }

  async #strike<T>(life: Life, name: string, work: () => Promise<T>): Promise<T> {
    if (!life.alive) return never()
    const plan = writes.has(name) ? this.crashAtWrite : undefined
    const due = plan !== undefined && --plan.left <= 0
    if (due && !plan.after) return this.#die()
    const result = await work()
    if (due) return this.#die()
    return result
  }

  #die<T>(): Promise<T> {
    this.crashAtWrite = undefined
    this.crash()
    return never()
  }

  #watched(life: Life): HighWater {
    const raise = async (channel: ChannelId, size: number, root: Uint8Array): Promise<void> => {
      const key = `${channel}/${size}`
      const hex = Buffer.from(root).toString('hex')
      const before = this.signed.get(key)
      if (before !== undefined && before !== hex)
        throw new Error(`${this.party} would sign size ${size} with a second root`)
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

const writes = new Set(['append', 'noteHead', 'noteReceipt', 'noteMatters', 'putExhibit', 'freeze', 'raise'])

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
}

function seedsOf(seed: number, party: string): PartySeeds {
  const rng = new SeededRng(seed, `keys/${party}`)
  return {
    head: { ed25519: rng.bytes(32), mldsa44: rng.bytes(32) },
    receipt: { ed25519: rng.bytes(32), mldsa44: rng.bytes(32) },
    transport: { ed25519: rng.bytes(32) },
  }
}
