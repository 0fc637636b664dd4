import {
  type ActDefinition,
  type AdmittedAct,
  type FoldContext,
  type MatterState,
  VOCABULARY,
  matterOf,
} from '../../src/acts/index.ts'
import {
  type FoldedMatter,
  type Progress,
  ackOf,
  decodeMatter,
  encodeMatter,
  extendMatter,
  foldMatter,
  newMatter,
  noAck,
  refoldMatter,
  settledSizes,
} from '../../src/channel/index.ts'
import { type ActId, msFromInstant } from '../../src/record/index.ts'
import { drawnBody, drawnData } from '../vocabulary/drawn.ts'
import type { SeededRng } from './random.ts'

/** Folds every matter from nothing, and again as another node might have met the acts; says where the two differ. */
export function checkFolds(
  acts: readonly AdmittedAct[],
  context: FoldContext,
  rng: SeededRng,
  say: (what: string) => void,
): Map<ActId, Progress> {
  const expected = fromNothing(acts, context)
  const node = new FoldingNode(context)
  for (const batch of cut(arrival(acts, context, rng), rng)) node.admit(batch)
  for (const [id, progress] of expected)
    if (JSON.stringify(node.now(id)) !== JSON.stringify(progress))
      say(`would fold matter ${id.slice(0, 12)} otherwise had the acts come in another order`)
  return expected
}

/**
 * Adds one act that saw no more than its author's newest act did, and lets it arrive at every position at which it can.
 * Gives the number of positions tried.
 */
export function checkLateAct(
  acts: readonly AdmittedAct[],
  context: FoldContext,
  rng: SeededRng,
  say: (what: string) => void,
  tellType: (type: string) => void = () => undefined,
): number {
  const late = lateAct(acts, context, rng)
  if (late === undefined) return 0
  tellType(late.leaf.type)
  const all = [...acts, late]
  const expected = fromNothing(all, context)
  const before = arrival(acts, context, rng)
  let tried = 0
  for (let position = 0; position <= before.length; position++) {
    if (!isReady(late, before.slice(0, position), context)) continue
    tried += 1
    const node = new FoldingNode(context)
    for (const act of before.toSpliced(position, 0, late)) node.admit([act])
    for (const [id, progress] of expected)
      if (JSON.stringify(node.now(id)) !== JSON.stringify(progress))
        say(`folds matter ${id.slice(0, 12)} otherwise when a late act comes at ${position}`)
  }
  return tried
}

function fromNothing(acts: readonly AdmittedAct[], context: FoldContext): Map<ActId, Progress> {
  const expected = new Map<ActId, Progress>()
  for (const [id, of] of byMatter(acts, context)) {
    const folded = foldMatter(id, of, context)
    if (folded.kind !== 'folded') throw new Error(`matter ${id} did not fold: ${folded.kind}`)
    expected.set(id, folded.matter.now)
  }
  return expected
}

/** A fold as a node keeps it: rows as text between batches, acts loaded again when one comes late. */
class FoldingNode {
  readonly #rows = new Map<ActId, string>()
  readonly #held: AdmittedAct[] = []
  readonly #context: FoldContext
  readonly #acks: (readonly number[])[]

  constructor(context: FoldContext) {
    this.#context = context
    this.#acks = context.parties.map(() => noAck(context.parties))
  }

  admit(batch: readonly AdmittedAct[]): void {
    this.#held.push(...batch)
    for (const { leaf } of batch)
      this.#acks[this.#context.parties.indexOf(leaf.party)] = ackOf(leaf, this.#context.parties)
    for (const [id, acts] of byMatter(batch, this.#context)) {
      const row = this.#rows.get(id)
      const matter = row === undefined ? newMatter(id, this.#context) : decodeMatter(row)
      this.#rows.set(id, encodeMatter(this.#extended(matter, acts)))
    }
  }

  now(id: ActId): Progress {
    return decodeMatter(this.#rows.get(id) ?? '').now
  }

  #extended(matter: FoldedMatter, acts: readonly AdmittedAct[]): FoldedMatter {
    const context = this.#context
    const settled = settledSizes(this.#acks)
    const extension = extendMatter(matter, acts, context, settled)
    if (extension.kind === 'folded') return extension.matter
    if (extension.kind === 'upgrade-needed') throw new Error('a newer fold is needed')
    const tail = (byMatter(this.#held, context).get(matter.id) ?? []).filter(
      (act) => act.leaf.seq >= (extension.from[context.parties.indexOf(act.leaf.party)] ?? 0),
    )
    return refoldMatter(matter, extension.start, tail, context, settled).matter
  }
}

/** Some act, mostly one that fits its matter, by a party that has seen nothing since its newest act. */
function lateAct(
  acts: readonly AdmittedAct[],
  context: FoldContext,
  rng: SeededRng,
): AdmittedAct | undefined {
  const matters = byMatter(acts, context)
  if (matters.size === 0) return undefined
  const about = rng.pick([...matters.keys()])
  const folded = foldMatter(about, matters.get(about) ?? [], context)
  const state = folded.kind === 'folded' ? folded.matter.now.state : null
  const fitting = VOCABULARY.filter((act) => mayBeAbout(act, state))
  const definition = rng.pick(fitting)
  const party = rng.pick(context.parties)
  const newest = acts.filter((act) => act.leaf.party === party).at(-1)
  const made = newest?.leaf.made ?? '2020-01-01T00:00:00.000Z'
  const data = drawnData(definition, {
    rng,
    nowMs: msFromInstant(made),
    parties: context.parties,
    state,
    acts: acts.slice(-12).map(({ id }) => id),
  })
  const body = drawnBody(definition, rng)
  const others = context.parties.filter((other) => other !== party)
  return {
    id: 'f'.repeat(64),
    leaf: {
      v: 1,
      type: definition.name,
      party,
      seq: (newest?.leaf.seq ?? 0) + 1,
      made,
      deps: newest?.leaf.deps ?? Object.fromEntries(others.map((other) => [other, 1])),
      ...(about === context.channel || definition.about.how === 'opens' ? {} : { about }),
      ...(body === undefined ? {} : { body: { hmac: '0'.repeat(64), size: 1, type: body } }),
      data: data ?? {},
    },
  }
}

/** Of what nothing has opened, anything may be said: all of it is void. */
function mayBeAbout({ about }: ActDefinition, state: MatterState | null): boolean {
  if (state === null) return true
  if (about.how === 'channel') return state.kind === 'channel'
  return about.how === 'any' ? state.kind !== 'channel' : about.how === 'about' && about.kind === state.kind
}

/** An order in which a node may admit the acts: each feed in sequence, causes first, else as chance has it. */
function arrival(acts: readonly AdmittedAct[], context: FoldContext, rng: SeededRng): AdmittedAct[] {
  const order: AdmittedAct[] = []
  const waiting = new Set(acts)
  while (waiting.size > 0) {
    const free = [...waiting].filter((act) => isReady(act, order, context))
    if (free.length === 0) throw new Error('the record cannot be admitted in any order')
    const act = rng.pick(free)
    waiting.delete(act)
    order.push(act)
  }
  return order
}

function isReady(act: AdmittedAct, held: readonly AdmittedAct[], context: FoldContext): boolean {
  const sizes = new Map<string, number>()
  for (const { leaf } of held) sizes.set(leaf.party, leaf.seq + 1)
  return context.parties.every((party) => {
    const size = sizes.get(party) ?? 1
    return party === act.leaf.party ? act.leaf.seq === size : (act.leaf.deps[party] ?? 0) <= size
  })
}

function cut(acts: readonly AdmittedAct[], rng: SeededRng): AdmittedAct[][] {
  const batches: AdmittedAct[][] = []
  for (let from = 0; from < acts.length;) {
    const count = 1 + rng.below(5)
    batches.push(acts.slice(from, from + count))
    from += count
  }
  return batches
}

export function byMatter(acts: readonly AdmittedAct[], context: FoldContext): Map<ActId, AdmittedAct[]> {
  const matters = new Map<ActId, AdmittedAct[]>()
  for (const act of acts) {
    const matter = matterOf(context.channel, act.leaf, act.id)
    const known = matters.get(matter)
    if (known === undefined) matters.set(matter, [act])
    else known.push(act)
  }
  return matters
}
