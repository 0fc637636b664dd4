import { z } from 'zod'
import type { ActId, PartyId } from '../../record/index.ts'
import type { Contract, RoutesOf, Streamed } from '../contract.ts'
import { PAGE_DEFAULT, PAGE_MAX } from '../cursors.ts'
import { mayAt } from '../guard.ts'
import { type ChannelParams, channelParams, hexId } from '../params.ts'
import type {
  Anchors,
  ForkInfo,
  RecordEntry,
  RecordFeed,
  RecordView,
  StateStatement,
} from '../record-port.ts'

/** Parties are named as the genesis names them. */
const partyId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be the id of a party')
const TEXT = 'text/plain; charset=utf-8'
const ID_CHARACTERS = 12

interface FeedParams extends ChannelParams {
  readonly party: PartyId
}
const feedParams: z.ZodType<FeedParams> = z.strictObject({ channel: hexId, party: partyId })

interface ReceiptParams extends FeedParams {
  readonly by: PartyId
}
const receiptParams: z.ZodType<ReceiptParams> = z.strictObject({
  channel: hexId,
  party: partyId,
  by: partyId,
})

interface EntriesQuery {
  /** Entries below this sequence number: the `next` of the page before. */
  readonly before?: number | undefined
  readonly limit?: number | undefined
}

/** An entry as the caller may see it: of a matter that is closed to them, only that it is there. */
export interface EntryInfo {
  readonly seq: number
  readonly made: string
  readonly withheld: boolean
  readonly type: string | null
  readonly act: ActId | null
  readonly matter: ActId | null
  readonly opens: boolean
  readonly void: string | null
  readonly body: RecordEntry['body'] | null
  readonly marks: RecordEntry['marks']
}

interface EntryPage {
  readonly items: readonly EntryInfo[]
  /** For `before`; null when the genesis was among these. */
  readonly next: number | null
}

export interface RecordRoutes {
  'record.feeds': Contract<ChannelParams, undefined, undefined, RecordView>
  'record.entries': Contract<FeedParams, EntriesQuery, undefined, EntryPage>
  'record.anchors': Contract<ChannelParams, undefined, undefined, Anchors>
  'record.forks': Contract<ChannelParams, undefined, undefined, { readonly items: readonly ForkInfo[] }>
  'record.fork': Contract<FeedParams, undefined, undefined, Streamed>
  'record.head': Contract<FeedParams, undefined, undefined, Streamed>
  'record.receipt': Contract<ReceiptParams, undefined, undefined, Streamed>
  'record.policy': Contract<FeedParams, undefined, undefined, Streamed>
}

const sizes = z.record(z.string(), z.int())
const feed: z.ZodType<RecordFeed> = z.object({
  party: z.string(),
  size: z.int(),
  root: z.string(),
  settled: z.int(),
  head: z.object({ size: z.int(), note: z.string() }).nullable(),
  receipts: z.array(z.object({ by: z.string(), size: z.int(), at: z.string(), note: z.string() })),
  frontier: sizes,
  frozen: z.object({ reason: z.enum(['fork', 'unreconciled']), at: z.string() }).nullable(),
  newest: z.object({ seq: z.int(), made: z.string() }).nullable(),
})
const statement: z.ZodType<StateStatement> = z.object({
  by: z.string(),
  act: z.string(),
  hash: z.string(),
  upTo: sizes,
})
const entry: z.ZodType<EntryInfo> = z.object({
  seq: z.int(),
  made: z.string(),
  withheld: z.boolean(),
  type: z.string().nullable(),
  act: z.string().nullable(),
  matter: z.string().nullable(),
  opens: z.boolean(),
  void: z.string().nullable(),
  body: z.enum(['none', 'held', 'gone']).nullable(),
  marks: z.object({ received: z.boolean(), settled: z.boolean(), receivedBy: z.array(z.string()) }),
})

/** The record as such: feeds, heads, receipts, and what can be carried away to prove them. */
export const recordRoutes: RoutesOf<RecordRoutes> = {
  'record.feeds': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/record',
    summary:
      'Every feed with its signed head, the others’ receipts and what it acknowledges of the others; what each party states of the folded state.',
    needs: 'read',
    logged: 'no',
    etag: true,
    params: channelParams,
    reply: z.object({
      self: z.string(),
      feeds: z.array(feed),
      state: z.object({
        claims: z.array(statement),
        mismatch: z.object({ by: z.string(), act: z.string() }).nullable(),
      }),
    }),
    handle: ({ record }, { params }) => record.view(params.channel),
  },
  'record.entries': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/feeds/{party}/entries',
    summary:
      'Entries of one feed, newest first. Of a matter that the caller may not read, only that there is one.',
    needs: 'read',
    params: feedParams,
    query: z.strictObject({
      before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_MAX).optional(),
    }),
    reply: z.object({ items: z.array(entry), next: z.int().nullable() }),
    async handle({ record, restricted }, { params, principal, query }) {
      const { channel, party } = params
      const { items, next } = await record.entries(channel, party, query.before, query.limit ?? PAGE_DEFAULT)
      const shown: EntryInfo[] = []
      for (const one of items) {
        const isOpen = await mayAt(principal, 'read', { channel, matter: one.matter }, restricted)
        shown.push(isOpen ? { ...one, withheld: false } : withheld(one))
      }
      return { items: shown, next }
    },
  },
  'record.anchors': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/anchors',
    summary: 'Genesis, charter, cards and changes of keys: what signatures of the channel are held against.',
    needs: 'read',
    logged: 'no',
    etag: true,
    params: channelParams,
    reply: z.object({
      genesis: z.string(),
      charter: z.string(),
      cards: z.record(z.string(), z.string()),
      rotations: z.array(z.object({ party: z.string(), seq: z.int(), leaf: z.string() })),
    }),
    handle: ({ record }, { params }) => record.anchors(params.channel),
  },
  'record.forks': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/forks',
    summary: 'Feeds of which two histories were signed; of each there is a proof that stands by itself.',
    needs: 'read',
    logged: 'no',
    etag: true,
    params: channelParams,
    reply: z.object({
      items: z.array(
        z.object({
          party: z.string(),
          found: z.string(),
          sizes: z.tuple([z.int(), z.int()]),
          documents: z.tuple([z.string(), z.string()]),
        }),
      ),
    }),
    handle: async ({ record }, { params }) => ({ items: await record.forks(params.channel) }),
  },
  'record.fork': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/feeds/{party}/fork',
    summary: 'The proof that a party has signed two histories of its feed; `entente verify` reads it.',
    needs: 'export',
    params: feedParams,
    streams: 'application/json',
    async handle({ record }, { params: { channel, party } }) {
      const body = await record.fork(channel, party)
      return { type: 'application/json', body, attachment: named(channel, `${party}-fork.json`) }
    },
  },
  'record.head': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/feeds/{party}/head',
    summary: 'The newest signed head of a feed, as a signed note.',
    needs: 'export',
    params: feedParams,
    streams: 'text/plain',
    async handle({ record }, { params: { channel, party } }) {
      const { note, size } = await record.head(channel, party)
      return { type: TEXT, body: note, attachment: named(channel, `${party}-head-${size}.txt`) }
    },
  },
  'record.receipt': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/feeds/{party}/receipts/{by}',
    summary:
      'The newest receipt that one party has given for the feed of another: the head with its cosignatures.',
    needs: 'export',
    params: receiptParams,
    streams: 'text/plain',
    async handle({ record }, { params: { by, channel, party } }) {
      const { note, size } = await record.receipt(channel, party, by)
      return { type: TEXT, body: note, attachment: named(channel, `${party}-receipt-${by}-${size}.txt`) }
    },
  },
  'record.policy': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/feeds/{party}/policy',
    summary: 'The keys of a feed and of its receipts as a tlog-policy, for tools of other makers.',
    needs: 'export',
    params: feedParams,
    streams: 'text/plain',
    async handle({ record }, { params: { channel, party } }) {
      const body = await record.policy(channel, party)
      return { type: TEXT, body, attachment: named(channel, `${party}-policy.txt`) }
    },
  },
}

function withheld({ made, marks, seq }: RecordEntry): EntryInfo {
  const hidden = { type: null, act: null, matter: null, opens: false, void: null, body: null }
  return { seq, made, marks, withheld: true, ...hidden }
}

function named(channel: string, name: string): string {
  return `${channel.slice(0, ID_CHARACTERS)}-${name}`
}
