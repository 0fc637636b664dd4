import { z } from 'zod'
import { allows, PERMISSIONS, SEAT_KINDS } from '../../sign-in/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'

export interface Me {
  readonly user: string
  readonly how: 'session' | 'api-key'
  /** Of the session or key. */
  readonly credential: string
  readonly strength: string
  readonly party: string
  readonly grants: readonly {
    readonly seat: string
    readonly kind: string
    /** `*` for all of them. */
    readonly channels: '*' | readonly string[]
    readonly matters: readonly string[] | null
  }[]
  /** What may be done somewhere at all. */
  readonly permissions: readonly string[]
}
const me: z.ZodType<Me> = z.object({
  user: z.string(),
  how: z.enum(['session', 'api-key']),
  credential: z.string(),
  strength: z.string(),
  party: z.string(),
  grants: z.array(
    z.object({
      seat: z.string(),
      kind: z.enum(SEAT_KINDS),
      channels: z.union([z.literal('*'), z.array(z.string())]),
      matters: z.array(z.string()).nullable(),
    }),
  ),
  permissions: z.array(z.enum(PERMISSIONS)),
})

export interface MeRoutes {
  'me.get': Contract<undefined, undefined, undefined, Me>
}

export const meRoutes: RoutesOf<MeRoutes> = {
  'me.get': {
    method: 'GET',
    path: '/api/v1/me',
    summary: 'Who is calling, and what they may do.',
    needs: 'signed-in',
    logged: 'no',
    reply: me,
    handle: ({ node }, { principal }) => ({
      user: principal.user,
      how: principal.how,
      credential: principal.credential,
      strength: principal.strength,
      party: node.party,
      grants: principal.grants.map(({ seat, kind, channels, matters }) => ({
        seat,
        kind,
        channels,
        matters: matters ?? null,
      })),
      permissions: PERMISSIONS.filter((permission) => allows(principal, permission)),
    }),
  },
}
