import { z } from 'zod'
import type { Contract, RoutesOf, Streamed } from '../contract.ts'

interface Health {
  readonly status: 'ok' | 'starting'
}

export interface NodeRoutes {
  'health.live': Contract<undefined, undefined, undefined, Health>
  'health.ready': Contract<undefined, undefined, undefined, Streamed>
  'openapi.get': Contract<undefined, undefined, undefined, Record<string, unknown>>
  'metrics.get': Contract<undefined, undefined, undefined, Streamed>
}

/** What machines around the node ask. */
export const nodeRoutes: RoutesOf<NodeRoutes> = {
  'health.live': {
    method: 'GET',
    path: '/health/live',
    summary: 'Whether the process answers at all.',
    needs: 'nobody',
    reply: z.object({ status: z.enum(['ok', 'starting']) }),
    handle: () => ({ status: 'ok' }),
  },
  'health.ready': {
    method: 'GET',
    path: '/health/ready',
    summary: 'Whether the node answers its peers and its store can be read; 503 when not.',
    needs: 'nobody',
    streams: 'application/json',
    async handle({ node }) {
      const isReady = await node.isReady()
      const health: Health = { status: isReady ? 'ok' : 'starting' }
      return { type: 'application/json', body: JSON.stringify(health), status: isReady ? 200 : 503 }
    },
  },
  'openapi.get': {
    method: 'GET',
    path: '/api/v1/openapi.json',
    summary: 'This interface as an OpenAPI 3.1 document.',
    needs: 'nobody',
    etag: true,
    reply: z.record(z.string(), z.unknown()),
    handle: ({ openApi }) => ({ ...openApi() }),
  },
  'metrics.get': {
    method: 'GET',
    path: '/metrics',
    summary: 'Figures for Prometheus. An API key with the scope "operate" is enough.',
    needs: 'operate',
    logged: 'no',
    streams: 'text/plain',
    handle: async ({ metrics }) => ({ type: metrics.type, body: await metrics.text() }),
  },
}
