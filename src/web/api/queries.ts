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
import { type Call, type Given, type Reply, call } from './client.ts'
import { patiently } from './patiently.ts'
import { Wishes } from './wishes.ts'

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

/** `patient`: sealing or opening many gigabytes outlasts a request; the node goes on, and is asked again. */
interface Doing {
  readonly patient?: boolean
}

/** Does something. What was shown is asked for again when it is done. */
export function useDo<Id extends RouteId>(
  id: Id,
  doing: Doing = {},
): UseMutationResult<Reply<Id>, Error, Call<Id>> {
  const client = useQueryClient()
  const ask = useAsk(id, doing)
  return useMutation({
    mutationKey: [id],
    mutationFn: (given: Call<Id>) => ask(given),
    onSuccess: () => client.invalidateQueries(),
  })
}

/** Has something done once, however often the same is asked before the node has answered it. */
export function useAsk<Id extends RouteId>(
  id: Id,
  { patient = false }: Doing = {},
): (given: Call<Id>) => Promise<Reply<Id>> {
  const [wishes] = useState(() => new Wishes(drawId))
  return (given) =>
    wishes.ask(JSON.stringify(given), (key) => {
      const keyed = { key, ...given }
      return patient ? patiently(id, keyed) : call(id, ...([keyed] as unknown as Given<Id>))
    })
}
