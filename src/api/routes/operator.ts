import { z } from 'zod'
import type { PartyId } from '../../record/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'
import { code } from '../fields.ts'
import type { MetricInfo } from '../metrics.ts'
import type {
  DoctorState,
  ExpiryInfo,
  KeysRotated,
  LinkRow,
  NodeStatus,
  SigningKeys,
} from '../operator-port.ts'
import {
  doctorState,
  expiryInfo,
  keysRotated,
  linkRow,
  metricInfo,
  nodeStatus,
  signingKeys,
} from '../operator-views.ts'
import { type ChannelParams, hexId } from '../params.ts'

const ADDRESS_CHARACTERS_MAX = 500

interface LinkParams extends ChannelParams {
  readonly party: PartyId
}
interface Items<T> {
  readonly items: readonly T[]
}

export interface OperatorRoutes {
  'node.status': Contract<undefined, undefined, undefined, NodeStatus>
  'node.doctor': Contract<undefined, undefined, undefined, DoctorState>
  'node.examine': Contract<undefined, undefined, undefined, DoctorState>
  'metrics.list': Contract<undefined, undefined, undefined, Items<MetricInfo>>
  'links.list': Contract<undefined, undefined, undefined, Items<LinkRow>>
  'links.address': Contract<LinkParams, undefined, { readonly address: string }, LinkRow>
  'signing-keys.list': Contract<undefined, undefined, undefined, SigningKeys>
  'signing-keys.rotate': Contract<undefined, undefined, undefined, KeysRotated>
  'expiries.list': Contract<undefined, undefined, undefined, Items<ExpiryInfo>>
}

/** The node itself, for whoever looks after it: nothing of what passes through it. */
export const operatorRoutes: RoutesOf<OperatorRoutes> = {
  'node.status': {
    method: 'GET',
    path: '/api/v1/node',
    summary:
      'This node: who and where it is, whether it may write, how much room it takes, its newest backup.',
    needs: 'operate',
    logged: 'no',
    reply: nodeStatus,
    handle: ({ operator }) => operator.status(),
  },
  'node.doctor': {
    method: 'GET',
    path: '/api/v1/node/doctor',
    summary: 'What the newest look at all that the node stands on has found.',
    needs: 'operate',
    logged: 'no',
    reply: doctorState,
    handle: ({ operator }) => operator.doctor(),
  },
  'node.examine': {
    method: 'POST',
    path: '/api/v1/node/doctor',
    summary: 'Begins to look at disk, clock, keys, private side and every peer; takes some seconds for each.',
    needs: 'operate',
    status: 202,
    reply: doctorState,
    handle: ({ operator }) => operator.examine(),
  },
  'metrics.list': {
    method: 'GET',
    path: '/api/v1/metrics',
    summary: 'The figures that monitoring reads, as data.',
    needs: 'operate',
    logged: 'no',
    reply: z.object({ items: z.array(metricInfo) }),
    handle: async ({ metrics }) => ({ items: await metrics.list() }),
  },
  'links.list': {
    method: 'GET',
    path: '/api/v1/links',
    summary: 'The way to every peer in every channel, in both directions.',
    needs: 'operate',
    logged: 'no',
    reply: z.object({ items: z.array(linkRow) }),
    handle: async ({ operator }) => ({ items: await operator.links() }),
  },
  'links.address': {
    method: 'PUT',
    path: '/api/v1/channels/{channel}/links/{party}/address',
    summary:
      'Another address at which a peer is called from now on; empty: it calls us. Its keys still say whether it is the one that answers.',
    needs: 'operate',
    person: true,
    params: z.strictObject({ channel: hexId, party: code }),
    body: z.strictObject({ address: z.string().max(ADDRESS_CHARACTERS_MAX) }),
    reply: linkRow,
    handle: ({ operator }, { body, params }) =>
      operator.setAddress(params.channel, params.party, body.address),
  },
  'signing-keys.list': {
    method: 'GET',
    path: '/api/v1/signing-keys',
    summary: 'Which keys sign for each party in each channel, and from which place of its feed on.',
    needs: 'operate',
    reply: signingKeys,
    handle: ({ operator }) => operator.signingKeys(),
  },
  'signing-keys.rotate': {
    method: 'POST',
    path: '/api/v1/signing-keys/rotate',
    summary: 'Puts new keys in the place of this party’s head and receipt keys, in every open channel.',
    needs: 'operate',
    person: true,
    idempotent: true,
    reply: keysRotated,
    async handle({ operator, signIn }, { principal }) {
      await signIn.sessions.assertFresh(principal)
      return operator.rotateKeys()
    },
  },
  'expiries.list': {
    method: 'GET',
    path: '/api/v1/expiries',
    summary: 'What stops working by itself some day: certificates and keys of tools.',
    needs: 'operate',
    reply: z.object({ items: z.array(expiryInfo) }),
    handle: async ({ operator }) => ({ items: await operator.expiries() }),
  },
}
