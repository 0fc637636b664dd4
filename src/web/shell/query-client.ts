import { QueryClient } from '@tanstack/react-query'
import { OfflineError, whenNobody } from '../api/client.ts'

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
        retry: (count, cause) => cause instanceof OfflineError && count < RETRIES_MAX,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
  whenNobody(() => void client.invalidateQueries({ queryKey: ['me.get'] }))
  return client
}
