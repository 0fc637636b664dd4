import type { z } from 'zod'

import { msFromInstant } from '../record/index.ts'
import type { ActId, BodyCommitment, ChannelId, Leaf, PartyId } from '../record/index.ts'
import type { MatterKind, MatterState } from './matter.ts'
import type { VoidCode } from './voids.ts'

/** free: always has effect. owned: only the owner of the matter or field may author it. paired: takes effect when the other side accepts. */
export type ActClass = 'free' | 'owned' | 'paired'

/**
 * Who may make an act, as people are told it: any party; a side of the request, or either; the party on whose clock the
 * request is; any party but the one that deposited the exhibit; the party whose agency it is; a party that holds, owns or
 * answers for the exhibit; any party but the one that proposed it; a party that the lead is for; the side that is called,
 * or either side of the call. The effect is what decides.
 */
export type ActAuthor =
  | 'any'
  | 'requester'
  | 'requested'
  | 'either'
  | 'on-clock'
  | 'not-depositor'
  | 'owner'
  | 'holder'
  | 'exhibit-owner'
  | 'custodian'
  | 'not-proposer'
  | 'receiver'
  | 'called'
  | 'caller-or-called'

/** What an act may be about. */
export type About =
  | { readonly how: 'opens'; readonly kind: MatterKind }
  | { readonly how: 'about'; readonly kind: MatterKind }
  | { readonly how: 'any' }
  | { readonly how: 'channel' }

export interface BodyRule {
  readonly rule: 'required' | 'optional' | 'none'
  /** Media types allowed; empty with `none`. */
  readonly types: readonly string[]
}

/** What a fold may know besides acts: the constitution, never the clock. */
export interface FoldContext {
  readonly channel: ChannelId
  /** In genesis order. */
  readonly parties: readonly PartyId[]
  /** Fold version that all parties agreed to run. */
  readonly fold: number
  /** Largest sealed exhibit, bytes. */
  readonly exhibitBytesMax: number
}

/** An admitted act as the fold takes it. */
export interface AdmittedAct {
  readonly id: ActId
  readonly leaf: Leaf
}

/** An act whose data has been read against its schema. */
export interface ReadAct<Data> {
  readonly id: ActId
  /** The matter that it names; null when it opens one, or is about the channel. */
  readonly about: ActId | null
  readonly by: PartyId
  readonly seq: number
  readonly madeMs: number
  readonly deps: Readonly<Record<PartyId, number>>
  readonly data: Data
}

/** The matter's new state, or why the act has none. */
export type Outcome = MatterState | VoidCode

/** What an effect is given: nothing when it opens a matter, else the matter of its kind. */
export type StateOf<A extends About> = A extends { readonly how: 'opens' }
  ? null
  : A extends { readonly how: 'about'; readonly kind: infer K extends MatterKind }
    ? Extract<MatterState, { readonly kind: K }>
    : A extends { readonly how: 'channel' }
      ? Extract<MatterState, { readonly kind: 'channel' }>
      : MatterState

export interface ActSpec<A extends About, S extends z.ZodType> {
  /** `family.act`. */
  readonly name: string
  readonly class: ActClass
  readonly by: ActAuthor
  /** Fold version that brought this act. */
  readonly since: number
  readonly about: A
  readonly data: S
  readonly body: BodyRule
  /** Pure: state and act in, new state or void code out. Never mutates. */
  effect(state: StateOf<A>, act: ReadAct<z.output<S>>, context: FoldContext): Outcome
}

/** One act of the vocabulary, as the registry holds it. */
export interface ActDefinition {
  readonly name: string
  readonly class: ActClass
  readonly by: ActAuthor
  readonly since: number
  readonly about: About
  readonly data: z.ZodType
  readonly body: BodyRule
  /** Folds one act into its matter; `state` is null while the matter is not open. */
  fold(state: MatterState | null, act: AdmittedAct, context: FoldContext): Outcome
}

/** Wraps an act's own file into the one shape that the registry and the fold use. */
export function defineAct<const A extends About, S extends z.ZodType>(spec: ActSpec<A, S>): ActDefinition {
  const { name, about, data, body, since } = spec
  return {
    name,
    class: spec.class,
    by: spec.by,
    since,
    about,
    data,
    body,
    fold(state, act, context) {
      const { leaf } = act
      const misplaced = aboutFault(about, leaf) ?? bodyFault(body, leaf.body)
      if (misplaced !== undefined) return misplaced
      const read = data.safeParse(leaf.data)
      if (!read.success) return 'data-invalid'
      if (about.how !== 'opens') {
        if (state === null || !seesOpening(state, leaf)) return 'matter-unknown'
      }
      if (!suits(about, state)) return 'wrong-kind'
      const readAct = {
        id: act.id,
        about: leaf.about ?? null,
        by: leaf.party,
        seq: leaf.seq,
        madeMs: msFromInstant(leaf.made),
        deps: leaf.deps,
        data: read.data,
      }
      return spec.effect(state, readAct, context)
    },
  }
}

/** Whether an act must, may or must not name a matter, against whether it does. */
export function aboutFault(about: About, leaf: { readonly about?: ActId }): VoidCode | undefined {
  const names = leaf.about !== undefined
  switch (about.how) {
    case 'opens':
    case 'channel':
      return names ? 'about-not-allowed' : undefined
    case 'about':
    case 'any':
      return names ? undefined : 'about-missing'
  }
}

/** A body's presence and type are judged by its commitment in the leaf: the body itself may be gone. */
export function bodyFault(rule: BodyRule, body: BodyCommitment | undefined): VoidCode | undefined {
  if (body === undefined) return rule.rule === 'required' ? 'body-missing' : undefined
  if (rule.rule === 'none') return 'body-not-allowed'
  return rule.types.includes(body.type) ? undefined : 'body-type-not-allowed'
}

/** An act may be about a matter only if its author had seen it open; else a late opening would give old acts effect. */
function seesOpening(state: MatterState, leaf: Leaf): boolean {
  if (state.opened === null || state.opened.by === leaf.party) return true
  return (leaf.deps[state.opened.by] ?? 0) > state.opened.seq
}

function suits<A extends About>(about: A, state: unknown): state is StateOf<A> {
  const kind = typeof state === 'object' && state !== null && 'kind' in state ? state.kind : null
  switch (about.how) {
    case 'opens':
      return state === null
    case 'about':
      return kind === about.kind
    case 'channel':
      return kind === 'channel'
    case 'any':
      return kind !== null
  }
}
