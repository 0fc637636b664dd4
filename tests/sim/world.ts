import type { MatterKind } from '../../src/acts/index.ts'
import type { ActId, ChannelId, PartyId } from '../../src/record/index.ts'
import { type Arena, liveAt } from './arena.ts'
import { EventQueue } from './event-queue.ts'
import { Ledger } from './ledger.ts'
import { Officer } from './officer.ts'
import type { Profile } from './profiles.ts'
import { SeededRng } from './random.ts'
import { CALM, SimNet } from './sim-net.ts'
import type { Side } from './sides.ts'
import { SimNode } from './sim-node.ts'

/** Not in the order of the alphabet, so that an order by name would differ from the order of the genesis. */
const NAMES = ['us', 'cn', 'sg', 'br']

const THEMES: readonly MatterKind[] = [
  'agency',
  'agency',
  'call',
  'case',
  'channel',
  'contact',
  'evidence',
  'lead',
  ...Array.from({ length: 5 }, () => 'request' as const),
]

/** Everything in one run: time, network, machines, one channel, and those who act in it. All of it follows from the seed. */
export class World implements Arena {
  readonly seed: number
  readonly profile: Profile
  readonly queue: EventQueue = new EventQueue()
  readonly rng: SeededRng
  readonly net: SimNet
  readonly nodes: SimNode[] = []
  /** The copy of a machine that runs beside it. */
  clone: SimNode | undefined
  ledger: Ledger = new Ledger('', 'request')
  readonly #officers = new Map<PartyId, Officer>()
  /** Side channels that somebody has proposed. */
  readonly sides: Side[] = []
  /** Side channels that could not be proposed or answered. */
  readonly sideFaults: string[] = []
  channel: ChannelId = ''
  /** Carried files that could not be written or read. */
  readonly carriedFaults: string[] = []
  readonly unreachable: PartyId | undefined
  crashes = 0
  /** Machines whose newest acts went with a disk before anyone was seen to hold them. */
  readonly lostTail: Set<SimNode> = new Set()
  /** Machines that have lost their high-water marks. */
  readonly forgetful: Set<SimNode> = new Set()

  constructor(seed: number, profile: Profile) {
    this.seed = seed
    this.profile = profile
    this.rng = new SeededRng(seed, 'world')
    this.net = new SimNet(this.queue, new SeededRng(seed, 'net'))
    const names = NAMES.slice(0, this.rng.pick(profile.parties))
    this.unreachable = this.rng.chance(profile.unreachable) ? this.rng.pick(names) : undefined
    for (const name of names) {
      const node = new SimNode(name, seed, this.queue, this.net, { reachable: name !== this.unreachable })
      node.onCrash = () => this.#fallen(node)
      this.nodes.push(node)
    }
  }

  get parties(): PartyId[] {
    return this.nodes.map((node) => node.party)
  }

  /** Every machine that stands somewhere, the copy among them. */
  get machines(): SimNode[] {
    return this.clone === undefined ? this.nodes : [...this.nodes, this.clone]
  }

  /** The channel is founded in calm weather: cards and founding file go round by hand. */
  async found(): Promise<void> {
    for (const node of this.nodes) await node.start()
    const [first, ...others] = this.nodes.map((node) => node.node)
    if (first === undefined) throw new Error('no party')
    const cards = others.flatMap((node) => (node === undefined ? [] : [node.card]))
    let founding = await first.propose(cards, Buffer.from('charter of a simulated channel'))
    for (const node of others) if (node !== undefined) founding = await node.accept(founding)
    for (const node of this.nodes) if (node.node?.channels.length === 0) await node.node.open(founding)
    this.channel = founding.id
    this.ledger = new Ledger(this.channel, this.theme())
    for (const party of this.parties)
      this.#officers.set(party, new Officer(new SeededRng(this.seed, `officer/${party}`)))
    await this.queue.runUntil(1_000)
    const { maxDelaysMs, losses, duplications } = this.profile
    this.net.weather = {
      minDelayMs: 1,
      maxDelayMs: this.rng.pick(maxDelaysMs),
      loss: this.rng.pick(losses),
      duplication: this.rng.pick(duplications),
    }
  }

  /** Someone at this machine acts, if it runs: in the mechanism, or in a side channel that it has open. */
  act(machine: SimNode, focus?: ActId): void {
    const sides = this.sides.filter((side) => liveAt(side, machine) !== undefined)
    const aside = focus === undefined && sides.length > 0 && this.rng.chance(0.4)
    const ledger = aside ? this.rng.pick(sides).ledger : this.ledger
    void this.#officers.get(machine.party)?.move(machine, ledger, focus)
  }

  /** A kind of matter by chance; requests have the most acts and so come more often. */
  theme(): MatterKind {
    return this.rng.pick(THEMES)
  }

  /** The same officer sits before the copy too. */
  addClone(clone: SimNode): void {
    this.clone = clone
  }

  start(machine: SimNode): void {
    if (!machine.alive) void machine.start()
  }

  /** The weather clears and whoever lies on the ground gets up. */
  heal(): void {
    this.net.heal()
    this.net.weather = CALM
    for (const machine of this.machines) {
      machine.crashAtWrite = undefined
      machine.skewMs = 0
      this.start(machine)
    }
  }

  async close(): Promise<void> {
    for (const machine of this.machines) {
      machine.onCrash = undefined
      if (machine.alive) machine.crash()
      await machine.disk.close()
    }
  }

  #fallen(node: SimNode): void {
    this.crashes += 1
    this.queue.schedule(100 + this.rng.below(6_000), () => this.start(node))
  }
}
