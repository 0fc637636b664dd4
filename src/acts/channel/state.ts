import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition, FoldContext } from '../definition.ts'
import { hex64, sizes } from '../fields.ts'

/** A party states the hash of the state folded from exactly the acts below `upTo`, chained from its statement at `since`. */
export const channelState: ActDefinition = defineAct({
  name: 'channel.state',
  class: 'owned',
  by: 'any',
  since: 1,
  about: { how: 'channel' },
  data: z.strictObject({ hash: hex64, since: sizes, upTo: sizes }),
  body: { rule: 'none', types: [] },
  effect(state, act, context) {
    const upTo = ordered(act.data.upTo, context)
    const since = ordered(act.data.since, context)
    if (upTo === undefined || since === undefined) return 'parties-mismatch'
    const unseen = context.parties.some((party, index) => {
      const seen = party === act.by ? act.seq : (act.deps[party] ?? 0)
      return (upTo[index] ?? 0) > seen
    })
    if (unseen) return 'state-unseen'
    const before = state.claims.find((claim) => claim.by === act.by)
    const from = before?.upTo ?? context.parties.map(() => 0)
    // A gap or a step back would let an author leave out the stretch in which it disagrees.
    if (!since.every((size, index) => size === from[index] && size <= (upTo[index] ?? 0))) return 'state-gap'
    const claim = {
      act: act.id,
      by: act.by,
      hash: act.data.hash,
      previous: before?.hash ?? null,
      since,
      upTo,
    }
    const claims = context.parties.flatMap((party) =>
      party === act.by ? [claim] : state.claims.filter((known) => known.by === party),
    )
    return { ...state, claims }
  },
})

function ordered(named: Readonly<Record<string, number>>, context: FoldContext): number[] | undefined {
  const list = context.parties.map((party) => named[party])
  if (Object.keys(named).length !== list.length) return undefined
  return list.every((size) => size !== undefined) ? list : undefined
}
