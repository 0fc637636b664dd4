import { QueryClient } from '@tanstack/react-query'
import { isAway, whenNobody } from '../api/client.ts'

const RETRIES_MAX = 3
const STALE_MS = 30_000

/**
 * What the screens know of the node. Hints make it ask again; a node that is not reached is tried a few times and then
 * said to be away; a refusal is never tried again.
 */
export function makeQueries(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        networkMode: 'always',
        retry: (count, cause) => isAway(cause) && count < RETRIES_MAX,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
  askAgain(client)
  whenNobody(() => void client.invalidateQueries({ queryKey: ['me.get'] }))
  return client
}

/**
 * What changed while it was first asked for is asked for again once the answer is here, which may be of before: a first
 * fetch alone is not given up for a newer one.
 */
function askAgain(client: QueryClient): void {
  const outdated = new WeakSet<object>()
  client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated') return
    const { action, query } = event
    const { data, fetchStatus } = query.state
    if (action.type === 'invalidate' && fetchStatus !== 'idle' && data === undefined) outdated.add(query)
    // In a moment of its own: the fetch that has just ended still counts as under way.
    if (action.type === 'success' && outdated.delete(query))
      queueMicrotask(() => void client.invalidateQueries({ queryKey: query.queryKey, exact: true }))
  })
}
