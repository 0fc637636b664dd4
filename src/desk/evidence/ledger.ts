import type { ActId, JsonObject, Leaf, PartyId } from '../../record/index.ts'
import type { MatterAct } from './ports.ts'

/** Acts of custody, as the ledger of an exhibit lists them. */
const CUSTODY_ACTS = [
  'evidence.receive',
  'evidence.transfer',
  'evidence.view',
  'evidence.permit',
  'evidence.release',
  'evidence.seal',
  'evidence.destroy',
] as const

export interface LedgerEntry {
  readonly act: ActId
  readonly by: PartyId
  readonly made: string
  /** `deposit`, or the act's own name within the family: `view`, `release`. */
  readonly what: string
  /** The act's data without the exhibit itself: purpose, way, ground, result, to whom. */
  readonly details: JsonObject
}

/**
 * The whole custody ledger of one exhibit, from the acts of its matter in the order of the fold. What is void is not
 * custody: it stands in the record and changed nothing.
 */
export function custodyLedger(acts: readonly MatterAct[], sealed: string): LedgerEntry[] {
  let owner: PartyId | undefined
  return acts.flatMap(({ code, id, leaf }) => {
    if (code !== null) return []
    const what = whatIn(leaf, sealed, owner)
    if (what === undefined) return []
    owner ??= leaf.party
    const { exhibits: _listed, sealed: _named, ...details } = leaf.data
    return [{ act: id, by: leaf.party, made: leaf.made, what, details: what === 'deposit' ? {} : details }]
  })
}

function whatIn({ data, party, type }: Leaf, sealed: string, owner: PartyId | undefined): string | undefined {
  const custody = CUSTODY_ACTS.find((name) => name === type)
  if (custody === undefined) return owner === undefined && lists(data, sealed) ? 'deposit' : undefined
  const names = data['sealed'] === sealed || namesIn(data).includes(sealed)
  // A permission that names no exhibit is for all of its author's.
  const isForAll = custody === 'evidence.permit' && party === owner && namesIn(data).length === 0
  return owner !== undefined && (names || isForAll) ? custody.slice('evidence.'.length) : undefined
}

function namesIn({ exhibits }: JsonObject): unknown[] {
  return Array.isArray(exhibits) ? exhibits : []
}

function lists({ exhibits }: JsonObject, sealed: string): boolean {
  const listed: readonly unknown[] = Array.isArray(exhibits) ? exhibits : []
  return listed.some(
    (each) => typeof each === 'object' && each !== null && 'sealed' in each && each.sealed === sealed,
  )
}
