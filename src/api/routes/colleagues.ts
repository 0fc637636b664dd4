import { z } from 'zod'
import { SEAT_KINDS } from '../../sign-in/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'

interface Colleagues {
  readonly users: readonly { readonly id: string; readonly display: string; readonly isHere: boolean }[]
  readonly seats: readonly {
    readonly id: string
    readonly kind: string
    readonly title: string
    readonly isOpen: boolean
  }[]
}
export interface ColleagueRoutes {
  'colleagues.list': Contract<undefined, undefined, undefined, Colleagues>
}

/** Who works here, so that an assignment or a note can be read as a name and work can be given. */
export const colleagueRoutes: RoutesOf<ColleagueRoutes> = {
  'colleagues.list': {
    method: 'GET',
    path: '/api/v1/colleagues',
    summary:
      'Names of the people and seats of this node, those who were shut out and closed ones among them.',
    needs: 'read',
    logged: 'no',
    reply: z.object({
      users: z.array(z.object({ id: z.string(), display: z.string(), isHere: z.boolean() })),
      seats: z.array(
        z.object({ id: z.string(), kind: z.enum(SEAT_KINDS), title: z.string(), isOpen: z.boolean() }),
      ),
    }),
    async handle({ signIn }) {
      const users = await signIn.users.list()
      const seats = await signIn.seats.list()
      return {
        users: users.map(({ disabledMs, display, id }) => ({
          id,
          display,
          isHere: disabledMs === undefined,
        })),
        seats: seats.map(({ closedMs, id, kind, title }) => ({
          id,
          kind,
          title,
          isOpen: closedMs === undefined,
        })),
      }
    },
  },
}
