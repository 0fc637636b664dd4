import { z } from 'zod'
import type { ChannelId, PartyId } from '../../record/index.ts'
import {
  allows,
  PERMISSIONS,
  type Permission,
  type Principal,
  SEAT_KINDS,
  type SignIn,
} from '../../sign-in/index.ts'
import type { ApiContext } from '../context.ts'
import type { Contract, RoutesOf } from '../contract.ts'
import { mayAt } from '../guard.ts'

export interface Me {
  readonly user: string
  /** What is typed at sign-in; empty for whoever came by the sealed code. */
  readonly name: string
  /** As colleagues see it. */
  readonly display: string
  /** IANA name of the caller's own zone. */
  readonly zone: string
  /** BCP 47, the preferred one first: in it notices are worded. */
  readonly languages: readonly string[]
  /** What the node is called, and whether it only plays. */
  readonly node: string
  readonly isDemo: boolean
  readonly how: 'session' | 'api-key'
  /** Of the session or key. */
  readonly credential: string
  readonly strength: string
  readonly party: string
  readonly grants: readonly {
    readonly seat: string
    readonly kind: string
    /** As this node calls the seat. */
    readonly title: string
    /** `*` for all of them. */
    readonly channels: '*' | readonly string[]
    readonly matters: readonly string[] | null
    /** What this one lets its holder do in its channels and matters. */
    readonly permissions: readonly Permission[]
  }[]
  /** What may be done somewhere at all. */
  readonly permissions: readonly Permission[]
}
const me: z.ZodType<Me> = z.object({
  user: z.string(),
  name: z.string(),
  display: z.string(),
  zone: z.string(),
  languages: z.array(z.string()),
  node: z.string(),
  isDemo: z.boolean(),
  how: z.enum(['session', 'api-key']),
  credential: z.string(),
  strength: z.string(),
  party: z.string(),
  grants: z.array(
    z.object({
      seat: z.string(),
      kind: z.enum(SEAT_KINDS),
      title: z.string(),
      channels: z.union([z.literal('*'), z.array(z.string())]),
      matters: z.array(z.string()).nullable(),
      permissions: z.array(z.enum(PERMISSIONS)),
    }),
  ),
  permissions: z.array(z.enum(PERMISSIONS)),
})

/** In which zone a party's offices work, as its agencies in the directory say. */
export interface PartyZone {
  readonly channel: ChannelId
  readonly party: PartyId
  readonly zone: string
}
const partyZone: z.ZodType<PartyZone> = z.object({ channel: z.string(), party: z.string(), zone: z.string() })

/** What people change of themselves; how colleagues see them is for whoever looks after the people. */
interface MeChange {
  readonly zone?: string | undefined
  readonly languages?: readonly string[] | undefined
}

export interface MeRoutes {
  'me.get': Contract<undefined, undefined, undefined, Me>
  'me.change': Contract<undefined, undefined, MeChange, Required<Pick<Me, 'zone' | 'languages'>>>
  'me.zones': Contract<undefined, undefined, undefined, { readonly items: readonly PartyZone[] }>
}

const TEXT_MAX = 64
const LANGUAGES_MAX = 8
/** Agencies of one channel whose clocks are looked at. */
const AGENCIES_MAX = 64

export const meRoutes: RoutesOf<MeRoutes> = {
  'me.get': {
    method: 'GET',
    path: '/api/v1/me',
    summary: 'Who is calling, and what they may do.',
    needs: 'signed-in',
    logged: 'no',
    reply: me,
    handle: async ({ node, signIn }, { principal }) => {
      const titles = new Map((await signIn.seats.list()).map(({ id, title }) => [id, title]))
      return {
        ...(await shownAs(signIn, principal.user)),
        node: node.name,
        isDemo: principal.strength === 'demo',
        user: principal.user,
        how: principal.how,
        credential: principal.credential,
        strength: principal.strength,
        party: node.party,
        grants: principal.grants.map((grant) => ({
          seat: grant.seat,
          kind: grant.kind,
          title: titles.get(grant.seat) ?? '',
          channels: grant.channels,
          matters: grant.matters ?? null,
          permissions: PERMISSIONS.filter((permission) =>
            allows({ ...principal, grants: [grant] }, permission),
          ),
        })),
        permissions: PERMISSIONS.filter((permission) => allows(principal, permission)),
      }
    },
  },
  'me.change': {
    method: 'PATCH',
    path: '/api/v1/me',
    summary: 'Sets your own zone, and the languages in which notices are worded for you.',
    needs: 'session',
    body: z.strictObject({
      zone: z.string().max(TEXT_MAX).optional(),
      languages: z.array(z.string().max(TEXT_MAX)).max(LANGUAGES_MAX).optional(),
    }),
    reply: z.object({ zone: z.string(), languages: z.array(z.string()) }),
    handle: async ({ signIn }, { body, principal }) => {
      const { languages, zone } = await signIn.users.change(principal.user, principal.user, body)
      return { zone, languages }
    },
  },
  'me.zones': {
    method: 'GET',
    path: '/api/v1/me/zones',
    summary: 'In which zones the parties of each channel work, by their agencies in the directory.',
    needs: 'read',
    logged: 'no',
    reply: z.object({ items: z.array(partyZone) }),
    handle: async (context, { principal }) => {
      const items: PartyZone[] = []
      for (const { id, status } of await context.node.channels())
        if (status === 'open' && allows(principal, 'read', { channel: id }))
          items.push(...(await zonesIn(context, principal, id)))
      return { items }
    },
  },
}

async function shownAs(
  signIn: SignIn,
  user: string,
): Promise<Pick<Me, 'name' | 'display' | 'zone' | 'languages'>> {
  const found = (await signIn.users.list()).find(({ id }) => id === user)
  if (found === undefined) return { name: '', display: user, zone: 'UTC', languages: [] }
  const { display, languages, name, zone } = found
  return { name, display, zone, languages }
}

/** The first agency that each party lists says it. */
async function zonesIn(
  { node, restricted }: ApiContext,
  principal: Principal,
  channel: ChannelId,
): Promise<PartyZone[]> {
  const list = { by: 'opened', newestFirst: false, kind: 'agency', statuses: ['listed'] } as const
  const found = new Map<PartyId, string>()
  for (const { id: matter, openedBy } of (await node.matters(channel, list, undefined, AGENCIES_MAX)).items) {
    if (openedBy === null || found.has(openedBy)) continue
    if (!(await mayAt(principal, 'read', { channel, matter }, restricted))) continue
    const zone = zoneOf((await node.matter(channel, matter)).state)
    if (zone !== undefined) found.set(openedBy, zone)
  }
  return [...found].map(([party, zone]) => ({ channel, party, zone }))
}

function zoneOf(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('calendar' in state)) return undefined
  const { calendar } = state
  if (typeof calendar !== 'object' || calendar === null || !('timeZone' in calendar)) return undefined
  return typeof calendar.timeZone === 'string' ? calendar.timeZone : undefined
}
