import type { ActId, PartyId } from '../../src/record/index.ts'

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

/** All that officers asked for in one run. */
export class Ledger {
  readonly attempts: Attempt[] = []
  /** Matters that some act opened, in the order in which they were recorded. */
  readonly matters: ActId[] = []
  /** Acts recorded, with the matter they are about: what an officer may want expunged. */
  readonly withBody: {
    readonly party: PartyId
    readonly seq: number
    readonly id: ActId
    readonly matter: ActId
  }[] = []

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

  recorded(party?: PartyId): Attempt[] {
    return this.attempts.filter(
      (each) => each.outcome === 'recorded' && (party === undefined || each.party === party),
    )
  }
}
