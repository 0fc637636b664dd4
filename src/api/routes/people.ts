import { z } from 'zod'
import { SEAT_KINDS, type SeatKind } from '../../sign-in/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'
import {
  type GrantInfo,
  type InvitationInfo,
  type KeyInfo,
  type SeatInfo,
  type UserInfo,
  grantInfo,
  invitationInfo,
  keyInfo,
  seatInfo,
  userInfo,
  viewGrant,
  viewInvitation,
  viewKey,
  viewSeat,
  viewUser,
} from '../people-views.ts'

const TEXT_MAX = 1_024
const LIST_MAX = 1_000
const text = z.string().max(TEXT_MAX)
const ids = z.array(z.string().max(TEXT_MAX)).max(LIST_MAX)

interface IdParams {
  readonly id: string
}
const idParams: z.ZodType<IdParams> = z.strictObject({ id: text })

interface KeyParams {
  readonly user: string
  readonly id: string
}

interface UserBody {
  readonly name: string
  readonly display: string
  readonly languages?: readonly string[] | undefined
  readonly zone?: string | undefined
}
interface UserChange {
  readonly display?: string | undefined
  readonly languages?: readonly string[] | undefined
  readonly zone?: string | undefined
}
interface SeatBody {
  readonly kind: SeatKind
  readonly title: string
  readonly agency?: string | undefined
  readonly listed?: string | undefined
}
interface SeatChange {
  readonly title?: string | undefined
  /** Null: in no directory. */
  readonly agency?: string | null | undefined
  readonly listed?: string | null | undefined
}
interface GrantBody {
  readonly seat: string
  readonly user: string
  readonly channels: '*' | readonly string[]
  readonly matters?: readonly string[] | undefined
  readonly deputy?: boolean | undefined
  readonly fromMs?: number | undefined
  readonly untilMs?: number | undefined
}

interface Items<T> {
  readonly items: readonly T[]
}

export interface PeopleRoutes {
  'users.list': Contract<undefined, undefined, undefined, Items<UserInfo>>
  'users.make': Contract<undefined, undefined, UserBody, UserInfo>
  'users.change': Contract<IdParams, undefined, UserChange, UserInfo>
  'users.disable': Contract<IdParams, undefined, undefined, UserInfo>
  'users.enable': Contract<IdParams, undefined, undefined, UserInfo>
  'users.remove': Contract<IdParams, undefined, undefined, undefined>
  'users.reset': Contract<IdParams, undefined, undefined, undefined>
  'users.end-sessions': Contract<IdParams, undefined, undefined, undefined>
  'users.invite': Contract<
    IdParams,
    undefined,
    undefined,
    { readonly invitation: InvitationInfo; readonly token: string }
  >
  'invitations.list': Contract<undefined, undefined, undefined, Items<InvitationInfo>>
  'invitations.withdraw': Contract<IdParams, undefined, undefined, undefined>
  'seats.list': Contract<undefined, undefined, undefined, Items<SeatInfo>>
  'seats.make': Contract<undefined, undefined, SeatBody, SeatInfo>
  'seats.change': Contract<IdParams, undefined, SeatChange, SeatInfo>
  'seats.close': Contract<IdParams, undefined, undefined, SeatInfo>
  'grants.list': Contract<undefined, undefined, undefined, Items<GrantInfo>>
  'grants.make': Contract<undefined, undefined, GrantBody, GrantInfo>
  'grants.withdraw': Contract<IdParams, undefined, undefined, undefined>
  'keys.list': Contract<undefined, undefined, undefined, Items<KeyInfo>>
  'keys.revoke': Contract<KeyParams, undefined, undefined, undefined>
}

/** The people of this node: users, seats, who holds which, and what lets them in. Rules stand in the sign-in room. */
export const peopleRoutes: RoutesOf<PeopleRoutes> = {
  'users.list': {
    method: 'GET',
    path: '/api/v1/users',
    summary: 'The users of this node. A desk has tens of people, so this is one page.',
    needs: 'people',
    reply: z.object({ items: z.array(userInfo) }),
    handle: async ({ signIn }) => ({ items: (await signIn.users.list()).map(viewUser) }),
  },
  'users.make': {
    method: 'POST',
    path: '/api/v1/users',
    summary: 'A new user, who holds no seat yet.',
    needs: 'people',
    status: 201,
    body: z.strictObject({ name: text, display: text, languages: ids.optional(), zone: text.optional() }),
    reply: userInfo,
    handle: async ({ signIn }, { body, principal }) =>
      viewUser(await signIn.users.make(principal.user, body)),
  },
  'users.change': {
    method: 'PATCH',
    path: '/api/v1/users/{id}',
    summary: 'Changes how a user is shown and spoken to.',
    needs: 'people',
    params: idParams,
    body: z.strictObject({ display: text.optional(), languages: ids.optional(), zone: text.optional() }),
    reply: userInfo,
    handle: async ({ signIn }, { params, body, principal }) =>
      viewUser(await signIn.users.change(principal.user, params.id, body)),
  },
  'users.disable': {
    method: 'POST',
    path: '/api/v1/users/{id}/disable',
    summary: 'Shuts a user out at once.',
    needs: 'people',
    params: idParams,
    reply: userInfo,
    handle: async ({ signIn }, { params, principal }) =>
      viewUser(await signIn.users.disable(principal.user, params.id)),
  },
  'users.enable': {
    method: 'POST',
    path: '/api/v1/users/{id}/enable',
    summary: 'Lets a user in again.',
    needs: 'people',
    params: idParams,
    reply: userInfo,
    handle: async ({ signIn }, { params, principal }) =>
      viewUser(await signIn.users.enable(principal.user, params.id)),
  },
  'users.remove': {
    method: 'DELETE',
    path: '/api/v1/users/{id}',
    summary: 'Erases a user with every credential and seat.',
    needs: 'people',
    params: idParams,
    async handle({ signIn }, { params, principal }) {
      await signIn.users.remove(principal.user, params.id)
      return undefined
    },
  },
  'users.reset': {
    method: 'POST',
    path: '/api/v1/users/{id}/reset',
    summary: 'Takes every credential away from a user who lost them.',
    needs: 'people',
    params: idParams,
    async handle({ signIn }, { params, principal }) {
      await signIn.credentials.reset(principal.user, params.id)
      return undefined
    },
  },
  'users.end-sessions': {
    method: 'DELETE',
    path: '/api/v1/users/{id}/sessions',
    summary: 'Ends all sessions of a user.',
    needs: 'people',
    params: idParams,
    async handle({ signIn }, { params, principal }) {
      await signIn.sessions.endAll(principal.user, params.id)
      return undefined
    },
  },
  'users.invite': {
    method: 'POST',
    path: '/api/v1/users/{id}/invitations',
    summary: 'A one-time link for a user, shown this once.',
    needs: 'people',
    status: 201,
    params: idParams,
    reply: z.object({ invitation: invitationInfo, token: z.string() }),
    async handle({ signIn }, { params, principal }) {
      const { invitation, token } = await signIn.invitations.make(principal.user, params.id)
      return { invitation: viewInvitation(invitation), token }
    },
  },
  'invitations.list': {
    method: 'GET',
    path: '/api/v1/invitations',
    summary: 'Links that are good still.',
    needs: 'people',
    reply: z.object({ items: z.array(invitationInfo) }),
    handle: async ({ signIn }) => ({ items: (await signIn.invitations.list()).map(viewInvitation) }),
  },
  'invitations.withdraw': {
    method: 'DELETE',
    path: '/api/v1/invitations/{id}',
    summary: 'Withdraws a link.',
    needs: 'people',
    params: idParams,
    async handle({ signIn }, { params, principal }) {
      await signIn.invitations.withdraw(principal.user, params.id)
      return undefined
    },
  },
  'seats.list': {
    method: 'GET',
    path: '/api/v1/seats',
    summary: 'The seats of this node.',
    needs: 'people',
    reply: z.object({ items: z.array(seatInfo) }),
    handle: async ({ signIn }) => ({ items: (await signIn.seats.list()).map(viewSeat) }),
  },
  'seats.make': {
    method: 'POST',
    path: '/api/v1/seats',
    summary: 'A new seat.',
    needs: 'people',
    status: 201,
    body: z.strictObject({
      kind: z.enum(SEAT_KINDS),
      title: text,
      agency: text.optional(),
      listed: text.optional(),
    }),
    reply: seatInfo,
    handle: async ({ signIn }, { body, principal }) =>
      viewSeat(await signIn.seats.make(principal.user, body)),
  },
  'seats.change': {
    method: 'PATCH',
    path: '/api/v1/seats/{id}',
    summary: 'Changes a seat’s title and where it stands in the directory.',
    needs: 'people',
    params: idParams,
    body: z.strictObject({ title: text.optional(), agency: text.nullish(), listed: text.nullish() }),
    reply: seatInfo,
    handle: async ({ signIn }, { params, body, principal }) =>
      viewSeat(await signIn.seats.change(principal.user, params.id, given(body))),
  },
  'seats.close': {
    method: 'POST',
    path: '/api/v1/seats/{id}/close',
    summary: 'Closes a seat: whoever holds it may do nothing by it any more.',
    needs: 'people',
    params: idParams,
    reply: seatInfo,
    handle: async ({ signIn }, { params, principal }) =>
      viewSeat(await signIn.seats.close(principal.user, params.id)),
  },
  'grants.list': {
    method: 'GET',
    path: '/api/v1/grants',
    summary: 'Who holds which seat, and how far it reaches.',
    needs: 'people',
    reply: z.object({ items: z.array(grantInfo) }),
    handle: async ({ signIn }) => ({ items: (await signIn.seats.holders()).map(viewGrant) }),
  },
  'grants.make': {
    method: 'POST',
    path: '/api/v1/grants',
    summary: 'Gives somebody a seat, or lets them stand in for its holder for a time.',
    needs: 'people',
    status: 201,
    body: z.strictObject({
      seat: text,
      user: text,
      channels: z.union([z.literal('*'), ids]),
      matters: ids.optional(),
      deputy: z.boolean().optional(),
      fromMs: z.int().optional(),
      untilMs: z.int().optional(),
    }),
    reply: grantInfo,
    handle: async ({ signIn }, { body, principal }) =>
      viewGrant(await signIn.seats.grant(principal.user, body)),
  },
  'grants.withdraw': {
    method: 'DELETE',
    path: '/api/v1/grants/{id}',
    summary: 'Takes a seat back.',
    needs: 'people',
    params: idParams,
    async handle({ signIn }, { params, principal }) {
      await signIn.seats.withdraw(principal.user, params.id)
      return undefined
    },
  },
  'keys.list': {
    method: 'GET',
    path: '/api/v1/keys',
    summary: 'The API keys of all users.',
    needs: 'people',
    reply: z.object({ items: z.array(keyInfo) }),
    handle: async ({ signIn }) => ({ items: (await signIn.apiKeys.list()).map(viewKey) }),
  },
  'keys.revoke': {
    method: 'DELETE',
    path: '/api/v1/users/{user}/keys/{id}',
    summary: 'Revokes an API key of a user.',
    needs: 'people',
    params: z.strictObject({ user: text, id: text }),
    async handle({ signIn }, { params, principal }) {
      await signIn.apiKeys.revoke(principal.user, params.user, params.id)
      return undefined
    },
  },
}

/** What was said at all: a field that is left out stays as it is. */
function given({ title, agency, listed }: SeatChange): {
  title?: string
  agency?: string | null
  listed?: string | null
} {
  return {
    ...(title === undefined ? {} : { title }),
    ...(agency === undefined ? {} : { agency }),
    ...(listed === undefined ? {} : { listed }),
  }
}
