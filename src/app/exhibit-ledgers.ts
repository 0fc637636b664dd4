import { exhibitOf, type ExhibitState, holds, matterOf, type MatterState } from '../acts/index.ts'
import { type ActId, type ChannelId, type PartyId, actIdOf, leafHash, parseLeaf } from '../record/index.ts'
import { type ExhibitName, type ExhibitRow, isErased, type Store } from '../store/index.ts'
import { AppError } from './errors.ts'

/** A matter as it is folded now; undefined when there is none. */
export type StateOf = (matter: ActId) => Promise<MatterState | undefined>

/** One file in one matter: what the ledger of that matter says of it. */
export interface ExhibitLedger {
  readonly matter: ActId
  readonly exhibit: ExhibitState
  /** The acts of the matter that name it. */
  readonly names: readonly ExhibitName[]
}

/**
 * Every ledger of a file in a channel. A matter folds alone, and the same sealed file may be named by several: what is under
 * seal in one of them must not go out by another, nor what one of them still holds be removed on the word of another.
 */
export async function ledgersOf(
  store: Pick<Store, 'exhibitNames' | 'leaves'>,
  channel: ChannelId,
  sealed: string,
  stateOf: StateOf,
): Promise<ExhibitLedger[]> {
  const named = new Map<ActId, ExhibitName[]>()
  for (const name of await store.exhibitNames(channel, sealed)) {
    const [stored] = await store.leaves(channel, name.namedBy, name.namedAt, name.namedAt + 1, 0)
    if (stored === undefined) continue
    const matter = matterOf(channel, parseLeaf(stored.bytes), actIdOf(leafHash(stored.bytes)))
    named.set(matter, [...(named.get(matter) ?? []), name])
  }
  const found: ExhibitLedger[] = []
  for (const [matter, names] of named) {
    const state = await stateOf(matter)
    const exhibit = state === undefined ? undefined : exhibitOf(state, sealed)
    // Where the act that named it is void, the matter does not have it.
    if (exhibit !== undefined) found.push({ matter, exhibit, names })
  }
  return found
}

/** The party under whose seal a file is, in whichever matter; undefined while it is open in all of them. */
export function shutIn(ledgers: readonly ExhibitLedger[]): PartyId | undefined {
  return ledgers.find(({ exhibit }) => exhibit.shutBy !== null)?.exhibit.shutBy ?? undefined
}

/** Whether the ledger wants the file to stay here: the party holds it by this one, or it is under seal. */
export function isKept({ exhibit }: ExhibitLedger, party: PartyId): boolean {
  return exhibit.shutBy !== null || holds(exhibit, party)
}

/**
 * By whatever door somebody comes, and whichever matter names the file: malware is never opened, nothing that is under seal,
 * and nothing that every ledger calls destroyed here. Gives the ledgers that leave it open. Throws AppError.
 */
export function requireOpenable(
  ledgers: readonly ExhibitLedger[],
  self: PartyId,
  row: ExhibitRow | undefined,
): readonly ExhibitLedger[] {
  if (ledgers.some(({ exhibit }) => exhibit.malware))
    throw new AppError('malware-sealed-only', 'EXHIBIT: is malware, which is only ever handed out sealed.', {
      field: 'EXHIBIT',
    })
  const shutBy = shutIn(ledgers)
  if (shutBy !== undefined)
    throw new AppError('exhibit-barred', `EXHIBIT: is under the seal of "${shutBy}".`, { field: 'EXHIBIT' })
  const open = ledgers.filter(({ exhibit }) => !exhibit.destroyed.includes(self))
  if ((ledgers.length > 0 && open.length === 0) || (row !== undefined && isErased(row)))
    throw new AppError('exhibit-barred', 'EXHIBIT: was destroyed here, or erased with its act.', {
      field: 'EXHIBIT',
    })
  return open
}

export function isSame(name: ExhibitName, row: ExhibitRow | undefined): boolean {
  return name.namedBy === row?.namedBy && name.namedAt === row.namedAt
}
