import type { PartyId } from '../../record/index.ts'
import type { ReadAct } from '../definition.ts'
import { CUSTODY_KEPT_MAX } from '../matter.ts'
import type { CustodyEntry, ExhibitState, MatterState } from '../matter.ts'
import type { VoidCode } from '../voids.ts'

/** The exhibit of a matter by its sealed name. */
export function exhibitOf(state: MatterState, sealed: string): ExhibitState | undefined {
  return state.exhibits.find((exhibit) => exhibit.sealed === sealed)
}

/** Whether a party has the file: it put it on the record, or found it to match, and has not destroyed it since. */
export function holds(exhibit: ExhibitState, party: PartyId): boolean {
  const had = exhibit.by === party || exhibit.received.includes(party)
  return had && !exhibit.destroyed.includes(party)
}

/** Why a party cannot handle an exhibit; undefined when it can. */
export function handlingFault(exhibit: ExhibitState, party: PartyId): VoidCode | undefined {
  if (exhibit.destroyed.includes(party)) return 'exhibit-destroyed'
  if (!holds(exhibit, party)) return 'exhibit-not-held'
  return exhibit.shutBy === null ? undefined : 'exhibit-under-seal'
}

/** The exhibit with one more entry in its ledger. */
export function entered(
  exhibit: ExhibitState,
  act: ReadAct<unknown>,
  what: CustodyEntry['what'],
): ExhibitState {
  const entry = { act: act.id, atMs: act.madeMs, by: act.by, what }
  return { ...exhibit, custody: [...exhibit.custody.slice(1 - CUSTODY_KEPT_MAX), entry] }
}

/** The matter with one of its exhibits changed. */
export function withExhibit<S extends MatterState>(state: S, changed: ExhibitState): S {
  const exhibits = state.exhibits.map((exhibit) => (exhibit.sealed === changed.sealed ? changed : exhibit))
  return { ...state, exhibits }
}
