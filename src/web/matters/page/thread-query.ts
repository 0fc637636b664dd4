import { useInfiniteQuery } from '@tanstack/react-query'
import { call, type Reply } from '../../api/client.ts'
import type { Act, Place } from './given.ts'

const PAGE_ACTS = 100
const FIRST: string | null = null

export interface Thread {
  readonly acts: readonly Act[]
  readonly hasMore: boolean
  readonly isLoading: boolean
  readonly fault: Error | null
  readonly more: () => Promise<unknown>
  /** All that there are, one page after the other. */
  readonly all: () => Promise<unknown>
}

/** The acts of a matter in the order of the fold, page by page, asked for again when the node hints at the matter. */
export function useThread({ channel, matter }: Place): Thread {
  const params = { channel, matter }
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage, isLoading } = useInfiniteQuery({
    // By its first two parts a live hint finds it.
    queryKey: ['matters.acts', { params }, 'pages'],
    queryFn: ({ pageParam, signal }: { readonly pageParam: string | null; readonly signal: AbortSignal }) =>
      call('matters.acts', {
        params,
        query: { limit: PAGE_ACTS, ...(pageParam === null ? {} : { after: pageParam }) },
        signal,
      }),
    initialPageParam: FIRST,
    getNextPageParam: ({ next }: Reply<'matters.acts'>) => next,
  })
  const acts = data?.pages.flatMap(({ items }) => items) ?? []
  return {
    acts,
    hasMore: hasNextPage,
    isLoading: isLoading || isFetchingNextPage,
    fault: error,
    more: fetchNextPage,
    async all() {
      for (let has = hasNextPage; has;) has = (await fetchNextPage()).hasNextPage
    },
  }
}
