import { useSuspenseQuery, type UseSuspenseQueryResult } from '@tanstack/react-query'
import type { RouteId } from '../../api/index.ts'
import { type Call, type Reply } from '../api/client.ts'
import { readOf } from '../api/queries.ts'

/** What the node tells nobody by itself is asked for again and again while it is shown. False: not now. */
export function usePolled<Id extends RouteId>(
  id: Id,
  given: Call<Id>,
  everyMs: (told: Reply<Id> | undefined) => number | false,
): UseSuspenseQueryResult<Reply<Id>> {
  return useSuspenseQuery({ ...readOf(id, given), refetchInterval: ({ state }) => everyMs(state.data) })
}
