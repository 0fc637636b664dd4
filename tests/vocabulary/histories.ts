import fc from 'fast-check'
import {
  type ActDefinition,
  type AdmittedAct,
  type MatterState,
  type VoidCode,
  VOCABULARY,
} from '../../src/acts/index.ts'
import { foldMatter } from '../../src/channel/index.ts'
import { type JsonObject, instantFromMs } from '../../src/record/index.ts'
import { World } from '../lists/histories.ts'
import { SeededRng } from '../sim/random.ts'
import { byMatter } from '../sim/refold.ts'
import { type Scene, drawnBody, drawnData, hexOf } from './drawn.ts'
import { rotationFor } from './rotations.ts'

/** One step of a history: an act of any type, or a party that catches up with another. */
export interface Step {
  readonly actor: number
  readonly other: number
  readonly sync: boolean
  readonly seed: number
  readonly candour: number
  /** Whether the author does what has effect, as far as it can tell, or whatever comes to its mind. */
  readonly sensible: boolean
  /** Whether it has admitted all that there is before it acts. */
  readonly informed: boolean
}

export function steps(maxLength: number): fc.Arbitrary<Step[]> {
  const step = fc.record<Step>({
    actor: fc.nat(3),
    other: fc.nat(3),
    sync: fc.constantFrom(false, false, true),
    seed: fc.nat(),
    candour: fc.constantFrom(1, 1, 1, 1, 0.5, 0),
    sensible: fc.constantFrom(true, true, true, false),
    informed: fc.constantFrom(true, true, false),
  })
  return fc.array(step, { minLength: Math.floor(maxLength / 2), maxLength })
}

/** Plays a history over the whole vocabulary, each act with data drawn from its schema. */
export function playedHistory(partyCount: number, list: readonly Step[]): World {
  const world = new World(partyCount)
  for (const step of list) {
    if (step.sync) world.sync(step.actor % partyCount, step.other % partyCount)
    else make(world, step, partyCount)
  }
  return world
}

/** A history that follows from a number alone, for tests that need many acts and no shrinking. */
export function historyFrom(seed: number, partyCount: number, acts: number): World {
  const rng = new SeededRng(seed, 'history')
  const world = new World(partyCount)
  while (world.acts.length < acts) {
    const step = {
      actor: rng.below(partyCount),
      other: rng.below(partyCount),
      sync: false,
      seed: rng.below(1_000_000_000),
      candour: rng.pick([1, 1, 1, 0.5, 0]),
      sensible: rng.chance(0.75),
      informed: rng.chance(0.7),
    }
    make(world, step, partyCount)
  }
  return world
}

interface Choice {
  readonly act: ActDefinition
  readonly data: JsonObject
  readonly about: string | undefined
  readonly body: string | undefined
  readonly actor: number
}

/** Draws of one move: somebody who looks for something that has effect finds it mostly. */
const DRAWS = 8

function make(world: World, { actor, candour, informed, seed, sensible }: Step, partyCount: number): void {
  const rng = new SeededRng(seed, 'move')
  if (informed) for (let other = 0; other < partyCount; other++) world.sync(actor % partyCount, other)
  if (rng.chance(0.04) && makeOdd(world, rng, actor % partyCount, candour)) return
  const { about, state } = matterFor(world, rng)
  let chosen: Choice | undefined
  for (let draw = 0; draw < DRAWS; draw++) {
    const choice = drawChoice(world, rng, sensible ? state : anyOr(state, rng), about, actor % partyCount)
    if (choice === undefined) continue
    chosen ??= choice
    if (!sensible) break
    if (outcomeNow(world, choice, state) !== 'void') {
      chosen = choice
      break
    }
  }
  if (chosen === undefined) return
  world.say(chosen.actor, candour, {
    type: chosen.act.name,
    data: chosen.data,
    about: chosen.about,
    body: chosen.body,
  })
}

/** The same act once more, an act of no version, or one whose data have a field too many. */
function makeOdd(world: World, rng: SeededRng, actor: number, candour: number): boolean {
  if (world.acts.length === 0) return false
  const { leaf } = rng.pick(world.acts.slice(-12))
  const odd = rng.below(4)
  world.say(odd > 1 ? world.context.parties.indexOf(leaf.party) : actor, candour, {
    type: odd === 0 ? 'round.propose' : leaf.type,
    data: odd === 1 ? { ...leaf.data, note: 'not in the schema' } : leaf.data,
    about: leaf.about,
    body: leaf.body?.type,
  })
  return true
}

/** Older ones rest, so that those that are worked on come far. */
const RECENT_MATTERS = 4

/** After these little more can happen, so they are made less often. */
const FINAL = /\.(?:leave|retire|withdraw|destroy|decline|close|stand-down|succeed)$/

type At = MatterState | null | 'anything'

/** Who does not look does not see what a matter is. */
function anyOr(state: MatterState | null, rng: SeededRng): At {
  return rng.chance(0.4) ? 'anything' : state
}

function matterFor(world: World, rng: SeededRng): { about: string | undefined; state: MatterState | null } {
  const matters = byMatter(world.acts, world.context)
  const { channel } = world.context
  const recent = [...matters.keys()].filter((id) => id !== channel).slice(-RECENT_MATTERS)
  if (recent.length === 0 || rng.chance(0.07)) return { about: undefined, state: null }
  const about = rng.chance(0.12) ? channel : rng.pick(recent)
  const folded = foldMatter(about, matters.get(about) ?? [], world.context)
  return { about, state: folded.kind === 'folded' ? folded.matter.now.state : null }
}

function drawChoice(
  world: World,
  rng: SeededRng,
  at: At,
  about: string | undefined,
  actor: number,
): Choice | undefined {
  const fitting = VOCABULARY.filter((act) => fits(act, at))
  // What can be made of any matter would else drown what is made of this kind of matter alone.
  const own = fitting.filter(({ about: place }) => place.how !== 'any')
  const said = (name: string): number => world.acts.filter(({ leaf }) => leaf.type === name).length
  const pool = own.length > 0 && rng.chance(0.7) ? own : fitting
  const two = [rng.pick(pool), rng.pick(pool)].toSorted((a, b) => said(a.name) - said(b.name))
  const first = two[0] ?? rng.pick(pool)
  const calmer = FINAL.test(first.name) && rng.chance(0.7) ? rng.pick(fitting) : first
  // Requests have the longest life and the most rules, so there are more of them.
  const isRequest = at === null && rng.chance(0.35)
  const act = isRequest ? (fitting.find(({ name }) => name === 'request.open') ?? calmer) : calmer
  const state = at === 'anything' ? null : at
  const scene: Scene = {
    rng,
    nowMs: world.nextMs,
    parties: world.context.parties,
    state,
    acts: world.acts.slice(-12).map(({ id }) => id),
  }
  const data =
    act.name === 'channel.key.rotate'
      ? rotationFor(world.context.channel, world.context.parties[actor] ?? '', rng)
      : drawnData(act, scene)
  if (data === undefined) return undefined
  const named = act.about.how === 'about' || act.about.how === 'any'
  return {
    act,
    data,
    about: (named || rng.chance(0.01)) && !rng.chance(0.01) ? about : undefined,
    body: drawnBody(act, rng),
    actor,
  }
}

function fits({ about }: ActDefinition, at: At): boolean {
  if (at === 'anything') return true
  if (at === null) return about.how === 'opens'
  return (
    about.how === 'any' ||
    (about.how === 'about' && about.kind === at.kind) ||
    (about.how === 'channel' && at.kind === 'channel')
  )
}

/** What the act would come to if everybody had seen everything. */
function outcomeNow(
  world: World,
  { act, about, actor, body, data }: Choice,
  state: MatterState | null,
): 'effect' | 'void' {
  const { parties } = world.context
  const provisional: AdmittedAct = {
    id: hexOf(new SeededRng(world.acts.length, 'provisional'), 32),
    leaf: {
      v: 1,
      type: act.name,
      party: parties[actor] ?? '',
      seq: (world.feeds[actor]?.length ?? 0) + 1,
      made: instantFromMs(world.nextMs),
      deps: Object.fromEntries(
        parties.flatMap((party, place) =>
          place === actor ? [] : [[party, (world.feeds[place]?.length ?? 0) + 1]],
        ),
      ),
      ...(about === undefined ? {} : { about }),
      ...(body === undefined ? {} : { body: { hmac: '0'.repeat(64), size: 1, type: body } }),
      data,
    },
  }
  const before = act.about.how === 'opens' ? null : state
  return typeof act.fold(before, provisional, world.context) === 'string' ? 'void' : 'effect'
}

/** Every act of a history with its place in the fold: null where it has effect. */
export function verdictsOf(world: World): { type: string; code: VoidCode | null; kind: string }[] {
  return [...byMatter(world.acts, world.context)].flatMap(([id, acts]) => {
    const folded = foldMatter(id, acts, world.context)
    if (folded.kind !== 'folded') throw new Error(`matter ${id} did not fold: ${folded.kind}`)
    const kind = folded.matter.now.state?.kind ?? 'unknown'
    return folded.verdicts.map(({ act, code }) => ({ type: act.leaf.type, code, kind }))
  })
}
