import { hash } from 'node:crypto'
import { type Arena, liveAt } from './arena.ts'
import { Coverage } from './coverage.ts'
import { type FaultCounts, scheduleAll } from './faults.ts'
import { type Profile, profileFor } from './profiles.ts'
import { SeededRng } from './random.ts'
import { actsIn, readRecord } from './read-record.ts'
import { checkLateAct } from './refold.ts'
import { isAtRest, stuckMachines, whyNotAtRest } from './rest.ts'
import { SettledWatch } from './settled-watch.ts'
import { type SideCounts, openSides } from './sides.ts'
import type { SimNode } from './sim-node.ts'
import { forkFaults, judge, stateHashOf } from './verdict.ts'
import { World } from './world.ts'

/** Calm weather for so long must bring everyone to rest: retries wait two seconds at most. */
const REST_WITHIN_MS = 300_000
const SILENT_FOR_MS = 4_000
const LOOKS = 4
const LATE_ACTS = 3

export interface Figures extends FaultCounts, SideCounts {
  acts: number
  recorded: number
  voids: number
  refused: number
  crashes: number
  delivered: number
  lost: number
  settledSeen: number
  latePositions: number
  forksProven: number
  simulatedMs: number
}

export interface Outcome {
  readonly seed: number
  readonly profile: string
  /** What was found wrong, in words; empty when nothing was. */
  readonly faults: readonly string[]
  readonly figures: Figures
  readonly coverage: Coverage
  /** Everything that must be the same when the seed is run again. */
  readonly dump: string
}

/** One run of a seed, judged. */
export async function runTrial(seed: number, profileName?: string): Promise<Outcome> {
  const profile = profileFor(seed, profileName)
  const world = new World(seed, profile)
  try {
    return await run(world, profile)
  } finally {
    await world.close()
  }
}

/** Runs a seed twice; the second must be the first again, byte for byte, but where keys change. */
export async function runTwice(seed: number, profileName?: string): Promise<Outcome> {
  if (profileFor(seed, profileName).keyChanges > 0) return runTrial(seed, profileName)
  const first = await runTrial(seed, profileName)
  const second = await runTrial(seed, profileName)
  if (first.dump === second.dump) return first
  const [a, b] = [first.dump.split('\n'), second.dump.split('\n')]
  const at = a.findIndex((line, i) => line !== b[i])
  return {
    ...first,
    faults: [...first.faults, `the second run differs at line ${at}: "${a[at]}" and "${b[at]}"`],
  }
}

async function run(world: World, profile: Profile): Promise<Outcome> {
  await world.found()
  const counts = scheduleAll(world)
  const watch = new SettledWatch()
  for (let look = 1; look <= LOOKS; look++)
    world.queue.schedule((profile.spanMs * look) / LOOKS, () => void watch.look(world))
  await world.queue.runUntil(world.queue.nowMs + profile.spanMs)
  world.heal()
  const faults = profile.clones ? await endTwoMachines(world) : await endInPeace(world, watch)
  const { coverage, dump, figures } = await describe(world, counts)
  const forksProven = faults.length === 0 && world.clone !== undefined ? 1 : 0
  let latePositions = 0
  const [first] = world.nodes
  const live = first?.node?.channel(world.channel)
  if (!profile.clones && first !== undefined && live !== undefined) {
    const acts = actsIn(await readRecord(first.disk, world.channel))
    const rng = new SeededRng(world.seed, 'late')
    for (let late = 0; late < LATE_ACTS; late++)
      latePositions += checkLateAct(acts, live.folds.context, rng, (what) => faults.push(what))
  }
  return {
    seed: world.seed,
    profile: profile.name,
    faults,
    figures: { ...figures, latePositions, forksProven, settledSeen: watch.looked },
    coverage,
    dump,
  }
}

async function endInPeace(world: World, watch: SettledWatch): Promise<string[]> {
  const untilMs = world.queue.nowMs + REST_WITHIN_MS
  while (world.queue.nowMs < untilMs && !(await isAtRest(world)))
    await world.queue.runUntil(world.queue.nowMs + 500)
  if (!(await isAtRest(world))) return [`it does not come to rest: ${await whyNotAtRest(world)}`]
  const before = await sizesOf(world)
  await world.queue.runUntil(world.queue.nowMs + SILENT_FOR_MS)
  const faults = await judge(world, watch)
  if (stuckMachines(world).size === 0 && (await sizesOf(world)) !== before)
    faults.push('idle nodes go on recording')
  return faults
}

/** Both machines go on; whoever has met both histories must be able to prove it, and if they never parted all is well. */
async function endTwoMachines(world: World): Promise<string[]> {
  const { clone } = world
  const original = world.nodes.find((node) => node.party === clone?.party)
  if (clone === undefined || original === undefined) return []
  for (let round = 0; round < 4; round++) {
    await world.queue.runUntil(world.queue.nowMs + 4_000)
    world.act(original)
    world.act(clone)
  }
  await world.queue.runUntil(world.queue.nowMs + 15_000)
  const [one, other] = [
    await readRecord(original.disk, world.channel),
    await readRecord(clone.disk, world.channel),
  ]
  const [a, b] = [one, other].map(
    (record) => record.feeds.get(original.party)?.leaves.map((leaf) => leaf.act.id) ?? [],
  )
  const parted = a?.some((id, at) => b?.[at] !== undefined && b[at] !== id) === true
  return parted ? forkFaults(world, original.party) : []
}

async function sizesOf(world: World): Promise<string> {
  const sizes: string[] = []
  for (const { channel, nodes, parties } of [world, ...openSides(world)])
    for (const machine of nodes)
      for (const party of parties)
        sizes.push(`${machine.host} ${party} ${(await machine.disk.feed(channel, party))?.size}`)
  return sizes.join()
}

async function describe(
  world: World,
  counts: FaultCounts,
): Promise<{
  coverage: Coverage
  dump: string
  figures: Omit<Figures, 'latePositions' | 'forksProven' | 'settledSeen'>
}> {
  const lines = [`seed ${world.seed} profile ${world.profile.name}`]
  lines.push(
    `ended at ${world.queue.nowMs} after ${world.queue.ran} events, ${world.net.delivered} delivered, ${world.net.lost} lost`,
  )
  const coverage = new Coverage()
  for (const machine of world.machines)
    for (const { event, facts } of machine.logged)
      lines.push(`${machine.host} ${event} ${JSON.stringify(facts)}`)
  const sides = openSides(world)
  lines.push(...(await describeChannel(world, world.machines, coverage)))
  for (const side of sides) lines.push(...(await describeChannel(side, side.nodes, coverage)))
  const attempts = [world, ...world.sides].flatMap(({ ledger }) => ledger.attempts)
  const recorded = attempts.filter(({ outcome }) => outcome === 'recorded').length
  const figures = {
    ...counts,
    sidesProposed: world.sides.length,
    sidesOpen: sides.length,
    acts: attempts.length,
    recorded,
    voids: coverage.voids,
    refused: attempts.length - recorded,
    crashes: world.crashes,
    delivered: world.net.delivered,
    lost: world.net.lost,
    simulatedMs: world.queue.nowMs,
  }
  return { coverage, dump: lines.join('\n'), figures }
}

async function describeChannel(
  world: Arena,
  machines: readonly SimNode[],
  coverage: Coverage,
): Promise<string[]> {
  const lines: string[] = []
  for (const machine of machines) {
    const record = await readRecord(machine.disk, world.channel)
    for (const [party, { leaves }] of record.feeds)
      for (const leaf of leaves)
        lines.push(`${machine.host} ${party} ${Buffer.from(leaf.bytes).toString('utf8')} ${leaf.text}`)
    const live = liveAt(world, machine)
    if (live !== undefined) {
      lines.push(`${machine.host} state ${stateHashOf(record, live)}`)
      for (const row of await machine.disk.matters(world.channel, 0, 1_000)) {
        lines.push(`${machine.host} matter ${row.id} ${row.state}`)
      }
      if (machine === world.nodes[0]) coverage.noteRecord(actsIn(record), live.folds.context)
    }
  }
  coverage.noteRefused(world.ledger.attempts)
  for (const each of world.ledger.attempts)
    lines.push(`${each.life} ${each.type} ${each.outcome} ${each.seq} ${each.received} ${each.settled}`)
  return lines
}

/** What a dump comes to, for comparing runs in different processes. */
export function digestOf(outcome: Outcome): string {
  return hash('sha256', outcome.dump)
}
