import { z } from 'zod'
import type { Contract, RoutesOf, Streamed } from '../contract.ts'
import type { CardRead, ChannelLimitsInfo, CharterGiven, CharterInfo, OwnCard } from '../founding-port.ts'
import {
  cardRead,
  channelLimits,
  charterGiven,
  charterInfo,
  charterTerms,
  fileText,
  ownCard,
} from '../founding-views.ts'

interface CharterDefaults {
  readonly terms: CharterInfo['terms']
  readonly limits: ChannelLimitsInfo
}

export interface CardRoutes {
  'cards.own': Contract<undefined, undefined, undefined, OwnCard>
  'cards.own-file': Contract<undefined, undefined, undefined, Streamed>
  'cards.read': Contract<undefined, undefined, { readonly card: string }, CardRead>
  'charters.defaults': Contract<undefined, undefined, undefined, CharterDefaults>
  'charters.read': Contract<undefined, undefined, CharterGiven, CharterInfo>
}

/** What parties exchange before they found a channel: nothing in it is secret, and nothing of it is believed. */
export const cardRoutes: RoutesOf<CardRoutes> = {
  'cards.own': {
    method: 'GET',
    path: '/api/v1/card',
    summary: 'The card of this party: its public keys, name and address.',
    needs: 'operate',
    logged: 'no',
    reply: ownCard,
    handle: ({ founding }) => founding.ownCard(),
  },
  'cards.own-file': {
    method: 'GET',
    path: '/api/v1/card/file',
    summary: 'The same card as a file to give to others.',
    needs: 'operate',
    streams: 'application/json',
    handle({ founding }) {
      const { file, text } = founding.ownCard()
      return { type: 'application/json', body: `${text}\n`, attachment: file }
    },
  },
  'cards.read': {
    method: 'POST',
    path: '/api/v1/cards/read',
    summary: 'Says whose card a file is, once all its proofs were checked; nothing is kept.',
    needs: 'operate',
    body: z.strictObject({ card: fileText }),
    reply: cardRead,
    handle: ({ founding }, { body }) => founding.readCard(body.card),
  },
  'charters.defaults': {
    method: 'GET',
    path: '/api/v1/charters/defaults',
    summary: 'The terms that hold where a charter says nothing, and the limits of a new channel.',
    needs: 'operate',
    logged: 'no',
    etag: true,
    reply: z.object({ terms: charterTerms, limits: channelLimits }),
    handle: ({ founding }) => founding.defaults(),
  },
  'charters.read': {
    method: 'POST',
    path: '/api/v1/charters/read',
    summary: 'Reads a charter as founding with it would, from a file or from a form; nothing is kept.',
    needs: 'operate',
    body: charterGiven,
    reply: charterInfo,
    handle: ({ founding }, { body }) => founding.readCharter(body),
  },
}
