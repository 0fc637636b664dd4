import type { CharterTerms } from '../../instruments/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'
import { charterTerms } from '../founding-views.ts'
import { type ChannelParams, channelParams } from '../params.ts'

export interface TermRoutes {
  'channels.terms': Contract<ChannelParams, undefined, undefined, CharterTerms>
}

/** What the charter says now, amendments that all parties accepted among it. */
export const termRoutes: RoutesOf<TermRoutes> = {
  'channels.terms': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/terms',
    summary:
      'The charter’s terms in force: whom a call rings when, how long an answer to a contact check may take, and the rest.',
    needs: 'read',
    logged: 'no',
    etag: true,
    params: channelParams,
    reply: charterTerms,
    handle: ({ office }, { params }) => office.terms(params.channel),
  },
}
