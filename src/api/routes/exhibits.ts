import { z } from 'zod'
import type { Contract, RoutesOf, Streamed } from '../contract.ts'
import { type MatterParams, hexId } from '../params.ts'

interface ExhibitParams extends MatterParams {
  readonly exhibit: string
}

export interface ExhibitRoutes {
  'exhibits.content': Contract<ExhibitParams, undefined, undefined, Streamed>
}

export const exhibitRoutes: RoutesOf<ExhibitRoutes> = {
  'exhibits.content': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/matters/{matter}/exhibits/{exhibit}/content',
    summary:
      'An exhibit, opened. Held against what its act commits to first; nothing comes when it is not that.',
    needs: 'evidence',
    params: z.strictObject({ channel: hexId, matter: hexId, exhibit: hexId }),
    streams: 'application/octet-stream',
    async handle({ node }, { params }) {
      const { name, plain } = await node.exhibit(params.channel, params.matter, params.exhibit)
      // Never under the media type that its author wrote: a browser must have nothing to interpret.
      return { type: 'application/octet-stream', body: plain(), attachment: name }
    },
  },
}
