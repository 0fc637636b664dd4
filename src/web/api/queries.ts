import {
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
  type UseSuspenseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { useState } from 'react'
import type { RouteId } from '../../api/index.ts'
import { drawId } from '../effects/draw.ts'
import { type Call, type Given, ProblemError, type Reply, call } from './client.ts'
import { WishKeys } from './wish-keys.ts'

/** What a query is known by: its route and what it was asked. Live hints find it by the channel and matter in it. */
export type ReadKey = readonly [id: RouteId, given: object]

/** Asks the node and keeps the answer until a hint says that it changed. */
export function useRead<Id extends RouteId>(
  id: Id,
  given: Call<Id>,
  options: Partial<Pick<UseQueryOptions<Reply<Id>>, 'enabled' | 'staleTime' | 'placeholderData'>> = {},
): UseQueryResult<Reply<Id>> {
  return useQuery({ ...readOf(id, given), ...options })
}

/** The same for what a screen cannot be shown without: it waits, and a refusal is shown in its place. */
export function useNeeded<Id extends RouteId>(id: Id, given: Call<Id>): UseSuspenseQueryResult<Reply<Id>> {
  return useSuspenseQuery(readOf(id, given))
}

interface Read<Id extends RouteId> {
  readonly queryKey: ReadKey
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<Reply<Id>>
}

/** A read, for loaders and for `queryClient.fetchQuery`. */
export function readOf<Id extends RouteId>(id: Id, given: Call<Id>): Read<Id> {
  return {
    queryKey: [id, given],
    queryFn: ({ signal }) => call(id, ...([{ ...given, signal }] as unknown as Given<Id>)),
  }
}

/**
 * Does something. What was shown is asked for again when it is done.
 *
 * An answer that is lost says nothing of whether the node did it, and the reader presses again: the same thing asked has
 * the same key until the node has answered it, so it is never done twice. Something else asked is a new deed.
 */
export function useDo<Id extends RouteId>(id: Id): UseMutationResult<Reply<Id>, Error, Call<Id>> {
  const client = useQueryClient()
  const [keys] = useState(() => new WishKeys(drawId))
  return useMutation({
    mutationKey: [id],
    mutationFn: (given: Call<Id>) => {
      const wish = JSON.stringify(given)
      return keys.once(wish, async () => {
        const key = keys.keyOf(wish)
        try {
          const reply = await call(id, ...([{ key, ...given }] as unknown as Given<Id>))
          keys.answered(wish)
          return reply
        } catch (cause) {
          if (isAnswer(cause)) keys.answered(wish)
          throw cause
        }
      })
    },
    onSuccess: () => client.invalidateQueries(),
  })
}

/** A proxy that gave up, or a node that fell or is still at it, may stand before a deed that is done. */
function isAnswer(cause: unknown): boolean {
  if (!(cause instanceof ProblemError)) return false
  const { code, status } = cause.problem
  return status < SERVER_ERRORS && code !== 'key-in-use'
}
const SERVER_ERRORS = 500
