import type { PartyId } from '../record/index.ts'
import { outlineOfCall } from './call/matter.ts'
import { outlineOfCase } from './case/matter.ts'
import { outlineOfChannel } from './channel/matter.ts'
import { outlineOfContact } from './directory/contact.ts'
import { outlineOfAgency } from './directory/matter.ts'
import { outlineOfEvidence } from './evidence/matter.ts'
import { outlineOfLead } from './lead/matter.ts'
import type { MatterState } from './matter.ts'
import { outlineOfRequest } from './request/matter.ts'

/** What lists show of a matter and sort by, whatever its kind; all of it follows from the state. */
export interface MatterOutline {
  readonly status: string
  /** Party that must do something; null when nobody must. */
  readonly onClock: PartyId | null
  readonly dueMs: number | null
  /** When something is lost unless somebody acts: preserved data, kept material; null when nothing is. */
  readonly lapsesMs: number | null
  /** The party that it is addressed to; absent or null: every other one. */
  readonly to?: PartyId | null
  /** Whether a person there has shown that they saw it; absent: what `acknowledgedBy` says. */
  readonly acknowledged?: boolean
  /** Parties of which a person has shown it; absent: any act of a party shows it, which it does only where no node acts by itself. */
  readonly acknowledgedBy?: readonly PartyId[]
  /** Whether a deadline or a keeping was ever moved to later; absent: never. */
  readonly extended?: boolean
}

/** Each kind of matter says this of itself. */
export function outlineOf(state: MatterState): MatterOutline {
  switch (state.kind) {
    case 'agency':
      return outlineOfAgency(state)
    case 'contact':
      return outlineOfContact(state)
    case 'call':
      return outlineOfCall(state)
    case 'case':
      return outlineOfCase(state)
    case 'channel':
      return outlineOfChannel(state)
    case 'evidence':
      return outlineOfEvidence(state)
    case 'lead':
      return outlineOfLead(state)
    case 'request':
      return outlineOfRequest(state)
  }
}
