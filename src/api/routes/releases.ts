import { z } from 'zod'
import { EvidenceGate, courtBundle } from '../../desk/index.ts'
import { RELEASE_WAYS, type ReleaseWay } from '../../instruments/index.ts'
import type { ActId } from '../../record/index.ts'
import type { Contract, RoutesOf, Streamed } from '../contract.ts'
import { instant, note } from '../fields.ts'
import { makeAct, noteBody, requireNoApproval } from '../make-act.ts'
import { askerOf } from '../officers.ts'
import { type MatterParams, hexId, matterParams } from '../params.ts'
import { type ActMade, actMade } from '../views.ts'

const EXHIBITS_MAX = 64

interface DownloadParams extends MatterParams {
  readonly id: string
}
const downloadParams: z.ZodType<DownloadParams> = z.strictObject({
  channel: hexId,
  matter: hexId,
  id: z.string().regex(/^[0-9a-z]{1,64}$/, 'must be the id of a download'),
})

interface PermitBody {
  /** None: all of one's own material in the matter. */
  readonly exhibits: readonly string[]
  readonly ways: readonly ReleaseWay[]
  readonly until?: string | undefined
  readonly note?: string | undefined
}
interface ReleaseBody {
  readonly exhibits: readonly string[]
  readonly scope: 'matter' | 'exhibits'
  readonly way: ReleaseWay
}
interface Plan {
  /** Marks and conditions that stop it; empty when it may go out. */
  readonly stops: readonly string[]
  /** Permissions of owners that it would rest on. */
  readonly permissions: readonly ActId[]
}
interface BundleBody {
  /** A release in the record that covers it, where the charter asks for a second officer; else one is made. */
  readonly release?: ActId | undefined
  readonly exhibits: Readonly<Record<string, 'plain' | 'sealed'>>
}
interface Bundled {
  readonly release: ActId
  readonly acts: number
  readonly download: string
  readonly name: string
}

export interface ReleaseRoutes {
  'evidence.permit': Contract<MatterParams, undefined, PermitBody, ActMade>
  'evidence.plan': Contract<MatterParams, undefined, ReleaseBody, Plan>
  'evidence.release': Contract<MatterParams, undefined, ReleaseBody, { readonly release: ActId }>
  'evidence.bundle': Contract<MatterParams, undefined, BundleBody, Bundled>
  'downloads.get': Contract<DownloadParams, undefined, undefined, Streamed>
}

const releaseBody: z.ZodType<ReleaseBody> = z
  .strictObject({
    exhibits: z.array(hexId).max(EXHIBITS_MAX),
    scope: z.enum(['matter', 'exhibits']),
    way: z.enum(RELEASE_WAYS),
  })
  .refine(({ exhibits, scope }) => scope === 'matter' || exhibits.length > 0, {
    path: ['exhibits'],
    message: 'must name at least one exhibit when nothing else is released',
  })

/** Ways out of this node: what marks stop, what owners permit, and what a court is given. */
export const releaseRoutes: RoutesOf<ReleaseRoutes> = {
  'evidence.permit': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/matters/{matter}/permits',
    summary:
      'Permits ways out that the marks of one’s own material close: for some exhibits, or for all of it.',
    needs: 'evidence',
    idempotent: true,
    status: 201,
    params: matterParams,
    body: z.strictObject({
      exhibits: z.array(hexId).max(EXHIBITS_MAX),
      ways: z.array(z.enum(RELEASE_WAYS)).min(1).max(RELEASE_WAYS.length),
      until: instant.optional(),
      note: note.optional(),
    }),
    reply: actMade,
    handle: (context, { body, params, principal }) => {
      const { exhibits, note: text, until, ways } = body
      const data = { exhibits: [...exhibits], ways: [...ways], ...(until === undefined ? {} : { until }) }
      const draft = { type: 'evidence.permit', about: params.matter, data, ...noteBody(text) }
      return makeAct(context, principal, params.channel, draft)
    },
  },
  'evidence.plan': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/matters/{matter}/releases/plan',
    summary: 'What would stop a release now, and on which permissions it would rest. Nothing is recorded.',
    needs: 'read',
    params: matterParams,
    body: releaseBody,
    reply: z.object({ stops: z.array(z.string()), permissions: z.array(z.string()) }),
    handle: ({ office }, { body, params }) =>
      new EvidenceGate(office.evidence(params.channel)).plan({ ...body, matter: params.matter }),
  },
  'evidence.release': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/matters/{matter}/releases',
    summary: 'Puts on the record that material is let out of this party’s hands, unless a mark stops it.',
    needs: 'evidence',
    idempotent: true,
    status: 201,
    params: matterParams,
    body: releaseBody,
    reply: z.object({ release: z.string() }),
    async handle(context, { body, params, principal }) {
      const { channel, matter } = params
      await requireNoApproval(context, channel, 'evidence.release')
      const gate = new EvidenceGate(context.office.evidence(channel))
      const asker = await askerOf(context, channel, principal)
      return { release: await gate.release(asker, { ...body, matter }) }
    },
  },
  'evidence.bundle': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/matters/{matter}/bundle',
    summary:
      'The matter as a file for a court, which verifies it offline; the release is on the record first.',
    needs: 'export',
    also: ({ body, params }) => ({
      permission: Object.keys(body.exhibits).length === 0 ? 'export' : 'evidence',
      place: params,
    }),
    idempotent: true,
    status: 201,
    params: matterParams,
    body: z.strictObject({
      release: hexId.optional(),
      exhibits: z
        .record(hexId, z.enum(['plain', 'sealed']))
        .refine((given) => Object.keys(given).length <= EXHIBITS_MAX, `must name ${EXHIBITS_MAX} or fewer`),
    }),
    reply: z.object({ release: z.string(), acts: z.int(), download: z.string(), name: z.string() }),
    async handle(context, { body, params, principal }) {
      const { channel, matter } = params
      const { exhibits, release } = body
      if (release === undefined) await requireNoApproval(context, channel, 'evidence.release')
      const asker = await askerOf(context, channel, principal)
      const asked = { matter, exhibits, ...(release === undefined ? {} : { release }) }
      const bundle = await courtBundle(context.office.evidence(channel), asker, asked)
      const name = `${context.node.party}-${matter.slice(0, 12)}.tar`
      const ready = { name, still: () => bundle.still(), bytes: () => bundle.bytes() }
      const download = context.downloads.promise(principal.user, params, ready)
      return { release: bundle.release, acts: bundle.acts, download, name }
    },
  },
  'downloads.get': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/matters/{matter}/downloads/{id}',
    summary: 'Fetches, once, what was let out to you a moment ago.',
    needs: 'read',
    params: downloadParams,
    streams: 'application/octet-stream',
    async handle({ downloads }, { params, principal }) {
      const { bytes, name, still } = downloads.take(principal.user, params, params.id)
      await still()
      // Never under the media type that its author wrote: a browser must have nothing to interpret.
      return { type: 'application/octet-stream', body: bytes(), attachment: name }
    },
  },
}
