import type { PartyId } from '../../src/record/index.ts'
import type { SqliteStore } from '../../src/store/index.ts'
import { readFile, writeFile } from './carried.ts'
import { foundSide } from './sides.ts'
import { SimNode } from './sim-node.ts'
import type { World } from './world.ts'

/** Crashes strike within so many writes of a machine, so that each step between commit, signature and sending is hit. */
const WRITES_AHEAD = 9
const HOUR_MS = 3_600_000
const TEN_YEARS_MS = 3_652 * 24 * HOUR_MS

/** Counts of what was done to the machines in one run. */
export interface FaultCounts {
  partitions: number
  clockSteps: number
  restores: number
  clones: number
  /** Carried files that were taken in. */
  carried: number
  /** Changes of keys that their node brought to an end. */
  keyChanges: number
}

/** Spreads acts and faults of a run over its simulated time. */
export function scheduleAll(world: World): FaultCounts {
  const counts: FaultCounts = {
    partitions: 0,
    clockSteps: 0,
    restores: 0,
    clones: 0,
    carried: 0,
    keyChanges: 0,
  }
  const { profile, rng } = world
  const [least, most] = profile.acts
  const acts = least + rng.below(most - least + 1)
  for (let act = 0; act < acts; act++) scheduleActs(world)
  for (let i = 0; i < profile.crashes; i++) at(world, () => crash(world))
  for (let i = rng.below(profile.partitions + 1); i > 0; i--) at(world, () => partition(world, counts))
  for (let i = 0; i < profile.clockSteps; i++) at(world, () => stepClock(world, counts))
  for (let i = 0; i < profile.restores; i++) scheduleRestore(world, counts)
  for (let i = 0; i < profile.carried; i++) at(world, () => void carry(world, counts))
  for (let i = 0; i < profile.sides; i++) at(world, () => void foundSide(world))
  for (let i = 0; i < profile.keyChanges; i++) at(world, () => changeKeys(world, counts))
  if (profile.clones) at(world, () => copyMachine(world, counts))
  return counts
}

function at(world: World, run: () => void): void {
  world.queue.schedule(world.rng.below(world.profile.spanMs), run)
}

/** Mostly one act; sometimes several parties act at the same instant, or one in a burst. */
function scheduleActs(world: World): void {
  const { rng } = world
  const together = rng.chance(0.2) ? world.machines : [rng.pick(world.nodes)]
  const burst = rng.chance(0.1) ? 3 : 1
  at(world, () => {
    // Several at once about one matter: what one accepts another withdraws.
    const focus = together.length > 1 && rng.chance(0.7) ? world.ledger.matters.at(-1) : undefined
    for (const machine of together) for (let i = 0; i < burst; i++) world.act(machine, focus)
    if (world.clone !== undefined) world.act(world.clone)
  })
}

function crash(world: World): void {
  const { rng } = world
  const machine = rng.pick(world.nodes)
  const power = rng.chance(0.4)
  if (rng.chance(0.75))
    machine.crashAtWrite = { left: 1 + rng.below(WRITES_AHEAD), after: rng.chance(0.5), power }
  else if (machine.alive) machine.crash(power)
}

function partition(world: World, counts: FaultCounts): void {
  const { net, rng } = world
  counts.partitions += 1
  const side = world.nodes.filter(() => rng.chance(0.5))
  const oneWay = rng.chance(0.2)
  const pairs: [string, string][] = []
  for (const a of side) for (const b of world.nodes) if (!side.includes(b)) pairs.push([a.host, b.host])
  for (const [a, b] of pairs)
    if (oneWay) net.cutOneWay(a, b)
    else net.cut(a, b)
  world.queue.schedule(500 + rng.below(8_000), () => {
    for (const [a, b] of pairs) net.mend(a, b)
  })
}

function stepClock(world: World, counts: FaultCounts): void {
  const { rng } = world
  counts.clockSteps += 1
  const machine = rng.pick(world.nodes)
  machine.skewMs = rng.pick([-HOUR_MS, TEN_YEARS_MS, 0, 0, -2_000, 30_000])
}

function scheduleRestore(world: World, counts: FaultCounts): void {
  const { rng } = world
  const machine = rng.pick(world.nodes)
  const takenMs = rng.below(world.profile.spanMs)
  const laterMs = rng.below(world.profile.spanMs - takenMs)
  world.queue.schedule(takenMs, () => {
    void machine.takeDisk().then((image) => {
      world.queue.schedule(laterMs, () => void restore(world, machine, image, counts))
    })
  })
}

/** One that a crash cut off stays half done until it is asked for again: its node goes on with the keys that its feed names. */
function changeKeys(world: World, counts: FaultCounts): void {
  const machine = world.rng.pick(world.nodes)
  machine.node?.changeKeys().then(
    ({ channels }) => (counts.keyChanges += channels.filter(({ refused }) => refused === null).length),
    (cause: unknown) => {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'read-only'))
        machine.violations.push(`its change of keys ended with ${String(cause)}`)
    },
  )
}

/** The machine stops, an older disk is put in, and it starts again. */
async function restore(
  world: World,
  machine: SimNode,
  image: SqliteStore,
  counts: FaultCounts,
): Promise<void> {
  counts.restores += 1
  if (machine.alive) machine.crash()
  const { channel } = world
  const others = world.nodes.filter((other) => other !== machine)
  // Without marks and without a peer that holds the newest acts nothing in the world could tell: no run asks for that.
  const survives = async (author: SimNode): Promise<boolean> => {
    const inImage = (await image.feed(channel, author.party))?.size ?? 0
    const elsewhere = await heldBy(world, author.party, others)
    return author.signedUpTo(channel) <= Math.max(inImage, elsewhere)
  }
  for (const author of world.forgetful) if (!(await survives(author))) return
  if (world.profile.losesHighWater && (await survives(machine))) {
    machine.loseHighWater()
    world.forgetful.add(machine)
  }
  await machine.putDisk(image)
  for (const author of world.nodes) {
    const held = await heldBy(world, author.party, world.nodes)
    if (author.signedUpTo(channel) > held) world.lostTail.add(author)
    for (const attempt of world.ledger.recorded(author.party))
      if (attempt.seq >= held) attempt.mayBeLost = true
  }
}

/** The most that any of these machines holds of a party's feed. */
async function heldBy(world: World, party: PartyId, machines: readonly SimNode[]): Promise<number> {
  let most = 0
  for (const machine of machines)
    most = Math.max(most, (await machine.disk.feed(world.channel, party))?.size ?? 0)
  return most
}

/** A file is made at one machine and taken in at others, once or twice, now or when it has grown old. */
async function carry(world: World, counts: FaultCounts): Promise<void> {
  const { queue, rng } = world
  const file = await writeFile(world, rng.pick(world.nodes))
  if (file === undefined) return
  for (let copies = 1 + rng.below(3); copies > 0; copies--) {
    const reader = rng.pick(world.nodes)
    queue.schedule(rng.below(world.profile.spanMs / 2), () => {
      counts.carried += 1
      void readFile(world, reader, file)
    })
  }
}

/** A copy of a machine comes up elsewhere, without its high-water marks, and the first goes on running. */
function copyMachine(world: World, counts: FaultCounts): void {
  const original = world.rng.pick(world.nodes)
  counts.clones += 1
  const clone = new SimNode(original.party, world.seed, world.queue, world.net, {
    host: `${original.party}-copy.example`,
  })
  void original.takeDisk().then(async (image) => {
    await clone.putDisk(image)
    world.addClone(clone)
    await clone.start()
  })
}
