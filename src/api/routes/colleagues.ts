import { z } from 'zod'
import { SEAT_KINDS, SEAT_PERMISSIONS, allows } from '../../sign-in/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'

interface Colleagues {
  readonly people: readonly { readonly id: string; readonly display: string }[]
  readonly seats: readonly {
    readonly id: string
    readonly kind: string
    readonly title: string
    readonly mine: boolean
  }[]
}
export interface ColleagueRoutes {
  'colleagues.list': Contract<undefined, undefined, undefined, Colleagues>
}

/** Who can be given work. */
export const colleagueRoutes: RoutesOf<ColleagueRoutes> = {
  'colleagues.list': {
    method: 'GET',
    path: '/api/v1/colleagues',
    summary: 'People and seats of this node that matters can be given to: those whose seats do such work.',
    needs: 'draft',
    logged: 'no',
    reply: z.object({
      people: z.array(z.object({ id: z.string(), display: z.string() })),
      seats: z.array(
        z.object({ id: z.string(), kind: z.enum(SEAT_KINDS), title: z.string(), mine: z.boolean() }),
      ),
    }),
    async handle({ clock, signIn }, { principal }) {
      const nowMs = clock.now()
      const held = (await signIn.seats.holders()).filter(
        ({ fromMs = nowMs, kind, untilMs }) =>
          SEAT_PERMISSIONS[kind].includes('draft') &&
          fromMs <= nowMs &&
          (untilMs === undefined || nowMs < untilMs),
      )
      const working = new Set(held.map(({ user }) => user))
      const seats = (await signIn.seats.list()).filter(
        ({ closedMs, kind }) => closedMs === undefined && SEAT_PERMISSIONS[kind].includes('draft'),
      )
      const people = (await signIn.users.list()).filter(({ id }) => working.has(id))
      return {
        people: people.map(({ display, id }) => ({ id, display })),
        seats: seats.map(({ id, kind, title }) => ({
          id,
          kind,
          title,
          mine: principal.grants.some((grant) => grant.seat === id && allows(principal, 'draft')),
        })),
      }
    },
  },
}
