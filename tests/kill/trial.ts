import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Chance } from './chance.ts'
import type { Status } from './node-process.ts'
import { foundPair } from './pair.ts'
import { type Tally, lookAtDead, verdict } from './verdict.ts'
import { Victim } from './victim.ts'

/** Longest time that a node under load lives after it could write. */
const LIFE_MS = 300
/** Longest time that a node lives which is killed while it starts. */
const START_MS = 150
/** Some kills wait for so many more receipts, so that a busy machine does not always kill before the first; but no longer than this. */
const RECEIPTS = 60
const RECEIPTS_LIMIT_MS = 1_500
/** Both nodes fall silent within this time of the last act, on a machine that is busy otherwise. */
const CALM_LIMIT_MS = 180_000

export interface KillFigures extends Tally {
  readonly seed: number
  readonly kills: number
  readonly restarts: number
  readonly worstRestartMs: number
  readonly looks: number
  readonly seconds: number
}

export interface KillOptions {
  /** An empty folder; everything is made below it. */
  readonly dir: string
  readonly kills: number
  readonly seed: number
}

/**
 * Two nodes under load, in two processes; one, the other or both are killed at random moments and started again. Then
 * both fall silent, stop, and their folders are held against everything that they were ever told.
 * Throws an Error in words at the first thing that is not as promised.
 */
export async function runKills({ dir, kills, seed }: KillOptions): Promise<KillFigures> {
  const startMs = performance.now()
  await mkdir(join(dir, 'cache'), { recursive: true })
  const pair = await foundPair(dir)
  const us = new Victim('us', pair.us, seed, join(dir, 'cache'))
  const cn = new Victim('cn', pair.cn, seed, join(dir, 'cache'))
  try {
    await Promise.all([us.start(), cn.start()])
    const killed = await killThem([us, cn], kills, new Chance(seed, 'killer'), pair.channel)
    await fallSilent([us, cn])
    await Promise.all([us.stop(), cn.stop()])
    const tally = await verdict([us, cn], pair.channel)
    const seconds = Math.round((performance.now() - startMs) / 100) / 10
    return { seed, restarts: us.lives + cn.lives - 2, ...killed, ...tally, seconds }
  } finally {
    await Promise.all([us.end(), cn.end()])
  }
}

interface Killed {
  readonly kills: number
  readonly worstRestartMs: number
  readonly looks: number
}

async function killThem(
  nodes: readonly [Victim, Victim],
  wanted: number,
  chance: Chance,
  channel: string,
): Promise<Killed> {
  let [kills, worstRestartMs, looks] = [0, 0, 0]
  while (kills < wanted) {
    const plan = drawPlan(nodes, chance)
    if (!plan.whileStarting) {
      const waits = await Promise.all(nodes.map((node) => node.writable()))
      worstRestartMs = Math.max(worstRestartMs, ...(kills === 0 ? [] : waits))
    }
    await receiptsCame(nodes, plan.receipts)
    await sleep(plan.afterMs)
    await Promise.all(plan.victims.map((victim) => victim.kill()))
    kills += plan.victims.length
    if (plan.look) {
      for (const victim of plan.victims) await lookAtDead(victim, nodes, channel)
      looks += plan.victims.length
    }
    await Promise.all(plan.victims.map((victim) => victim.start()))
  }
  await Promise.all(nodes.map((node) => node.writable()))
  return { kills, worstRestartMs: Math.round(worstRestartMs), looks }
}

interface Plan {
  readonly victims: readonly Victim[]
  /** Killed before it could write again: in the middle of opening, greeting or catching up. */
  readonly whileStarting: boolean
  readonly afterMs: number
  readonly receipts: number
  /** The folder is looked at before the next start; otherwise the node itself is the first to open it. */
  readonly look: boolean
}

function drawPlan(nodes: readonly [Victim, Victim], chance: Chance): Plan {
  const who = chance.below(4)
  const victims = who === 0 ? nodes : [nodes[who % 2 === 0 ? 0 : 1]]
  const whileStarting = chance.below(5) === 0
  const afterMs = chance.below(whileStarting ? START_MS : LIFE_MS)
  const receipts = whileStarting || chance.below(2) === 0 ? 0 : 1 + chance.below(RECEIPTS)
  return {
    victims,
    whileStarting,
    afterMs: receipts > 0 ? afterMs % 20 : afterMs,
    receipts,
    look: chance.below(4) === 0,
  }
}

/** Waits until both nodes together were told of so many more acts that the other holds them. */
async function receiptsCame(nodes: readonly Victim[], wanted: number): Promise<void> {
  const count = (): number => {
    for (const { journal } of nodes) journal.refresh()
    return nodes.reduce((sum, { journal }) => sum + journal.receivedCount, 0)
  }
  const [from, endMs] = [count(), performance.now() + RECEIPTS_LIMIT_MS]
  while (wanted > 0 && count() < from + wanted && performance.now() < endMs) await sleep(5)
}

/** Waits until nothing moves any more and each holds all of the other's feed. */
async function fallSilent(nodes: readonly Victim[]): Promise<void> {
  for (const node of nodes) node.quiet()
  const endMs = performance.now() + CALM_LIMIT_MS
  let before = ''
  for (;;) {
    const now = await Promise.all(nodes.map((node) => node.status()))
    const text = JSON.stringify(now)
    if (text === before && now.every(isCalm) && sameFeeds(now)) return
    if (performance.now() > endMs) throw new Error(`the nodes did not fall silent: ${text}`)
    before = text
    await sleep(500)
  }
}

function isCalm({ busy, feeds, owed }: Status): boolean {
  return busy === 0 && owed === 0 && Object.values(feeds).every(({ receipted, size }) => receipted === size)
}

function sameFeeds(now: readonly Status[]): boolean {
  const [first] = now
  return now.every(({ feeds }) => JSON.stringify(feeds) === JSON.stringify(first?.feeds))
}
