import type { ActId, PartyId } from '../../record/index.ts'
import type { CommonState } from '../matter.ts'
import type { MatterOutline } from '../outline.ts'

/** Who must answer for a check to count: the node by itself, or a person. */
export const CONTACT_ANSWERERS = ['machine', 'person'] as const
export type ContactAnswerer = (typeof CONTACT_ANSWERERS)[number]

export interface ContactAnswer {
  readonly act: ActId
  readonly atMs: number
  /** The appointment of the officer who answered, when it says. */
  readonly officer: ActId | null
}

/** One check whether the other side can be reached. It can be answered late: when it was, stands beside when it was due. */
export interface ContactState extends CommonState {
  readonly agency: ActId | null
  readonly answerByMs: number
  readonly asked: PartyId
  readonly asker: PartyId
  readonly kind: 'contact'
  readonly machine: ContactAnswer | null
  readonly person: ContactAnswer | null
  readonly seat: ActId | null
  readonly wants: ContactAnswerer
}

export function outlineOfContact(state: ContactState): MatterOutline {
  const { answerByMs, asked, machine, person, wants } = state
  // A machine answers for a node; only a person's answer shows that somebody is there.
  const notice = { to: asked, acknowledged: person !== null }
  const counts = wants === 'machine' ? (machine ?? person) : person
  if (counts !== null) {
    const status = counts.atMs > answerByMs ? 'answered-late' : 'answered'
    return { status, onClock: null, dueMs: null, lapsesMs: null, ...notice }
  }
  const status = machine === null ? 'asked' : 'machine-answered'
  return { status, onClock: asked, dueMs: answerByMs, lapsesMs: null, ...notice }
}
