import { z } from 'zod'
import type { Contract, RoutesOf } from '../contract.ts'
import { type ChannelParams, channelParams } from '../params.ts'

interface Candidates {
  readonly items: readonly {
    readonly user: string
    readonly display: string
    /** Those by which they could sign as officers; with none they cannot be appointed. */
    readonly passkeys: readonly { readonly id: string; readonly label: string }[]
  }[]
}
export interface CandidateRoutes {
  'directory.candidates': Contract<ChannelParams, undefined, undefined, Candidates>
}

/** Who could be appointed to a seat. */
export const candidateRoutes: RoutesOf<CandidateRoutes> = {
  'directory.candidates': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/candidates',
    summary:
      'People of this node who could be appointed to a seat, with the passkeys by which they could sign.',
    needs: 'directory',
    params: channelParams,
    reply: z.object({
      items: z.array(
        z.object({
          user: z.string(),
          display: z.string(),
          passkeys: z.array(z.object({ id: z.string(), label: z.string() })),
        }),
      ),
    }),
    async handle({ signIn }) {
      const users = (await signIn.users.list()).filter(({ disabledMs }) => disabledMs === undefined)
      const items = await Promise.all(
        users.map(async ({ id, display }) => ({
          user: id,
          display,
          passkeys: (await signIn.passkeys.list(id)).map((passkey) => ({
            id: passkey.id,
            label: passkey.label,
          })),
        })),
      )
      return { items }
    },
  },
}
