import type { PartyId } from '../record/index.ts'
import type { ChannelRow } from '../store/index.ts'
import type { FoundingRow } from './founding-book.ts'
import type { Founding } from './founding.ts'

/**
 * `received`: this party has not agreed. `waiting`: it has, and others have not. `unconfirmed`: all have, and nobody here
 * has compared the fingerprint yet.
 */
export const FOUNDING_STATES = ['received', 'waiting', 'unconfirmed', 'open'] as const
export type FoundingState = (typeof FOUNDING_STATES)[number]

/** A founding with all that this node knows of it. */
export interface KnownFounding {
  readonly founding: Founding
  readonly state: FoundingState
  /** Parties whose agreement is here; this one's own only when it was given here. */
  readonly agreed: readonly PartyId[]
  readonly takenMs: number
  readonly confirmedMs: number | null
}

/** As it lies in the book. */
export interface Kept {
  readonly row: FoundingRow
  readonly founding: Founding
}

/** What the book and the store say of it together. */
export function knownOf(
  { founding, row }: Kept,
  party: PartyId,
  channels: readonly ChannelRow[],
): KnownFounding {
  const { takenMs, confirmedMs } = row
  const status = channels.find(({ id }) => id === row.id)?.status
  const parties = [...founding.cards.keys()]
  // A file may bring our own head back to a node that has forgotten, or never gave it: what counts is that it was given here.
  const agreed =
    status === 'open'
      ? parties
      : parties.filter((one) => (one === party ? status !== undefined : founding.heads.has(one)))
  const state =
    status === 'open'
      ? 'open'
      : status === undefined
        ? 'received'
        : agreed.length < parties.length
          ? 'waiting'
          : 'unconfirmed'
  return { founding, state, agreed, takenMs, confirmedMs }
}

export function withHeads(founding: Founding, heads: Founding['heads']): Founding {
  return { ...founding, heads: new Map([...founding.heads, ...heads]) }
}
