import {
  type ActDefinition,
  type AdmittedAct,
  type MatterKind,
  type MatterState,
  VOCABULARY,
  actNamed,
} from '../../src/acts/index.ts'
import type { LiveChannel } from '../../src/app/index.ts'
import { feedOf } from '../../src/exchange/index.ts'
import { type ActId, type JsonObject, instantFromMs } from '../../src/record/index.ts'
import { drawnBody, drawnData, hexOf } from '../vocabulary/drawn.ts'
import { liveAt } from './arena.ts'
import type { Attempt, Ledger } from './ledger.ts'
import { OfficerKey } from './officer-key.ts'
import type { SeededRng } from './random.ts'
import { recordUnasked } from './rogue.ts'
import type { SimNode } from './sim-node.ts'

type Draft = Parameters<LiveChannel['act']>[0]

/** How somebody goes about an act. */
type Manner =
  /** Looks at what there is and does what would have effect. */
  | 'sensible'
  /** Does what comes to mind; the node mostly refuses. */
  | 'thoughtless'
  /** Does it twice at once, before the node can tell that it has done it. */
  | 'twice'
  /** Writes it past the node, which is not asked. */
  | 'unasked'

const MANNERS: readonly Manner[] = [
  ...Array.from({ length: 16 }, () => 'sensible' as const),
  'thoughtless',
  'thoughtless',
  'twice',
  'unasked',
  'unasked',
]
/** Draws of one move: somebody who looks for something that has effect finds it mostly. */
const DRAWS = 8
const GLANCES = 3
/** Older matters rest, so that those that are worked on come far. */
const RECENT_MATTERS = 3
const RECENT_ACTS = 12
/** A run lasts some seconds, and deadlines are to pass in it. */
const HOUR_MS = 20_000
const KEYS_PER_OFFICE = 3
/** After these little more can happen, so they are made less often. */
const FINAL = /\.(?:leave|retire|withdraw|destroy|decline|close|stand-down|succeed)$/
/** Made by the node itself, or with keys that the node must have from then on. */
export const NOT_BY_OFFICERS: readonly string[] = ['channel.key.rotate', 'channel.state']
const MAKEABLE = VOCABULARY.filter(({ name }) => !NOT_BY_OFFICERS.includes(name))
/** Somebody in search of something new does not look through everything. */
const CHOICES_LOOKED_AT = 80

/** Where somebody sits: a machine, a channel that it has open, and what has been done there so far. */
interface Place {
  readonly machine: SimNode
  readonly live: LiveChannel
  readonly ledger: Ledger
}

/** What somebody has in hand: a matter as it stands there, or nothing yet. */
interface InHand {
  readonly about: ActId | undefined
  readonly state: MatterState | null
}

/** Someone at a node who makes acts of the whole vocabulary: mostly what the state allows, sometimes what it does not. */
export class Officer {
  readonly #rng: SeededRng
  readonly #keys: readonly OfficerKey[]
  #count = 0

  constructor(rng: SeededRng) {
    this.#rng = rng
    this.#keys = Array.from({ length: KEYS_PER_OFFICE }, () => new OfficerKey(rng))
  }

  /**
   * One act at this node now, in the channel of that ledger. Never rejects; what comes of it stands in the ledger.
   * `focus` is the matter that several are busy with at once.
   */
  async move(machine: SimNode, ledger: Ledger, focus?: ActId): Promise<void> {
    const live = liveAt(ledger, machine)
    if (live === undefined) return
    const at = { machine, live, ledger }
    const manner = this.#rng.pick(MANNERS)
    const text = `${machine.host}/${ledger.channel.slice(0, 4)}/${this.#count++}`
    const draft = await this.#draft(at, manner, focus)
    if (draft === undefined) return
    const first = this.#act(at, manner, withText(draft, text), text)
    if (manner === 'twice') await this.#act(at, manner, withText(draft, `${text}/again`), `${text}/again`)
    await first
  }

  async #act(at: Place, manner: Manner, draft: Draft, text: string): Promise<void> {
    const { ledger, live, machine } = at
    const life = `${machine.host}/${machine.lives}`
    const attempt = ledger.ask(machine.party, draft.type, life, draft.body === undefined ? '' : text)
    try {
      const made = manner === 'unasked' ? await recordUnasked(machine, live, draft) : await live.act(draft)
      if (made === undefined) attempt.outcome = 'not-now'
      else await this.#recorded(at, draft, attempt, made)
    } catch (cause) {
      attempt.outcome =
        cause instanceof Error && 'code' in cause ? String(cause.code) : `fault: ${String(cause)}`
    }
  }

  async #recorded(
    { ledger, live, machine }: Place,
    draft: Draft,
    attempt: Attempt,
    { id, seq }: { readonly id: ActId; readonly seq: number },
  ): Promise<void> {
    Object.assign(attempt, { outcome: 'recorded', id, seq })
    ledger.note({ party: machine.party, seq, id, ...draft })
    void live.received(seq).then(() => (attempt.received = true))
    void live.settled(seq).then(() => (attempt.settled = true))
    // As the operation does it: recorded first, then erased.
    const erased = draft.type === 'body.expunge' ? ledger.placeOf(draft.data['act']) : undefined
    if (erased !== undefined) await machine.node?.needs.store.expunge(live.id, erased.party, erased.seq)
  }

  async #draft(at: Place, manner: Manner, focus: ActId | undefined): Promise<Draft | undefined> {
    const looks =
      manner === 'sensible' || manner === 'twice' || (manner === 'unasked' && this.#rng.chance(0.5))
    if (looks && focus === undefined && this.#rng.chance(0.6)) {
      const rare = await this.#rarest(at)
      if (rare !== undefined) return rare
    }
    let chosen: Draft | undefined
    // Where there is nothing to do that has effect, somebody who looks turns to another matter.
    for (let glance = 0; glance < (looks ? GLANCES : 1); glance++) {
      const about = glance === 0 && focus !== undefined ? focus : this.#matter(at.ledger)
      const state = about === undefined ? null : ((await at.live.folds.matter(about))?.now.state ?? null)
      for (let draw = 0; draw < DRAWS; draw++) {
        const inHand = { about, state }
        const draft = this.#drawn(at, this.#type(at.ledger, inHand, looks), inHand, looks)
        if (draft === undefined) continue
        chosen ??= draft
        if (!looks || hasEffect(at, draft, state)) return draft
      }
    }
    return chosen
  }

  /** Of what would have effect on what there is, something that has been done least. */
  async #rarest(at: Place): Promise<Draft | undefined> {
    const { ledger } = at
    const near = [...ledger.themed.slice(-2 * RECENT_MATTERS), ...ledger.matters.slice(-RECENT_MATTERS)]
    const inHand: InHand[] = [{ about: undefined, state: null }]
    for (const about of new Set([...near, ledger.channel]))
      inHand.push({ about, state: (await at.live.folds.matter(about))?.now.state ?? null })
    const choices = inHand.flatMap((one) =>
      MAKEABLE.filter((act) => fits(act, one)).map((act) => ({ act, one })),
    )
    const ranked = choices.map((choice) => ({
      ...choice,
      rank:
        ledger.askedFor(choice.act.name) +
        this.#rng.below(100) / 100 +
        (isOf(choice.act, ledger.theme) ? 0 : 2),
    }))
    for (const { act, one } of ranked.toSorted((a, b) => a.rank - b.rank).slice(0, CHOICES_LOOKED_AT)) {
      const draft = this.#drawn(at, act, one, true)
      if (draft !== undefined && hasEffect(at, draft, one.state)) return draft
    }
    return undefined
  }

  #drawn(at: Place, act: ActDefinition, inHand: InHand, looks: boolean): Draft | undefined {
    const rng = this.#rng
    const data = this.#data(act, at, inHand.state)
    if (data === undefined) return undefined
    const type = drawnBody(act, rng)
    const named = act.about.how === 'about' || act.about.how === 'any'
    return {
      type: act.name,
      data: looks || rng.chance(0.9) ? data : { ...data, note: 'not in the schema' },
      ...(named && inHand.about !== undefined ? { about: inHand.about } : {}),
      ...(type === undefined ? {} : { body: { bytes: new Uint8Array(0), type } }),
    }
  }

  /** What to be busy with: nothing yet, something recent, or the channel itself. */
  #matter(ledger: Ledger): ActId | undefined {
    const rng = this.#rng
    if (ledger.matters.length === 0 || rng.chance(0.07)) return undefined
    if (ledger.themed.length > 0 && rng.chance(0.6)) return rng.pick(ledger.themed.slice(-RECENT_MATTERS))
    if (rng.chance(0.1)) return ledger.channel
    return rng.pick(rng.chance(0.8) ? ledger.matters.slice(-RECENT_MATTERS) : ledger.matters)
  }

  #type(ledger: Ledger, inHand: InHand, looks: boolean): ActDefinition {
    const rng = this.#rng
    const fitting = looks || rng.chance(0.5) ? MAKEABLE.filter((act) => fits(act, inHand)) : MAKEABLE
    // What can be made of any matter would else drown what is made of this kind of matter alone.
    const own = fitting.filter((act) => act.about.how !== 'any')
    const pool = own.length > 0 && rng.chance(0.75) ? own : fitting
    const opener = pool.find(({ about }) => about.how === 'opens' && about.kind === ledger.theme)
    if (opener !== undefined && inHand.about === undefined && rng.chance(0.6)) return opener
    const [a, b] = [rng.pick(pool), rng.pick(pool)]
    const rarer = ledger.askedFor(a.name) <= ledger.askedFor(b.name) ? a : b
    if (rarer.name === 'channel.leave' && rng.chance(0.8)) return a
    return FINAL.test(rarer.name) && rng.chance(0.6) ? rng.pick(fitting) : rarer
  }

  #data(act: ActDefinition, at: Place, state: MatterState | null): JsonObject | undefined {
    const rng = this.#rng
    if (act.name === 'attest.sign') return this.#signature(at)
    if (act.name === 'directory.officer.appoint' && state?.kind === 'agency' && state.seats.length > 0)
      return rng.pick(this.#keys).appointment(rng.pick(state.seats).act)
    const acts = at.ledger.placed.slice(-RECENT_ACTS).map(({ id }) => id)
    const { parties } = at.live.held
    return drawnData(act, { rng, nowMs: at.machine.nowMs, hourMs: HOUR_MS, parties, state, acts })
  }

  /** By somebody whom this party has appointed; sometimes by one of another party, or by nobody of any. */
  #signature({ ledger, live, machine }: Place): JsonObject | undefined {
    const rng = this.#rng
    const signed = ledger.placed.at(-1 - rng.below(RECENT_ACTS))
    const appointed = ledger.placed.filter(
      ({ party, type }) =>
        type === 'directory.officer.appoint' && (party === machine.party || rng.chance(0.1)),
    )
    if (signed === undefined || (appointed.length === 0 && rng.chance(0.95))) return undefined
    const office = appointed.length === 0 ? undefined : rng.pick(appointed)
    const own = this.#keys.find(({ credential }) => credential === office?.data['credential'])
    return (own ?? rng.pick(this.#keys)).signature(live.id, signed.id, office?.id ?? hexOf(rng, 32), rng)
  }
}

function fits({ about: place }: ActDefinition, { about, state }: InHand): boolean {
  if (about === undefined) return place.how === 'opens'
  return (
    place.how === 'any' ||
    (place.how === 'about' && place.kind === state?.kind) ||
    (place.how === 'channel' && state?.kind === 'channel')
  )
}

function isOf({ about }: ActDefinition, kind: MatterKind): boolean {
  return kind === 'channel' ? about.how === 'channel' : about.how === 'about' && about.kind === kind
}

function hasEffect(at: Place, draft: Draft, state: MatterState | null): boolean {
  const act = actNamed(draft.type)
  const before = act?.about.how === 'opens' ? null : state
  return typeof act?.fold(before, provisional(at, draft), at.live.folds.context) === 'object'
}

/** The act as it would stand in the record if it were made now; only what the fold looks at is real. */
function provisional({ live, machine }: Place, draft: Draft): AdmittedAct {
  const { about, body, data, type } = draft
  const { held } = live
  const deps: Record<string, number> = {}
  for (const [party, feed] of held.feeds) if (party !== held.self) deps[party] = feed.tree.size
  return {
    id: '0'.repeat(64),
    leaf: {
      v: 1,
      type,
      party: held.self,
      seq: feedOf(held, held.self).tree.size,
      made: instantFromMs(machine.nowMs),
      deps,
      ...(about === undefined ? {} : { about }),
      ...(body === undefined ? {} : { body: { hmac: '0'.repeat(64), size: 1, type: body.type } }),
      data,
    },
  }
}

/** The draft with a text in its body that no other act has. */
function withText(draft: Draft, text: string): Draft {
  if (draft.body === undefined) return draft
  return { ...draft, body: { ...draft.body, bytes: Buffer.from(JSON.stringify({ text })) } }
}
