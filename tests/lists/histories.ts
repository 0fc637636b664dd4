import fc from 'fast-check'
import {
  ACT_EXAMPLES,
  type ActDefinition,
  type AdmittedAct,
  type FoldContext,
  VOCABULARY,
} from '../../src/acts/index.ts'
import type { JsonObject } from '../../src/record/index.ts'

type JsonValue = JsonObject[string]

/** What the node would fill in. It names the sealed file that the examples speak of. */
const EXHIBITS: JsonObject = {
  exhibits: [
    {
      hmac: '0'.repeat(64),
      mediaType: 'text/plain',
      plainBytes: 1,
      sealed: 'b'.repeat(64),
      sealedBytes: 9,
    },
  ],
}

const CHANNEL = 'c'.repeat(64)
const PARTIES = ['mm', 'aa', 'zz', 'bb']
const START_MS = Date.UTC(2030, 0, 1)
/** From one act to the next: a history ends around the instants that the examples name. */
const STEP_MS = 12 * 3_600_000

/** A record made by parties that see each other late, and do not always say all they saw. */
export class World {
  readonly context: FoldContext
  readonly acts: AdmittedAct[] = []
  readonly feeds: AdmittedAct[][]
  /** `views[p][q]`: leaves of q that p has admitted; the genesis is one. */
  readonly #views: number[][]
  readonly #claimed: number[][]

  constructor(partyCount: number) {
    const parties = PARTIES.slice(0, partyCount)
    this.context = { channel: CHANNEL, parties, fold: 1, exhibitBytesMax: 1_000_000 }
    this.feeds = parties.map(() => [])
    this.#views = parties.map(() => parties.map(() => 1))
    this.#claimed = parties.map(() => parties.map(() => 1))
  }

  /** Party `to` admits what it can of `from`'s feed. */
  sync(to: number, from: number): void {
    const view = this.#views[to]
    if (view === undefined || to === from) return
    for (const act of this.feeds[from] ?? []) {
      if (act.leaf.seq !== view[from]) continue
      if (!this.#holds(view, act)) return
      view[from] = act.leaf.seq + 1
    }
  }

  /** When the next act is made, as its author says. */
  get nextMs(): number {
    return START_MS + this.acts.length * STEP_MS
  }

  say(
    actor: number,
    candour: number,
    spoken: { type: string; data: JsonObject; about: string | undefined; body: string | undefined },
  ): AdmittedAct {
    const { type, data, about, body } = spoken
    const act = {
      id: (1000 + this.acts.length).toString(16).padStart(64, '0'),
      leaf: {
        v: 1,
        type,
        party: this.context.parties[actor] ?? '',
        seq: (this.feeds[actor]?.length ?? 0) + 1,
        made: new Date(this.nextMs).toISOString(),
        deps: this.#deps(actor, candour),
        ...(about === undefined ? {} : { about }),
        ...(body === undefined ? {} : { body: { hmac: '0'.repeat(64), size: 1, type: body } }),
        data,
      },
    } as const
    this.feeds[actor]?.push(act)
    this.acts.push(act)
    const view = this.#views[actor]
    if (view !== undefined) view[actor] = act.leaf.seq + 1
    return act
  }

  /** An order in which a node may admit the acts: each feed in sequence, causes first, else as the choices fall. */
  arrival(choices: readonly number[]): AdmittedAct[] {
    const held = this.context.parties.map(() => 1)
    const order: AdmittedAct[] = []
    while (order.length < this.acts.length) {
      const free = this.feeds.flatMap((feed, place) => {
        const act = feed[(held[place] ?? 1) - 1]
        return act !== undefined && this.#holds(held, act) ? [{ act, place }] : []
      })
      const next = free[(choices[order.length % Math.max(1, choices.length)] ?? 0) % free.length]
      if (next === undefined) throw new Error('the record cannot be admitted')
      held[next.place] = next.act.leaf.seq + 1
      order.push(next.act)
    }
    return order
  }

  #holds(view: readonly number[], { leaf }: AdmittedAct): boolean {
    return this.context.parties.every((party, place) => (leaf.deps[party] ?? 0) <= (view[place] ?? 0))
  }

  /** Deps never go down, and never say more than was admitted. */
  #deps(actor: number, candour: number): Record<string, number> {
    const claimed = this.#claimed[actor] ?? []
    const deps: Record<string, number> = {}
    this.context.parties.forEach((party, place) => {
      if (place === actor) return
      const least = claimed[place] ?? 0
      claimed[place] = least + Math.floor(((this.#views[actor]?.[place] ?? 0) - least) * candour)
      deps[party] = claimed[place]
    })
    return deps
  }
}

/** One step of a history over the whole vocabulary: an act, or a party that catches up with another. */
export interface Step {
  readonly actor: number
  readonly other: number
  readonly sync: boolean
  /** Chooses the act, and the matter and acts that it names. */
  readonly pick: number
  readonly about: number
  readonly candour: number
}

export function histories(maxLength: number): fc.Arbitrary<Step[]> {
  const step = fc.record<Step>({
    actor: fc.nat(3),
    other: fc.nat(3),
    sync: fc.constantFrom(false, false, true),
    pick: fc.nat(10_000),
    about: fc.nat(10_000),
    candour: fc.constantFrom(1, 1, 1, 0.5, 0),
  })
  return fc.array(step, { minLength: Math.floor(maxLength / 2), maxLength })
}

/** Plays a history: every act of the vocabulary, or of these, with the data that people are shown for it, about matters at hand. */
export function played(
  partyCount: number,
  steps: readonly Step[],
  among: readonly ActDefinition[] = VOCABULARY,
): World {
  const world = new World(partyCount)
  const opened: { id: string; kind: string }[] = []
  for (const { actor, other, sync, pick, about, candour } of steps) {
    if (sync) world.sync(actor % partyCount, other % partyCount)
    else make(world, among, opened, actor % partyCount, pick, about, candour)
  }
  return world
}

/** The act that a step says when the matter it speaks of is of this kind. */
function chosen(
  among: readonly ActDefinition[],
  kind: string | undefined,
  pick: number,
): ActDefinition | undefined {
  const opens = among.filter((act) => act.about.how === 'opens')
  const known = among.filter(
    ({ about: place }) => place.how === 'any' || (place.how === 'about' && place.kind === kind),
  )
  const ofChannel = among.filter((act) => act.about.how === 'channel')
  const free = kind === undefined || pick % 7 === 0 ? opens : pick % 13 === 0 ? ofChannel : known
  return free[Math.floor(pick / 7) % free.length]
}

/** A history that goes where chance seldom comes: party 0 opens a matter, and all that follows is said of it, each act seen by the other. */
export function directed(
  among: readonly ActDefinition[],
  kind: string,
  said: readonly (readonly [actor: 0 | 1, name: string])[],
): Step[] {
  return said.flatMap(([actor, name], place) => {
    const picks = Array.from({ length: 10_000 }, (_, pick) => pick)
    const pick = picks.find((each) => chosen(among, place === 0 ? undefined : kind, each)?.name === name)
    if (pick === undefined) throw new Error(`no step says ${name}`)
    const step = { actor, other: 1 - actor, pick, about: 0, candour: 1 }
    return [
      { ...step, sync: false },
      { ...step, actor: 1 - actor, other: actor, sync: true },
    ]
  })
}

function make(
  world: World,
  among: readonly ActDefinition[],
  opened: { id: string; kind: string }[],
  actor: number,
  pick: number,
  which: number,
  candour: number,
): void {
  const about = opened[which % Math.max(1, opened.length)]
  const definition = chosen(among, about?.kind, pick)
  if (definition === undefined) return
  const example = ACT_EXAMPLES[definition.name] ?? {}
  const whole = definition.data.safeParse(example).success ? example : { ...example, ...EXHIBITS }
  const isAbout = definition.about.how === 'about' || definition.about.how === 'any'
  const { rule, types } = definition.body
  const act = world.say(actor, candour, {
    type: definition.name,
    data: fitted(whole, world, actor, isAbout ? about?.id : undefined, which),
    about: isAbout ? about?.id : undefined,
    body: rule === 'none' || (rule === 'optional' && pick % 2 === 0) ? undefined : types[0],
  })
  if (definition.about.how === 'opens') opened.push({ id: act.id, kind: definition.about.kind })
}

/** The example with acts and parties of this history in the places of those it names. */
function fitted(
  example: JsonObject,
  world: World,
  actor: number,
  about: string | undefined,
  which: number,
): JsonObject {
  const { parties } = world.context
  const ofMatter = world.acts.filter((act) => about === undefined || belongs(act, about))
  const anAct = ofMatter[which % Math.max(1, ofMatter.length)]?.id ?? CHANNEL
  const put = (value: JsonValue): JsonValue => {
    if (value === 'a'.repeat(64)) return anAct
    if (value === 'cn') return parties[(actor + 1) % parties.length] ?? ''
    if (Array.isArray(value)) return value.map(put)
    return isObject(value) ? putAll(value) : value
  }
  const putAll = (object: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(object).map(([name, value]) => [name, put(value)]))
  return putAll(example)
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function belongs({ id, leaf }: AdmittedAct, matter: string): boolean {
  return id === matter || leaf.about === matter
}
