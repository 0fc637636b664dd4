import { z } from 'zod'
import type { ChannelId } from '../../record/index.ts'
import type { Contract, RoutesOf, Streamed } from '../contract.ts'
import type { CharterGiven, FoundingDetail, FoundingInfo } from '../founding-port.ts'
import { charterGiven, fileText, foundingDetail, foundingInfo } from '../founding-views.ts'
import { hexId } from '../params.ts'

/** As many parties as a genesis takes, without this one. */
const CARDS_MAX = 63
const FINGERPRINT_NUMBERS = 8
const FINGERPRINT_NUMBER_MAX = 2_047

interface FoundingParams {
  readonly founding: ChannelId
}
const foundingParams: z.ZodType<FoundingParams> = z.strictObject({ founding: hexId })

interface Proposal {
  readonly cards: readonly string[]
  readonly charter: CharterGiven
}

export interface FoundingRoutes {
  'foundings.list': Contract<undefined, undefined, undefined, { readonly items: readonly FoundingInfo[] }>
  'foundings.get': Contract<FoundingParams, undefined, undefined, FoundingDetail>
  'foundings.file': Contract<FoundingParams, undefined, undefined, Streamed>
  'foundings.propose': Contract<undefined, undefined, Proposal, FoundingInfo>
  'foundings.take': Contract<undefined, undefined, { readonly founding: string }, FoundingInfo>
  'foundings.confirm': Contract<
    FoundingParams,
    undefined,
    { readonly fingerprint: readonly number[] },
    FoundingInfo
  >
  'foundings.accept': Contract<FoundingParams, undefined, undefined, FoundingInfo>
  'foundings.withdraw': Contract<FoundingParams, undefined, undefined, undefined>
}

/** Channels founded by a file that goes round. People compare the fingerprint aloud; no key does that for them. */
export const foundingRoutes: RoutesOf<FoundingRoutes> = {
  'foundings.list': {
    method: 'GET',
    path: '/api/v1/foundings',
    summary: 'Channels that are being founded or were, the newest first, and whom each waits for.',
    needs: 'operate',
    logged: 'no',
    reply: z.object({ items: z.array(foundingInfo) }),
    handle: async ({ founding }) => ({ items: await founding.list() }),
  },
  'foundings.get': {
    method: 'GET',
    path: '/api/v1/foundings/{founding}',
    summary: 'One founding: its parties with their cards, its charter, its limits, its fingerprint.',
    needs: 'operate',
    params: foundingParams,
    reply: foundingDetail,
    handle: ({ founding }, { params }) => founding.one(params.founding),
  },
  'foundings.file': {
    method: 'GET',
    path: '/api/v1/foundings/{founding}/file',
    summary: 'The founding file as it now stands, to hand on to the other parties; nothing in it is secret.',
    needs: 'operate',
    params: foundingParams,
    streams: 'application/json',
    async handle({ founding }, { params }) {
      const { name, text } = await founding.file(params.founding)
      return { type: 'application/json', body: text, attachment: name }
    },
  },
  'foundings.propose': {
    method: 'POST',
    path: '/api/v1/foundings',
    summary: 'Proposes a channel with the holders of these cards under this charter, and agrees to it.',
    needs: 'operate',
    person: true,
    idempotent: true,
    status: 201,
    body: z.strictObject({ cards: z.array(fileText).min(1).max(CARDS_MAX), charter: charterGiven }),
    reply: foundingInfo,
    handle: ({ founding }, { body }) => founding.propose(body.cards, body.charter),
  },
  'foundings.take': {
    method: 'POST',
    path: '/api/v1/foundings/take',
    summary:
      'Takes a founding file in: a new one waits for an answer, to a known one it adds who has agreed. Opens the channel when all have and the fingerprint is confirmed.',
    needs: 'operate',
    person: true,
    idempotent: true,
    body: z.strictObject({ founding: fileText }),
    reply: foundingInfo,
    handle: ({ founding }, { body }) => founding.take(body.founding),
  },
  'foundings.confirm': {
    method: 'POST',
    path: '/api/v1/foundings/{founding}/confirm',
    summary:
      'Says what the other side has read aloud, as numbers. Opens the channel when all have agreed already.',
    needs: 'operate',
    person: true,
    params: foundingParams,
    body: z.strictObject({
      fingerprint: z.array(z.int().min(0).max(FINGERPRINT_NUMBER_MAX)).length(FINGERPRINT_NUMBERS),
    }),
    reply: foundingInfo,
    async handle({ founding, signIn }, { body, params, principal }) {
      await signIn.sessions.assertFresh(principal)
      return founding.confirm(params.founding, body.fingerprint)
    },
  },
  'foundings.accept': {
    method: 'POST',
    path: '/api/v1/foundings/{founding}/accept',
    summary: 'Agrees to a proposal whose fingerprint is confirmed; the channel opens when all have.',
    needs: 'operate',
    person: true,
    idempotent: true,
    params: foundingParams,
    reply: foundingInfo,
    async handle({ founding, signIn }, { params, principal }) {
      await signIn.sessions.assertFresh(principal)
      return founding.accept(params.founding)
    },
  },
  'foundings.withdraw': {
    method: 'DELETE',
    path: '/api/v1/foundings/{founding}',
    summary: 'Takes a proposal back or declines one, before the channel is open: this node forgets it.',
    needs: 'operate',
    person: true,
    params: foundingParams,
    async handle({ founding }, { params }) {
      await founding.withdraw(params.founding)
      return undefined
    },
  },
}
