import { type AdmittedAct, matterOf } from '../../src/acts/index.ts'
import type { LiveChannel } from '../../src/app/index.ts'
import { canonicalise, type PartyId, verifyForkProof, verifyReceiptNote } from '../../src/record/index.ts'
import { encodeMatter, decodeMatter, startStateHash } from '../../src/channel/index.ts'
import { feedOf } from '../../src/exchange/index.ts'
import { type Arena, liveAt } from './arena.ts'
import { checkLists } from './lists.ts'
import { type ReadRecord, actsIn, readRecord } from './read-record.ts'
import { checkFolds } from './refold.ts'
import { stuckMachines } from './rest.ts'
import { openSides, sideFaults } from './sides.ts'
import { SeededRng } from './random.ts'
import type { SettledWatch } from './settled-watch.ts'
import { EPOCH_MS, type SimNode } from './sim-node.ts'
import type { World } from './world.ts'

/** Refusals that an officer may meet; anything else is a fault. */
const expectedRefusals = new Set([
  'asked',
  'recorded',
  'act-not-allowed',
  'matter-unknown',
  'data-invalid',
  'body-invalid',
  'about-invalid',
  'read-only',
  // An officer whose key, appointment or answer is not what it should be.
  'attestation-challenge-wrong',
  'attestation-origin-wrong',
  'attestation-user-unverified',
  'attestation-unappointed',
  'attestation-relieved',
  'attestation-officer-wrong',
  // Terms that the form allows and this version cannot keep, such as a clock rule that it does not know.
  'charter-invalid',
  // Somebody who writes past the node, and cannot now.
  'not-now',
])

/** Holds the world at rest against everything that must be true of it. Empty when all is. */
export async function judge(world: World, watch: SettledWatch): Promise<string[]> {
  const faults: string[] = [...world.carriedFaults, ...(await sideFaults(world))]
  const say = (machine: SimNode, what: string): void => void faults.push(`${machine.host}: ${what}`)
  for (const machine of world.machines) for (const what of machine.violations) say(machine, what)
  for (const machine of world.machines) checkLog(machine, say)
  faults.push(...(await judgeChannel(world, watch)))
  for (const side of openSides(world))
    for (const fault of await judgeChannel(side)) faults.push(`in a side channel, ${fault}`)
  return faults
}

async function judgeChannel(world: Arena, watch?: SettledWatch): Promise<string[]> {
  const faults: string[] = []
  const say = (machine: SimNode, what: string): void => void faults.push(`${machine.host}: ${what}`)
  for (const { outcome, party, type } of world.ledger.attempts)
    if (!expectedRefusals.has(outcome)) faults.push(`${party}: ${type} was answered with ${outcome}`)
  const records = new Map<SimNode, ReadRecord>()
  const standings = new Map<string, string>()
  for (const machine of world.nodes) records.set(machine, await readRecord(machine.disk, world.channel))
  compareFeeds(world, records, faults)
  for (const [machine, record] of records) {
    const live = liveAt(world, machine)
    if (live === undefined) {
      say(machine, 'does not run at the end')
      continue
    }
    if (live.mismatch !== undefined) say(machine, `has a state mismatch with ${live.mismatch.by}`)
    for (const feed of live.held.feeds.values())
      if (feed.frozen !== undefined) say(machine, `has the feed of ${feed.party} frozen`)
    await checkStates(world, live, record, (what) => say(machine, what))
    const acts = actsIn(record)
    const standing = await checkLists(
      machine.disk,
      acts,
      live.folds.context,
      EPOCH_MS + world.queue.nowMs,
      (what) => say(machine, what),
    )
    const same = JSON.stringify(acts.map(({ id }) => id).toSorted())
    if ((standings.get(same) ?? standing) !== standing) say(machine, 'says otherwise how its matters stand')
    standings.set(same, standing)
    if (!stuckMachines(world).has(machine)) await checkReceipts(world, machine, live, say)
    for (const what of watch?.movedIn(record, live.folds.context, world.lostTail.size > 0) ?? [])
      say(machine, what)
  }
  checkActs(world, records, faults)
  if (stuckMachines(world).size === 0) checkMarks(world, faults)
  return faults
}

function checkLog(machine: SimNode, say: (machine: SimNode, what: string) => void): void {
  for (const { event, facts } of machine.logged) {
    const text = JSON.stringify(facts)
    if (
      event !== 'peer-trouble' ||
      /state-mismatch|failed to answer|store-|feed-forked|unreconciled/.test(text)
    )
      say(machine, `logged ${event} ${text}`)
  }
}

function compareFeeds(world: Arena, records: ReadonlyMap<SimNode, ReadRecord>, faults: string[]): void {
  const stuck = [...stuckMachines(world)].map((machine) => machine.party)
  for (const party of world.parties) {
    if (stuck.includes(party)) continue
    const held = [...records].map(([machine, record]) => {
      const feed = record.feeds.get(party)
      return {
        host: machine.host,
        text: `${feed?.leaves.length} ${Buffer.from(feed?.root ?? []).toString('hex')}`,
      }
    })
    if (new Set(held.map((each) => each.text)).size > 1)
      faults.push(
        `the feed of ${party} differs: ${held.map((each) => `${each.host} ${each.text}`).join('; ')}`,
      )
  }
}

/** Every recorded act stands exactly once at its place; nothing stands there twice under another number. */
function checkActs(world: Arena, records: ReadonlyMap<SimNode, ReadRecord>, faults: string[]): void {
  const [record] = records.values()
  if (record === undefined) return
  for (const attempt of world.ledger.recorded()) {
    const at = record.feeds.get(attempt.party)?.leaves[attempt.seq]
    if (at?.act.id !== attempt.id && !attempt.mayBeLost)
      faults.push(`${attempt.party}: act ${attempt.seq} (${attempt.type}) was recorded and is not there`)
  }
  const texts = new Map<string, number>()
  for (const machineRecord of [record])
    for (const { leaves } of machineRecord.feeds.values())
      for (const { text } of leaves) if (text !== '') texts.set(text, (texts.get(text) ?? 0) + 1)
  for (const [text, count] of texts)
    if (count > 1) faults.push(`an act with body ${text} stands ${count} times`)
  const asked = new Set(world.ledger.attempts.map((attempt) => attempt.text))
  for (const text of texts.keys())
    if (!asked.has(text)) faults.push(`nobody asked for the act with body ${text}`)
}

/** Whoever waited for a mark, and whose node lives, has been told. */
function checkMarks(world: Arena, faults: string[]): void {
  for (const attempt of world.ledger.recorded()) {
    const machine = world.nodes.find((node) => attempt.life === `${node.host}/${node.lives}`)
    if (machine === undefined || attempt.mayBeLost) continue
    if (!attempt.received) faults.push(`${attempt.party}: act ${attempt.seq} never became received`)
    if (!attempt.settled) faults.push(`${attempt.party}: act ${attempt.seq} never became settled`)
  }
}

/** What the node keeps folded is what folding from nothing gives, in memory and on disk, and in any order of arrival. */
async function checkStates(
  world: Arena,
  live: LiveChannel,
  record: ReadRecord,
  say: (what: string) => void,
): Promise<void> {
  const { context } = live.folds
  const acts = actsIn(record)
  await live.folds.save()
  const rng = new SeededRng(world.seed, `arrival/${live.held.self}`)
  const expected = checkFolds(acts, context, rng, say)
  for (const [id, progress] of expected) {
    const text = canonicalise(JSON.parse(JSON.stringify(progress)), 64)
    const kept = await live.folds.matter(id)
    if (kept === undefined || canonicalise(JSON.parse(JSON.stringify(kept.now)), 64) !== text)
      say(`keeps matter ${id.slice(0, 12)} folded differently than from nothing`)
    const row = await storeRow(world, live, id)
    if (row === undefined || JSON.stringify(decodeMatter(row).now) !== JSON.stringify(progress))
      say(`has matter ${id.slice(0, 12)} on disk differently than from nothing`)
    if (kept !== undefined && row !== undefined && encodeMatter(decodeMatter(row)) !== row)
      say(`has matter ${id.slice(0, 12)} on disk in another form`)
  }
  await live.claims.idle()
}

async function storeRow(world: Arena, live: LiveChannel, id: string): Promise<string | undefined> {
  const machine = world.nodes.find((node) => node.party === live.held.self)
  return (await machine?.disk.matter(live.id, id))?.state
}

async function checkReceipts(
  world: Arena,
  machine: SimNode,
  live: LiveChannel,
  say: (machine: SimNode, what: string) => void,
): Promise<void> {
  const own = feedOf(live.held, live.held.self)
  const rows = await machine.disk.receipts(world.channel, live.held.self)
  for (const row of rows) {
    const { head, receipt } = verifyReceiptNote(row.note, world.channel, live.held.self, live.held.keys)
    if (receipt.by !== row.by || head.size !== row.size)
      say(machine, `keeps a receipt under a wrong name or size`)
    const root = head.size === own.tree.size ? own.tree.root() : head.root
    if (Buffer.compare(head.root, root) !== 0) say(machine, `keeps a receipt over another root`)
  }
  for (const peer of live.held.peers)
    if (!rows.some((row) => row.by === peer.party && row.size === own.tree.size))
      say(machine, `lacks the receipt of ${peer.party} for its newest head`)
}

/** Hash over every matter and all acts: what `channel.state` states, over everything at once. */
export function stateHashOf(record: ReadRecord, live: LiveChannel): string {
  const { context } = live.folds
  const acts = actsIn(record)
  const byMatter = new Map<string, AdmittedAct[]>()
  for (const act of acts) {
    const matter = matterOf(context.channel, act.leaf, act.id)
    byMatter.set(matter, [...(byMatter.get(matter) ?? []), act])
  }
  const upTo = context.parties.map((party) => record.feeds.get(party)?.leaves.length ?? 0)
  const hasher = startStateHash(context, null, upTo)
  for (const [matter, of] of byMatter) hasher.add(matter, of)
  return hasher.finish()
}

/** Two histories of one party: each peer that met both holds a proof that verifies by itself. */
export function forkFaults(world: World, party: PartyId): string[] {
  const faults: string[] = []
  for (const machine of world.nodes) {
    if (machine.party === party) continue
    const frozen = machine.node?.channel(world.channel).held.feeds.get(party)?.frozen
    if (frozen?.reason !== 'fork') {
      faults.push(`${machine.host}: does not know that ${party} runs twice`)
      continue
    }
    const fork = verifyForkProof(frozen.proof)
    if (fork.party !== party || fork.channel !== world.channel)
      faults.push(`${machine.host}: its proof is of another fork`)
  }
  return faults
}
