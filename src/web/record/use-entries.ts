import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import type { Entry } from './given.ts'

/** The first page is what one sees at once; those after it are fetched by whoever scrolls. */
const FIRST_LIMIT = 40
const LIMIT = 100

export interface OlderEntries {
  readonly hasMore: boolean
  readonly isFetching: boolean
  readonly fault: Error | null
  readonly more: () => void
}

/** Entries of a feed, newest first, as many as were asked for; looked up again when a hint says that the channel changed. */
export function useEntries(
  channel: string,
  party: string,
): OlderEntries & { readonly entries: readonly Entry[] } {
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['record.entries', { params: { channel, party } }],
    queryFn: ({ pageParam, signal }) => {
      const query = pageParam === null ? { limit: FIRST_LIMIT } : { before: pageParam, limit: LIMIT }
      const given = { params: { channel, party }, query, signal }
      return call('record.entries', given)
    },
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  })
  return {
    entries: data?.pages.flatMap(({ items }) => items) ?? [],
    hasMore: hasNextPage,
    isFetching: isFetchingNextPage,
    fault: error,
    more: () => void fetchNextPage(),
  }
}
