import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { isAway, OfflineError, ProblemError, type Reply } from '../api/client.ts'
import { followLive, type Liveness } from '../api/live.ts'
import { readOf } from '../api/queries.ts'
import { type Reader, WithReader } from '../look/reader.tsx'

export type Me = Reply<'me.get'>
type Channels = Reply<'channels.list'>['items']

interface Session {
  readonly me: Me
  readonly channels: Channels
  readonly liveness: Liveness
}
const SessionContext = createContext<Session | undefined>(undefined)

/** Who is signed in, the channels they read, and whether what they see is live. */
export function useSession(): Session {
  const session = use(SessionContext)
  if (session === undefined) throw new TypeError('A screen is shown outside WithSession.')
  return session
}

const ASK_AGAIN_MS = 2_000
/** One that is lost is seldom worth a word. */
const TRIES_UNSAID = 1

/**
 * Who is signed in: null for nobody, undefined until the node has said. A node that is away is asked until it is back, also
 * by a page that nobody looks at: it has to ring.
 */
export function useMe(): { readonly me: Me | null | undefined; readonly fault: Error | null } {
  const { data, error, errorUpdateCount } = useQuery({
    ...readOf('me.get', {}),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchInterval: ({ state }) => (state.data === undefined && isAway(state.error) ? ASK_AGAIN_MS : false),
    refetchIntervalInBackground: true,
  })
  const isNobody = error instanceof ProblemError && error.problem.status === 401
  if (isNobody) return { me: null, fault: null }
  // While it is asked again, what was said of the last try stays: it would be read aloud anew each time.
  if (data === undefined && (error === null || isAway(error)))
    return { me: undefined, fault: errorUpdateCount > TRIES_UNSAID ? AWAY : null }
  return { me: data, fault: error }
}

const AWAY = new OfflineError('The node was not reached.')

/** `hasEnded`: the session; what stands on the screens stays, and nothing is asked for until it is back. */
export function WithSession({
  me,
  hasEnded,
  children,
}: {
  readonly me: Me
  readonly hasEnded: boolean
  readonly children: ReactNode
}): ReactNode {
  const client = useQueryClient()
  const reads = me.permissions.includes('read')
  const { data: channels } = useQuery({ ...readOf('channels.list', {}), enabled: reads })
  const { data: zones } = useQuery({ ...readOf('me.zones', {}), enabled: reads })
  const [liveness, setLiveness] = useState<Liveness>({ state: 'connecting' })
  // Another session in the place of this one has a stream of its own.
  useEffect(() => (hasEnded ? undefined : followLive(client, setLiveness)), [client, hasEnded, me.credential])
  const reader = useMemo<Reader>(() => {
    const names = new Map(channels?.items.flatMap(({ parties }) => parties.map(({ id, name }) => [id, name])))
    const others = zones?.items.filter(({ party }) => party !== me.party).map(({ zone }) => zone) ?? []
    return {
      user: me.user,
      name: me.display,
      party: me.party,
      zone: me.zone,
      // Whoever runs the node reads no directory; logs and other operators speak in UTC.
      otherZones: reads ? [...new Set(others)].slice(0, OTHER_ZONES_MAX) : ['UTC'],
      may: (permission) => me.permissions.some((each) => each === permission),
      partyName: (party) => names.get(party) ?? party,
      isDemo: me.isDemo,
    }
  }, [me, channels, zones, reads])
  const session = useMemo(() => ({ me, channels: channels?.items ?? [], liveness }), [me, channels, liveness])
  return (
    <SessionContext value={session}>
      <WithReader reader={reader}>{children}</WithReader>
    </SessionContext>
  )
}

/** Hours of more sides than these are shown where the matter says which. */
const OTHER_ZONES_MAX = 2
