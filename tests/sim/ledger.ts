import { type MatterKind, actNamed } from '../../src/acts/index.ts'
import type { ActId, ChannelId, JsonObject, PartyId } from '../../src/record/index.ts'

/** One act that an officer asked for, and what is known to have come of it. */
export interface Attempt {
  readonly party: PartyId
  readonly type: string
  /** Which life of which machine was asked. */
  readonly life: string
  /** Text of the body, which no other attempt has; empty when there is none. */
  readonly text: string
  /** `asked` until an answer came: for ever when the node crashed in between. Else `recorded`, or the code of the refusal. */
  outcome: string
  id: ActId
  seq: number
  received: boolean
  settled: boolean
  /** Its feed was lost above this size with a disk before anyone else was seen to hold the act. */
  mayBeLost: boolean
}

/** An act that was recorded, and where it stands. */
export interface Placed {
  readonly party: PartyId
  readonly seq: number
  readonly id: ActId
  readonly type: string
  readonly data: JsonObject
  readonly about?: ActId
}

/** All that officers asked for in one channel of a run. */
export class Ledger {
  readonly channel: ChannelId
  readonly attempts: Attempt[] = []
  /** Matters that some act opened, in the order in which they were recorded. */
  readonly matters: ActId[] = []
  /** Acts in the order in which they were recorded. */
  readonly placed: Placed[] = []

  /** What most of the work in this channel is about, so that some matters come far in a short run. */
  readonly theme: MatterKind
  /** Those of the matters that are of that kind. */
  readonly themed: ActId[] = []

  constructor(channel: ChannelId, theme: MatterKind) {
    this.channel = channel
    this.theme = theme
    if (theme === 'channel') this.themed.push(channel)
  }

  ask(party: PartyId, type: string, life: string, text: string): Attempt {
    const attempt: Attempt = {
      party,
      type,
      life,
      text,
      outcome: 'asked',
      id: '',
      seq: -1,
      received: false,
      settled: false,
      mayBeLost: false,
    }
    this.attempts.push(attempt)
    return attempt
  }

  note(placed: Placed): void {
    this.placed.push(placed)
    const about = actNamed(placed.type)?.about
    if (about?.how !== 'opens') return
    this.matters.push(placed.id)
    if (about.kind === this.theme) this.themed.push(placed.id)
  }

  placeOf(act: unknown): Placed | undefined {
    return this.placed.find(({ id }) => id === act)
  }

  askedFor(type: string): number {
    return this.attempts.filter((each) => each.type === type).length
  }

  recorded(party?: PartyId): Attempt[] {
    return this.attempts.filter(
      (each) => each.outcome === 'recorded' && (party === undefined || each.party === party),
    )
  }
}
