import { z } from 'zod'
import type { ChannelId, PartyId } from '../../record/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'
import { ApiError } from '../errors.ts'
import { code } from '../fields.ts'
import { mayAt } from '../guard.ts'
import type { OfficePort, SideInfo } from '../office-port.ts'
import { type ChannelParams, channelParams, hexId } from '../params.ts'
import { type PartyInfo } from '../views.ts'

const PARTIES_MAX = 64

interface SideParams extends ChannelParams {
  readonly id: ChannelId
}
const sideParams: z.ZodType<SideParams> = z.strictObject({ channel: hexId, id: hexId })

interface Mechanism {
  readonly channel: ChannelId
  /** All members, who read what is said in the plenary. */
  readonly parties: readonly PartyInfo[]
  /** Whether the charter lets members open side channels. */
  readonly allowed: boolean
  /** Those that this node takes part in or is invited to; of others it knows nothing. */
  readonly sides: readonly SideInfo[]
}

export interface SideRoutes {
  'sides.list': Contract<ChannelParams, undefined, undefined, Mechanism>
  'sides.propose': Contract<ChannelParams, undefined, { readonly parties: readonly PartyId[] }, SideInfo>
  'sides.accept': Contract<SideParams, undefined, undefined, SideInfo>
  'sides.decline': Contract<SideParams, undefined, undefined, SideInfo>
}

const sideInfo: z.ZodType<SideInfo> = z.object({
  id: z.string(),
  mechanism: z.string(),
  state: z.enum(['invited', 'agreed', 'declined', 'open']),
  parties: z.array(z.string()),
  agreed: z.array(z.string()),
  declined: z.array(z.string()),
  fingerprint: z.array(z.int()),
})

/** Channels between some members of a mechanism. */
export const sideRoutes: RoutesOf<SideRoutes> = {
  'sides.list': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/sides',
    summary: 'A mechanism: its plenary and the side channels that this party takes part in or is invited to.',
    needs: 'read',
    etag: true,
    params: channelParams,
    reply: z.object({
      channel: z.string(),
      parties: z.array(z.object({ id: z.string(), name: z.string() })),
      allowed: z.boolean(),
      sides: z.array(sideInfo),
    }),
    async handle({ node, office, restricted }, { params, principal }) {
      const { channel } = params
      const { parties } = await node.channel(channel)
      const sides: SideInfo[] = []
      const founds = await mayAt(principal, 'constitution', { channel }, restricted)
      for (const side of office.sides()) {
        if (side.mechanism !== channel) continue
        // Who may read the plenary need not know between whom there is talk besides.
        const reads =
          side.state === 'open' && (await mayAt(principal, 'read', { channel: side.id }, restricted))
        if (founds || reads) sides.push(side)
      }
      const { sideChannels } = await office.terms(channel)
      return { channel, parties, allowed: sideChannels, sides }
    },
  },
  'sides.propose': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/sides',
    summary: 'Proposes a side channel with some of the other members, and agrees to it.',
    needs: 'constitution',
    whole: true,
    idempotent: true,
    status: 201,
    params: channelParams,
    body: z.strictObject({ parties: z.array(code).min(1).max(PARTIES_MAX) }),
    reply: sideInfo,
    handle: ({ office }, { body, params }) => office.proposeSide(params.channel, body.parties),
  },
  'sides.accept': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/sides/{id}/accept',
    summary: 'Agrees to a side channel to which another member has invited.',
    needs: 'constitution',
    whole: true,
    idempotent: true,
    params: sideParams,
    reply: sideInfo,
    handle: ({ office }, { params }) => {
      requireOf(office, params)
      return office.acceptSide(params.id)
    },
  },
  'sides.decline': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/sides/{id}/decline',
    summary: 'Declines an invitation to a side channel, and lets the others know.',
    needs: 'constitution',
    whole: true,
    idempotent: true,
    params: sideParams,
    reply: sideInfo,
    handle: ({ office }, { params }) => {
      requireOf(office, params)
      return office.declineSide(params.id)
    },
  },
}

/** A side channel is reached by its mechanism alone, since that is what the caller was let in for. */
function requireOf(office: OfficePort, { channel, id }: SideParams): void {
  if (!office.sides().some((side) => side.id === id && side.mechanism === channel))
    throw new ApiError('route-unknown', 'id: this mechanism has no such side channel here.', { field: 'id' })
}
