import type { Reply } from '../api/client.ts'
import { handDown } from '../effects/hand-down.ts'

/** The proof as other makers' tools take it, and the keys beside it. */
export function handProof({ act, policy, proof }: Reply<'acts.prove'>): void {
  const name = `act-${act.slice(0, 12)}`
  handDown(`${name}.tlog-proof`, proof)
  handDown(`${name}.policy`, policy)
}
