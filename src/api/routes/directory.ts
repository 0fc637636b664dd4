import { z } from 'zod'
import { AGENCY_FUNCTIONS, type AgencyState, SEAT_HOURS } from '../../acts/index.ts'
import type { ActId, JsonObject } from '../../record/index.ts'
import { type AgencyDetail, type AgencyInfo, agencyDetail, agencyInfo, viewAgency } from '../agency-views.ts'
import type { ApiContext } from '../context.ts'
import type { Contract, RoutesOf } from '../contract.ts'
import { officersIn, shiftsWithin } from '../duty.ts'
import { ApiError } from '../errors.ts'
import { type Names, code, names, note } from '../fields.ts'
import { mayAt } from '../guard.ts'
import { jsonBody, makeAct, noteBody } from '../make-act.ts'
import { namesIn } from '../officers.ts'
import {
  type ChannelParams,
  type MatterParams,
  type SeatParams,
  channelParams,
  hexId,
  jsonObject,
  matterParams,
  seatParams,
} from '../params.ts'
import { type ActMade, actMade } from '../views.ts'
import { plain } from './sign-in.ts'

const ID_CHARACTERS_MAX = 200
const LANGUAGES_MAX = 16

interface OfficerParams extends MatterParams {
  readonly officer: ActId
}
const officerParams: z.ZodType<OfficerParams> = z.strictObject({
  channel: hexId,
  matter: hexId,
  officer: hexId,
})

interface EntryBody {
  readonly names: Names
  /** As the vocabulary gives it: calendar, country, functions, languages, and what is demanded of requests. */
  readonly entry: JsonObject
}
const entryBody: z.ZodType<EntryBody> = z.strictObject({ names, entry: jsonObject })
interface SeatBody {
  readonly names: Names
  readonly function: (typeof AGENCY_FUNCTIONS)[number]
  readonly hours: (typeof SEAT_HOURS)[number]
  readonly languages: readonly string[]
}
interface AppointBody {
  /** Of this node. */
  readonly user: string
  readonly seat: ActId
  /** One of that user's passkeys, by its id; needed when there are several. */
  readonly passkey?: string | undefined
  /** As both sides are to read it; left out, the record names nobody. */
  readonly names?: Names | undefined
}
export interface DirectoryRoutes {
  'directory.agencies': Contract<
    ChannelParams,
    undefined,
    undefined,
    { readonly items: readonly AgencyInfo[] }
  >
  'directory.list': Contract<ChannelParams, undefined, EntryBody, ActMade>
  'directory.agency': Contract<MatterParams, undefined, undefined, AgencyDetail>
  'directory.update': Contract<MatterParams, undefined, EntryBody, ActMade>
  'directory.retire': Contract<MatterParams, undefined, { readonly note?: string | undefined }, ActMade>
  'directory.open-seat': Contract<MatterParams, undefined, SeatBody, ActMade>
  'directory.close-seat': Contract<SeatParams, undefined, undefined, ActMade>
  'directory.appoint': Contract<MatterParams, undefined, AppointBody, ActMade>
  'directory.relieve': Contract<OfficerParams, undefined, { readonly reason: string }, ActMade>
}

/** Agencies, seats, officers and the rota of all parties; each party changes its own. */
export const directoryRoutes: RoutesOf<DirectoryRoutes> = {
  'directory.agencies': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/agencies',
    summary: 'Agencies that the parties list, one’s own first.',
    needs: 'read',
    etag: true,
    params: channelParams,
    reply: z.object({ items: z.array(agencyInfo) }),
    async handle(context, { params, principal }) {
      const { channel } = params
      const items: AgencyInfo[] = []
      for (const { id, state } of await context.office.agencies(channel))
        if (await mayAt(principal, 'read', { channel, matter: id }, context.restricted))
          items.push(await viewAgency(context, channel, id, state))
      return { items }
    },
  },
  'directory.list': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/agencies',
    summary: 'Lists an agency of one’s own party.',
    needs: 'directory',
    also: ({ params }) => ({ permission: 'directory', place: { channel: params.channel } }),
    idempotent: true,
    status: 201,
    params: channelParams,
    body: entryBody,
    reply: actMade,
    handle: (context, { body, params, principal }) =>
      makeAct(context, principal, params.channel, {
        type: 'directory.agency.list',
        data: body.entry,
        ...jsonBody({ names: { ...body.names } }),
      }),
  },
  'directory.agency': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/agencies/{matter}',
    summary: 'One agency: its entry, seats, officers and rota.',
    needs: 'read',
    etag: true,
    params: matterParams,
    reply: agencyDetail,
    async handle(context, { params }) {
      const { channel, matter } = params
      const { state } = await context.office.one(channel, 'agency', matter)
      const seats = await Promise.all(
        state.seats.map(async ({ act, function: duty, hours, languages }) => {
          const { body } = await context.node.act(channel, matter, act)
          return { id: act, function: duty, hours, languages, body: body?.content }
        }),
      )
      const officers = await officersIn(context, channel, matter, state)
      return agencyWith(await viewAgency(context, channel, matter, state), state, seats, officers)
    },
  },
  'directory.update': {
    method: 'PUT',
    path: '/api/v1/channels/{channel}/agencies/{matter}',
    summary: 'Publishes an agency’s entry anew, whole.',
    needs: 'directory',
    idempotent: true,
    status: 201,
    params: matterParams,
    body: entryBody,
    reply: actMade,
    handle: (context, { body, params, principal }) =>
      makeAct(context, principal, params.channel, {
        type: 'directory.agency.update',
        about: params.matter,
        data: body.entry,
        ...jsonBody({ names: { ...body.names } }),
      }),
  },
  'directory.retire': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/agencies/{matter}/retire',
    summary: 'Takes an agency off the directory.',
    needs: 'directory',
    idempotent: true,
    status: 201,
    params: matterParams,
    body: z.strictObject({ note: note.optional() }),
    reply: actMade,
    handle: (context, { body, params, principal }) =>
      makeAct(context, principal, params.channel, {
        type: 'directory.agency.retire',
        about: params.matter,
        data: {},
        ...noteBody(body.note),
      }),
  },
  'directory.open-seat': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/agencies/{matter}/seats',
    summary: 'Opens a seat: a role that people hold in turn.',
    needs: 'directory',
    idempotent: true,
    status: 201,
    params: matterParams,
    body: z.strictObject({
      names,
      function: z.enum(AGENCY_FUNCTIONS),
      hours: z.enum(SEAT_HOURS),
      languages: z.array(z.string().max(ID_CHARACTERS_MAX)).min(1).max(LANGUAGES_MAX),
    }),
    reply: actMade,
    handle: (context, { body, params, principal }) =>
      makeAct(context, principal, params.channel, {
        type: 'directory.seat.open',
        about: params.matter,
        data: { function: body.function, hours: body.hours, languages: [...body.languages] },
        ...jsonBody({ names: { ...body.names } }),
      }),
  },
  'directory.close-seat': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/agencies/{matter}/seats/{seat}/close',
    summary: 'Closes a seat that nobody holds any more.',
    needs: 'directory',
    idempotent: true,
    status: 201,
    params: seatParams,
    reply: actMade,
    handle: (context, { params, principal }) =>
      makeAct(context, principal, params.channel, {
        type: 'directory.seat.close',
        about: params.matter,
        data: { seat: params.seat },
      }),
  },
  'directory.appoint': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/agencies/{matter}/officers',
    summary: 'Appoints somebody of this node to a seat, with the passkey by which this officer signs.',
    needs: 'directory',
    idempotent: true,
    status: 201,
    params: matterParams,
    body: z.strictObject({
      user: z.string().max(ID_CHARACTERS_MAX),
      seat: hexId,
      passkey: z.string().max(ID_CHARACTERS_MAX).optional(),
      names: names.optional(),
    }),
    reply: actMade,
    async handle(context, { body, params, principal }) {
      const { algorithm, credential, key, rpId } = await officerKeyOf(context, body)
      return makeAct(context, principal, params.channel, {
        type: 'directory.officer.appoint',
        about: params.matter,
        data: { alg: algorithm, credential, key, rp: rpId, seat: body.seat },
        ...(body.names === undefined ? {} : jsonBody({ names: { ...body.names } })),
      })
    },
  },
  'directory.relieve': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/agencies/{matter}/officers/{officer}/relieve',
    summary: 'Ends an appointment; what that passkey signs from now on counts for nothing.',
    needs: 'directory',
    idempotent: true,
    status: 201,
    params: officerParams,
    body: z.strictObject({ reason: code }),
    reply: actMade,
    handle: (context, { body, params, principal }) =>
      makeAct(context, principal, params.channel, {
        type: 'directory.officer.relieve',
        about: params.matter,
        data: { officer: params.officer, reason: body.reason },
      }),
  },
}

type SeatRow = Omit<AgencyDetail['seats'][number], 'names'> & { readonly body: unknown }

function agencyWith(
  info: AgencyInfo,
  state: AgencyState,
  seats: readonly SeatRow[],
  officers: AgencyDetail['officers'],
): AgencyDetail {
  return {
    ...info,
    calendar: plain(state.calendar),
    requires: state.requires === null ? null : plain(state.requires),
    seats: seats.map(({ body, ...seat }) => ({ ...seat, names: namesIn(body) })),
    officers,
    rota: state.rota.map(({ seat }) => ({
      seat,
      shifts: shiftsWithin(state, seat, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    })),
  }
}

/** The passkey by which somebody is to sign. Throws SignInError `user-unknown`, ApiError `request-invalid`. */
async function officerKeyOf(
  { signIn }: ApiContext,
  { passkey, user }: AppointBody,
): Promise<{ algorithm: number; credential: string; key: string; rpId: string }> {
  const { id } = await signIn.users.get(user)
  const held = await signIn.passkeys.list(id)
  const [only, another] = passkey === undefined ? held : held.filter((one) => one.id === passkey)
  if (only === undefined || another !== undefined)
    throw new ApiError(
      'request-invalid',
      'body.passkey: must be the id of a passkey of that user; it may be left out when there is one.',
      { field: 'body.passkey' },
    )
  return only.officer
}
