import fc from 'fast-check'

import type { AdmittedAct, FoldContext } from '../acts/index.ts'
import { matterOf } from '../acts/index.ts'
import type { JsonObject, PartyId } from '../record/index.ts'
import { ackOf, noAck, settledSizes } from './settled.ts'

/** For tests only: whole records made by parties that see each other late, and sometimes lie about what they saw. */
const ALL_PARTIES = ['mm', 'aa', 'zz', 'bb']
export const CHANNEL: string = 'c'.repeat(64)
const START_MS = Date.UTC(2016, 5, 14)

export function contextFor(partyCount: number): FoldContext {
  return { channel: CHANNEL, parties: ALL_PARTIES.slice(0, partyCount), fold: 1, exhibitBytesMax: 1_000_000 }
}

export function hexOf(n: number): string {
  return n.toString(16).padStart(64, '0')
}

export interface Move {
  readonly actor: number
  readonly what: 'act' | 'sync'
  readonly other: number
  /** Chooses the act and the matter. */
  readonly pick: number
  /** How much of what it saw the actor admits to have seen, in 0..1. */
  readonly candour: number
}

export interface Recorded {
  readonly context: FoldContext
  /** In the order in which they were made. */
  readonly acts: readonly AdmittedAct[]
}

function at(ms: number): string {
  return new Date(START_MS + ms).toISOString()
}

const REQUEST: readonly (readonly [string, (ask: string) => JsonObject])[] = [
  ['request.acknowledge', () => ({})],
  ['request.ask', () => ({ what: ['period'] })],
  ['request.clarify', (ask) => ({ exhibits: [], to: ask })],
  ['request.consult', () => ({ on: 'refusal' })],
  ['request.accept', () => ({ conditions: [] })],
  ['request.supply', () => ({ exhibits: [], final: false })],
  ['request.supply', () => ({ exhibits: [], final: true })],
  ['request.decline', () => ({ grounds: ['de-minimis'] })],
  ['request.postpone', () => ({ grounds: ['de-minimis'], until: at(1_000_000) })],
  ['request.extend', () => ({ until: at(9_000_000), what: 'answer' })],
  ['request.withdraw', () => ({ reason: 'other' })],
  ['request.rate', () => ({ completeness: 1, timeliness: 2, usefulness: 3 })],
  ['request.close', () => ({ outcome: 'answered' })],
  ['request.expire', () => ({})],
  ['remark.post', () => ({})],
  ['remark.post', () => ({})],
  ['evidence.receive', () => ({ result: 'match', sealed: hexOf(1) })],
  ['round.propose', () => ({})],
]
const WORDY = new Set(['request.open', 'request.clarify', 'request.consult', 'remark.post'])

export function openData(to: PartyId): JsonObject {
  const exhibit = { hmac: hexOf(1), mediaType: 'text/plain', plainBytes: 1, sealed: hexOf(1), sealedBytes: 9 }
  return {
    acknowledgeBy: at(500),
    answerBy: at(5000),
    confidentiality: [],
    exhibits: [exhibit],
    identifiers: [],
    instrument: { id: 'charter' },
    kind: 'information',
    marks: { handling: [], tlp: 'AMBER' },
    offences: [],
    to,
    urgency: 'routine',
  }
}

export interface Spoken {
  readonly type: string
  readonly data: JsonObject
  readonly about: string | undefined
  readonly body: string | undefined
}

/** Plays moves: each act is made upon what its author has admitted by then. */
export class World {
  readonly context: FoldContext
  readonly acts: AdmittedAct[] = []
  readonly feeds: AdmittedAct[][]
  /** `views[p][q]`: leaves of q that p has admitted; the genesis is one. */
  readonly views: number[][]
  readonly #claimed: number[][]
  #asks: string[] = []
  #matters: string[] = []

  constructor(partyCount: number) {
    this.context = contextFor(partyCount)
    this.feeds = this.context.parties.map(() => [])
    this.views = this.context.parties.map(() => this.context.parties.map(() => 1))
    this.#claimed = this.context.parties.map(() => this.context.parties.map(() => 1))
  }

  get matters(): readonly string[] {
    return this.#matters
  }

  play(move: Move): void {
    const parties = this.context.parties.length
    if (move.what === 'sync') this.sync(move.actor % parties, move.other % parties)
    else this.make(move.actor % parties, move.pick, move.candour)
  }

  /** Party `to` admits what it can of `from`'s feed. */
  sync(to: number, from: number): void {
    const view = this.views[to]
    if (view === undefined || to === from) return
    for (const act of this.feeds[from] ?? []) {
      if (act.leaf.seq !== view[from]) continue
      if (!this.context.parties.every((party, place) => (act.leaf.deps[party] ?? 0) <= (view[place] ?? 0)))
        return
      view[from] = act.leaf.seq + 1
    }
  }

  make(actor: number, pick: number, candour: number): AdmittedAct {
    const opens = this.#matters.length === 0 || pick % 11 === 0
    const about = this.#matters[pick % Math.max(1, this.#matters.length)]
    const choice = REQUEST[pick % REQUEST.length] ?? REQUEST[0]
    const to = this.context.parties[(actor + 1) % this.context.parties.length] ?? ''
    const type = opens ? 'request.open' : (choice?.[0] ?? '')
    const data = opens ? openData(to) : (choice?.[1](this.#asks.at(-1) ?? hexOf(0)) ?? {})
    const body = WORDY.has(type) ? 'application/json' : undefined
    const act = this.say(actor, candour, { type, data, about: opens ? undefined : about, body })
    if (opens) this.#matters.push(act.id)
    if (type === 'request.ask') this.#asks.push(act.id)
    return act
  }

  /** Any act whatever, upon what its author has admitted; `body` is a media type. */
  say(actor: number, candour: number, { type, data, about, body }: Spoken): AdmittedAct {
    return this.append(actor, {
      id: hexOf(1000 + this.acts.length),
      leaf: {
        v: 1,
        type,
        party: this.context.parties[actor] ?? '',
        seq: (this.feeds[actor]?.length ?? 0) + 1,
        made: at(this.acts.length * 10),
        deps: this.#deps(actor, candour),
        ...(about === undefined ? {} : { about }),
        ...(body === undefined ? {} : { body: { hmac: hexOf(0), size: 1, type: body } }),
        data,
      },
    })
  }

  append(actor: number, act: AdmittedAct): AdmittedAct {
    this.feeds[actor]?.push(act)
    this.acts.push(act)
    const view = this.views[actor]
    if (view !== undefined) view[actor] = act.leaf.seq + 1
    return act
  }

  /** Deps never go down, and never say more than was admitted; a liar says less. */
  #deps(actor: number, candour: number): Record<PartyId, number> {
    const claimed = this.#claimed[actor] ?? []
    const deps: Record<PartyId, number> = {}
    this.context.parties.forEach((party, place) => {
      if (place === actor) return
      const least = claimed[place] ?? 0
      const most = this.views[actor]?.[place] ?? 0
      claimed[place] = least + Math.floor((most - least) * candour)
      deps[party] = claimed[place]
    })
    return deps
  }
}

export function worldOf(partyCount: number, moves: readonly Move[]): World {
  const world = new World(partyCount)
  for (const move of moves) world.play(move)
  return world
}

/** An order in which a node may admit the acts: each feed in sequence, causes first, else as the choices fall. */
export function arrival(
  world: Recorded & { feeds: readonly (readonly AdmittedAct[])[] },
  choices: readonly number[],
): AdmittedAct[] {
  const { parties } = world.context
  const held = parties.map(() => 1)
  const order: AdmittedAct[] = []
  for (let step = 0; order.length < world.acts.length; step++) {
    const free = world.feeds.flatMap((feed, place) => {
      const act = feed[(held[place] ?? 1) - 1]
      if (act === undefined) return []
      return parties.every((party, other) => (act.leaf.deps[party] ?? 0) <= (held[other] ?? 0)) ? [act] : []
    })
    const act = free[(choices[step % Math.max(1, choices.length)] ?? 0) % free.length]
    if (act === undefined) throw new Error('the record cannot be admitted')
    held[parties.indexOf(act.leaf.party)] = act.leaf.seq + 1
    order.push(act)
  }
  return order
}

/** Settled sizes after the given acts have been admitted. */
export function settledAfter(acts: readonly AdmittedAct[], context: FoldContext): number[] {
  const newest = context.parties.map(() => noAck(context.parties))
  for (const { leaf } of acts) newest[context.parties.indexOf(leaf.party)] = ackOf(leaf, context.parties)
  return settledSizes(newest)
}

export function byMatter(acts: readonly AdmittedAct[]): Map<string, AdmittedAct[]> {
  const matters = new Map<string, AdmittedAct[]>()
  for (const act of acts) {
    const matter = matterOf(CHANNEL, act.leaf, act.id)
    matters.set(matter, [...(matters.get(matter) ?? []), act])
  }
  return matters
}

export const partyCounts: fc.Arbitrary<number> = fc.integer({ min: 2, max: 4 })
export const choiceLists: fc.Arbitrary<number[]> = fc.array(fc.nat(11), { minLength: 1, maxLength: 40 })

export function moveLists(maxLength: number): fc.Arbitrary<Move[]> {
  const move = fc.record<Move>({
    actor: fc.nat(3),
    what: fc.constantFrom('act', 'act', 'sync'),
    other: fc.nat(3),
    pick: fc.nat(197),
    candour: fc.constantFrom(1, 1, 1, 0.5, 0),
  })
  return fc.array(move, { minLength: Math.floor(maxLength / 2), maxLength })
}
