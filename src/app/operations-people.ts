import { z } from 'zod'
import { type ChannelId, instantFromMs } from '../record/index.ts'
import type { ApiKey, HeldGrant, Permission, SeatKind, Session, SignIn, User } from '../sign-in/index.ts'
import { deskOf } from './desk-access.ts'
import { AppError } from './errors.ts'
import type { OpenedNode } from './serve.ts'

/** Whoever holds the machine itself, as the sign-in room and the access log call them. */
const OPERATOR = 'operator'
const DAY_MS = 86_400_000
/** Where a link leads: the page with the button that uses it up. */
const LINK_PATH = '/enter/'

export interface UserAddArgs {
  readonly name: string
  readonly display: string
  readonly languages?: readonly string[] | undefined
  readonly zone?: string | undefined
}
export const userAddArgs: z.ZodType<UserAddArgs> = z.strictObject({
  name: z.string(),
  display: z.string(),
  languages: z.array(z.string()).optional(),
  zone: z.string().optional(),
})

export interface UserArgs {
  /** Name or id. */
  readonly user: string
}
export const userArgs: z.ZodType<UserArgs> = z.strictObject({ user: z.string() })

export interface ToldUser {
  readonly id: string
  readonly name: string
  readonly display: string
  readonly languages: readonly string[]
  readonly zone: string
  readonly made: string
  readonly disabled: string | null
  /** The seats that they hold now or will. */
  readonly seats: readonly ToldGrant[]
}

export interface ToldGrant {
  readonly id: string
  readonly seat: string
  readonly kind: SeatKind
  readonly user: string
  readonly channels: '*' | readonly ChannelId[]
  readonly deputy: boolean
  readonly until: string | null
}

export interface LinkResult {
  readonly user: string
  /** Shown this once. Good once, unless the node plays. */
  readonly url: string
  readonly ends: string
}

export async function userAdd(opened: OpenedNode, args: UserAddArgs): Promise<ToldUser> {
  const { signIn } = await deskOf(opened)
  return toldUser(await signIn.users.make(OPERATOR, args), [])
}

export async function userList(opened: OpenedNode): Promise<{ readonly users: readonly ToldUser[] }> {
  const { signIn } = await deskOf(opened)
  const users = await signIn.users.list()
  const grants = await signIn.seats.holders()
  return {
    users: users.map((user) =>
      toldUser(
        user,
        grants.filter((grant) => grant.user === user.id),
      ),
    ),
  }
}

/** Shuts somebody out: sessions end, keys and credentials are good no more. Throws SignInError `user-unknown`. */
export async function userDisable(opened: OpenedNode, args: UserArgs): Promise<ToldUser> {
  const { signIn } = await deskOf(opened)
  const { id } = await userIn(signIn, args.user)
  return toldUser(await signIn.users.disable(OPERATOR, id), [])
}

/** A link by which somebody comes in for the first time, or again after everything was lost. */
export async function userLink(opened: OpenedNode, args: UserArgs): Promise<LinkResult> {
  const { signIn, origin } = await deskOf(opened)
  const { id, name } = await userIn(signIn, args.user)
  const { invitation, token } = await signIn.invitations.make(OPERATOR, id)
  return { user: name, url: `${origin}${LINK_PATH}${token}`, ends: instantFromMs(invitation.endsMs) }
}

export interface SeatAddArgs {
  readonly kind: string
  readonly title: string
  readonly listed?: string | undefined
  readonly agency?: string | undefined
}
export const seatAddArgs: z.ZodType<SeatAddArgs> = z.strictObject({
  kind: z.string(),
  title: z.string(),
  listed: z.string().optional(),
  agency: z.string().optional(),
})

export interface ToldSeat {
  readonly id: string
  readonly kind: SeatKind
  readonly title: string
  readonly closed: string | null
  readonly holders: readonly ToldGrant[]
}

export async function seatAdd(opened: OpenedNode, args: SeatAddArgs): Promise<ToldSeat> {
  const { signIn } = await deskOf(opened)
  // The room holds the kind against its own list, and says so by its own error.
  const seat = await signIn.seats.make(OPERATOR, { ...args, kind: args.kind as SeatKind })
  return { id: seat.id, kind: seat.kind, title: seat.title, closed: null, holders: [] }
}

export async function seatList(opened: OpenedNode): Promise<{ readonly seats: readonly ToldSeat[] }> {
  const { signIn } = await deskOf(opened)
  const grants = await signIn.seats.holders()
  return {
    seats: (await signIn.seats.list()).map(({ id, kind, title, closedMs }) => ({
      id,
      kind,
      title,
      closed: orNull(closedMs),
      holders: grants.filter((grant) => grant.seat === id).map(toldGrant),
    })),
  }
}

export interface GrantArgs {
  /** Title or id; a title that several seats have is refused. */
  readonly seat: string
  readonly user: string
  /** Ids or their first digits; all channels when none is named. */
  readonly channels: readonly string[]
  /** Stands in for its holder until then. */
  readonly deputyUntil?: string | undefined
}
export const grantArgs: z.ZodType<GrantArgs> = z.strictObject({
  seat: z.string(),
  user: z.string(),
  channels: z.array(z.string()),
  deputyUntil: z.iso.datetime().optional(),
})

export async function seatGrant(opened: OpenedNode, args: GrantArgs): Promise<ToldGrant> {
  const { signIn } = await deskOf(opened)
  const user = await userIn(signIn, args.user)
  const channels = args.channels.map((each) => opened.node.channel(each).id)
  const { deputyUntil } = args
  const grant = await signIn.seats.grant(OPERATOR, {
    seat: await seatIn(signIn, args.seat),
    user: user.id,
    channels: channels.length === 0 ? '*' : channels,
    ...(deputyUntil === undefined ? {} : { deputy: true, untilMs: Date.parse(deputyUntil) }),
  })
  return toldGrant(grant)
}

export interface RevokeArgs {
  readonly id: string
}
export const revokeArgs: z.ZodType<RevokeArgs> = z.strictObject({ id: z.string() })

export async function seatRevoke(opened: OpenedNode, { id }: RevokeArgs): Promise<{ readonly id: string }> {
  const { signIn } = await deskOf(opened)
  await signIn.seats.withdraw(OPERATOR, id)
  return { id }
}

export interface KeyAddArgs {
  readonly user: string
  readonly label: string
  readonly scopes: readonly string[]
  readonly days: number
}
export const keyAddArgs: z.ZodType<KeyAddArgs> = z.strictObject({
  user: z.string(),
  label: z.string(),
  scopes: z.array(z.string()),
  days: z.number(),
})

export interface ToldKey {
  readonly id: string
  readonly user: string
  readonly label: string
  readonly scopes: readonly Permission[]
  readonly ends: string
  readonly used: string | null
}

/** A key for a tool; its token is shown this once. */
export async function keyAdd(
  opened: OpenedNode,
  args: KeyAddArgs,
): Promise<ToldKey & { readonly token: string; readonly origin: string }> {
  const { signIn, origin } = await deskOf(opened)
  const user = await userIn(signIn, args.user)
  const endsMs = opened.node.needs.clock.now() + Math.round(args.days * DAY_MS)
  // The room holds the scopes against its own list.
  const scopes = args.scopes as readonly Permission[]
  const { key, token } = await signIn.apiKeys.issue(user.id, { label: args.label, scopes, endsMs })
  return { ...toldKey(key, user.name), token, origin }
}

export async function keyList(opened: OpenedNode): Promise<{ readonly keys: readonly ToldKey[] }> {
  const { signIn } = await deskOf(opened)
  const names = await namesIn(signIn)
  return {
    keys: (await signIn.apiKeys.list()).map((key) => toldKey(key, names.get(key.user) ?? key.user)),
  }
}

/** Throws SignInError `key-unknown`. */
export async function keyRevoke(opened: OpenedNode, { id }: RevokeArgs): Promise<{ readonly id: string }> {
  const { signIn } = await deskOf(opened)
  const held = (await signIn.apiKeys.list()).find((key) => key.id === id)
  await signIn.apiKeys.revoke(OPERATOR, held?.user ?? '', id)
  return { id }
}

export interface ToldSession {
  readonly id: string
  readonly user: string
  readonly strength: string
  readonly agent: string
  readonly made: string
  readonly used: string
  readonly ends: string
}

export async function sessionList(
  opened: OpenedNode,
): Promise<{ readonly sessions: readonly ToldSession[] }> {
  const { signIn } = await deskOf(opened)
  const lists = await Promise.all(
    (await signIn.users.list()).map(async ({ id, name }) =>
      (await signIn.sessions.list(id)).map((session) => toldSession(session, name)),
    ),
  )
  return { sessions: lists.flat() }
}

/** Ends all sessions of one user. */
export async function sessionRevoke(
  opened: OpenedNode,
  args: UserArgs,
): Promise<{ readonly user: string; readonly ended: number }> {
  const { signIn } = await deskOf(opened)
  const { id, name } = await userIn(signIn, args.user)
  const held = await signIn.sessions.list(id)
  await signIn.sessions.endAll(OPERATOR, id)
  return { user: name, ended: held.length }
}

/** A new code for the sealed envelope, shown this once; the one before is good no more. */
export async function glassSeal(opened: OpenedNode): Promise<{ readonly code: string }> {
  const { signIn } = await deskOf(opened)
  return { code: await signIn.breakGlass.seal() }
}

/** Throws AppError `person-unknown`. */
async function userIn(signIn: SignIn, nameOrId: string): Promise<User> {
  const found = (await signIn.users.list()).find(({ id, name }) => id === nameOrId || name === nameOrId)
  if (found !== undefined) return found
  throw new AppError('person-unknown', `USER: there is no user "${nameOrId}".`, { field: 'USER' })
}

async function seatIn(signIn: SignIn, titleOrId: string): Promise<string> {
  const open = (await signIn.seats.list()).filter(({ closedMs }) => closedMs === undefined)
  const found = open.filter(({ id, title }) => id === titleOrId || title === titleOrId)
  const [only] = found
  if (only !== undefined && found.length === 1) return only.id
  const why = found.length > 1 ? 'several seats are called' : 'there is no open seat'
  throw new AppError('person-unknown', `SEAT: ${why} "${titleOrId}".`, { field: 'SEAT' })
}

async function namesIn(signIn: SignIn): Promise<ReadonlyMap<string, string>> {
  return new Map((await signIn.users.list()).map(({ id, name }) => [id, name]))
}

function toldUser(user: User, grants: readonly HeldGrant[]): ToldUser {
  const { id, name, display, languages, zone, madeMs, disabledMs } = user
  const made = instantFromMs(madeMs)
  const seats = grants.map(toldGrant)
  return { id, name, display, languages, zone, made, disabled: orNull(disabledMs), seats }
}

function toldGrant({ id, seat, kind, user, channels, deputy, untilMs }: HeldGrant): ToldGrant {
  return { id, seat, kind, user, channels, deputy, until: orNull(untilMs) }
}

function toldKey({ id, label, scopes, endsMs, usedMs }: ApiKey, user: string): ToldKey {
  return { id, user, label, scopes, ends: instantFromMs(endsMs), used: orNull(usedMs) }
}

function toldSession(session: Session, user: string): ToldSession {
  const { id, strength, agent, madeMs, usedMs, endsMs } = session
  const [made, used, ends] = [instantFromMs(madeMs), instantFromMs(usedMs), instantFromMs(endsMs)]
  return { id, user, strength, agent, made, used, ends }
}

function orNull(ms: number | undefined): string | null {
  return ms === undefined ? null : instantFromMs(ms)
}
