import { z } from 'zod'
import type { Contract, RoutesOf, Streamed } from '../contract.ts'
import type { Hint } from '../events.ts'
import { mayAt } from '../guard.ts'

interface PastQuery {
  /** Milliseconds: hints of that time come first. */
  readonly past?: number | undefined
}

export interface EventRoutes {
  'events.stream': Contract<undefined, PastQuery, undefined, Streamed>
}

/** A page that needs longer than this to be shown asks for all of it again. */
const PAST_MAX_MS = 60_000

export const eventRoutes: RoutesOf<EventRoutes> = {
  'events.stream': {
    method: 'GET',
    path: '/api/v1/events',
    summary:
      'Hints as they happen (server-sent events): which matters changed, never what in them. `Last-Event-ID` is heeded, else `past`: from how many milliseconds ago on; `reset` says that hints were lost.',
    needs: 'signed-in',
    logged: 'no',
    streams: 'text/event-stream',
    query: z.strictObject({ past: z.coerce.number().int().min(0).max(PAST_MAX_MS).optional() }),
    handle({ events, restricted }, { principal, again, lastEventId, query, whenGone }) {
      /** Asked anew for each hint: a right that was taken away a moment ago counts for nothing. */
      const sees = async (hint: Hint): Promise<Hint | undefined> => {
        const now = await again()
        if (now === undefined) return undefined
        const { channel, user, what } = hint
        if (channel === null) return user === now.user ? { channel, matters: [], what } : undefined
        const matters: string[] = []
        for (const matter of hint.matters)
          if (await mayAt(now, 'read', { channel, matter }, restricted)) matters.push(matter)
        if (matters.length > 0) return { ...hint, matters }
        const concernsAll = hint.matters.length === 0 && (await mayAt(now, 'read', { channel }, restricted))
        return concernsAll ? hint : undefined
      }
      const mayStay = async (): Promise<boolean> => (await again()) !== undefined
      const { user } = principal
      const body = events.stream({ user, lastEventId, pastMs: query.past, sees, mayStay, whenGone })
      return { type: 'text/event-stream', body }
    },
  },
}
