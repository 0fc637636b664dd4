import type { ActId, PartyId } from '../../record/index.ts'
import type { CommonState } from '../matter.ts'
import type { MatterOutline } from '../outline.ts'

/** A party's newest statement of the folded state. */
export interface StateClaim {
  readonly act: ActId
  readonly by: PartyId
  readonly hash: string
  /** The hash of the same author's statement before this one; null for its first. */
  readonly previous: string | null
  /** Sizes in the order of the genesis. */
  readonly since: readonly number[]
  readonly upTo: readonly number[]
}

/** The channel itself, which the genesis opens. Its matter id is the channel id. */
export interface ChannelState extends CommonState {
  /** The newest per party that has made one, in the order of the genesis. */
  readonly claims: readonly StateClaim[]
  readonly kind: 'channel'
}

export function outlineOfChannel(_state: ChannelState): MatterOutline {
  return { status: 'founded', onClock: null, dueMs: null, lapsesMs: null }
}

/** The channel as the genesis leaves it. */
export function foundedChannel(): ChannelState {
  return {
    attestations: [],
    claims: [],
    exhibits: [],
    expunges: [],
    kind: 'channel',
    opened: null,
    remarks: 0,
  }
}
