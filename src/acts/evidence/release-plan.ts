import { releaseStops } from '../../instruments/index.ts'
import type { Material, ReleaseStop, ReleaseWay } from '../../instruments/index.ts'
import type { ActId, PartyId } from '../../record/index.ts'
import type { MatterState, PermitState } from '../matter.ts'
import { authorsOf, boundBy } from './restrictions.ts'

/** What somebody wants to let out, how, and when. */
export interface ReleaseWish {
  readonly atMs: number
  readonly by: PartyId
  readonly exhibits: readonly string[]
  /** Permissions it may rest on; undefined: all that there are. */
  readonly permissions?: readonly ActId[]
  readonly scope: 'matter' | 'exhibits'
  readonly way: ReleaseWay
}

export interface ReleasePlan {
  /** Empty when the release may be made. */
  readonly stops: readonly (ReleaseStop | 'malware-sealed-only')[]
  /** The permissions that it rests on. */
  readonly permissions: readonly ActId[]
}

/** Whether marks and permissions of one matter let material out. Pure: the gate of a node and the fold of both decide alike. */
export function releasePlan(state: MatterState, wish: ReleaseWish): ReleasePlan {
  const used = new Set<ActId>()
  const permitted = (owner: PartyId, sealed: string | null): boolean => {
    const found = state.permits.filter((permit) => covers(permit, wish, owner, sealed))
    for (const { act } of found) used.add(act)
    return found.length > 0
  }
  const words = wish.scope === 'matter' ? authorsOf(state) : []
  const files = state.exhibits.filter(({ sealed }) => wish.exhibits.includes(sealed))
  const materials: Material[] = [
    ...words.map((owner) => ({ owner, bound: boundBy(state, owner), permitted: permitted(owner, null) })),
    ...files.map(({ by: owner, sealed }) => ({
      owner,
      bound: boundBy(state, owner),
      permitted: permitted(owner, sealed),
    })),
  ]
  // Whatever anybody permits: there is no recipient to whom it could be sealed.
  const isLoose = wish.way === 'publish' && files.some(({ malware }) => malware)
  const stops = releaseStops(materials, wish.way, wish.by)
  return { stops: isLoose ? [...stops, 'malware-sealed-only'] : stops, permissions: [...used] }
}

function covers(permit: PermitState, wish: ReleaseWish, owner: PartyId, sealed: string | null): boolean {
  const { act, by, exhibits, untilMs, ways } = permit
  if (by !== owner || !ways.includes(wish.way)) return false
  if (wish.permissions?.includes(act) === false) return false
  if (untilMs !== null && wish.atMs > untilMs) return false
  return exhibits.length === 0 || (sealed !== null && exhibits.includes(sealed))
}
