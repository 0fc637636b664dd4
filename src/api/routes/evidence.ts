import { z } from 'zod'
import { VIEW_PURPOSES, type ViewPurpose } from '../../acts/index.ts'
import { EvidenceGate, type HandedOut, courtBundle, custodyLedger, handOut } from '../../desk/index.ts'
import { RELEASE_WAYS, type ReleaseWay } from '../../instruments/index.ts'
import type { ActId, JsonObject, PartyId } from '../../record/index.ts'
import type { Principal } from '../../sign-in/index.ts'
import type { ApiContext } from '../context.ts'
import type { Contract, RoutesOf, Streamed } from '../contract.ts'
import type { Ready } from '../downloads.ts'
import { code, instant, note } from '../fields.ts'
import { makeAct, noteBody, requireNoApproval } from '../make-act.ts'
import { askerOf } from '../officers.ts'
import { type MatterParams, hexId, jsonObject, matterParams } from '../params.ts'
import { type ActMade, actMade } from '../views.ts'

const EXHIBITS_MAX = 64
const RECIPIENTS_MAX = 16
/** A hybrid post-quantum recipient of age has about two thousand characters. */
const RECIPIENT_CHARACTERS_MAX = 4_096

interface ExhibitParams extends MatterParams {
  readonly exhibit: string
}
const exhibitParams: z.ZodType<ExhibitParams> = z.strictObject({
  channel: hexId,
  matter: hexId,
  exhibit: hexId,
})
interface DownloadParams extends MatterParams {
  readonly id: string
}
const downloadParams: z.ZodType<DownloadParams> = z.strictObject({
  channel: hexId,
  matter: hexId,
  id: z.string().regex(/^[0-9a-z]{1,64}$/, 'must be the id of a download'),
})

interface EntryInfo {
  readonly act: ActId
  readonly by: PartyId
  readonly made: string
  /** `deposit`, `receive`, `view`, `transfer`, `permit`, `release`, `seal`, `destroy`. */
  readonly what: string
  readonly details: JsonObject
}
interface ViewBody {
  readonly purpose: ViewPurpose
  /** age recipients to whom it is sealed anew; malware goes out in no other way. */
  readonly recipients?: readonly string[] | undefined
}
interface HandedOver {
  /** Fetched once, within five minutes, by `downloads.get`. */
  readonly download: string
  readonly name: string
  readonly form: 'plain' | 'sealed'
  readonly plainBytes: number
  readonly malware: boolean
}
interface TransferBody {
  readonly reason: string
  readonly to?: PartyId | undefined
  readonly keeper?: ActId | undefined
  readonly note?: string | undefined
}
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
  readonly exhibits: Readonly<Record<string, 'plain' | 'sealed'>>
}
interface Bundled {
  readonly release: ActId
  readonly acts: number
  readonly download: string
  readonly name: string
}

export interface EvidenceRoutes {
  'exhibits.content': Contract<
    ExhibitParams,
    { readonly purpose?: ViewPurpose | undefined },
    undefined,
    Streamed
  >
  'evidence.ledger': Contract<ExhibitParams, undefined, undefined, { readonly items: readonly EntryInfo[] }>
  'evidence.view': Contract<ExhibitParams, undefined, ViewBody, HandedOver>
  'evidence.transfer': Contract<ExhibitParams, undefined, TransferBody, ActMade>
  'evidence.seal': Contract<
    ExhibitParams,
    undefined,
    { readonly on: boolean; readonly ground: string; readonly note?: string | undefined },
    ActMade
  >
  'evidence.destroy': Contract<
    ExhibitParams,
    undefined,
    { readonly confirm: 'destroy'; readonly ground: string; readonly note?: string | undefined },
    ActMade
  >
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

/** Exhibits and everything by which they leave this node: marks and permissions are asked first, and the record says so. */
export const evidenceRoutes: RoutesOf<EvidenceRoutes> = {
  'exhibits.content': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/matters/{matter}/exhibits/{exhibit}/content',
    summary:
      'An exhibit, opened and held against what its act commits to. The view is on the record before the first byte; malware and what is under seal never come this way.',
    needs: 'evidence',
    params: exhibitParams,
    query: z.strictObject({ purpose: z.enum(VIEW_PURPOSES).optional() }),
    streams: 'application/octet-stream',
    async handle(context, { params, principal, query }) {
      const out = await handedOut(context, params, principal, { purpose: query.purpose ?? 'other' })
      return { type: 'application/octet-stream', body: out.bytes(), attachment: out.name }
    },
  },
  'evidence.ledger': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/matters/{matter}/exhibits/{exhibit}/ledger',
    summary: 'The custody ledger of an exhibit, as both sides hold it.',
    needs: 'read',
    params: exhibitParams,
    reply: z.object({
      items: z.array(
        z.object({
          act: z.string(),
          by: z.string(),
          made: z.string(),
          what: z.string(),
          details: jsonObject,
        }),
      ),
    }),
    async handle({ node, office }, { params }) {
      await node.matter(params.channel, params.matter)
      const acts = await office.evidence(params.channel).record.acts(params.matter)
      return { items: custodyLedger(acts, params.exhibit) }
    },
  },
  'evidence.view': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/matters/{matter}/exhibits/{exhibit}/view',
    summary:
      'Opens an exhibit: the view is on the record before the file can be fetched. With recipients it is sealed to them; malware goes out in no other way.',
    needs: 'evidence',
    idempotent: true,
    status: 201,
    params: exhibitParams,
    body: z.strictObject({
      purpose: z.enum(VIEW_PURPOSES),
      recipients: z.array(z.string().max(RECIPIENT_CHARACTERS_MAX)).max(RECIPIENTS_MAX).optional(),
    }),
    reply: z.object({
      download: z.string(),
      name: z.string(),
      form: z.enum(['plain', 'sealed']),
      plainBytes: z.int(),
      malware: z.boolean(),
    }),
    async handle(context, { body, params, principal }) {
      const out = await handedOut(context, params, principal, body)
      const { form, malware, name, plainBytes } = out
      const download = context.downloads.promise(principal.user, params, out)
      return { download, name, form, plainBytes, malware }
    },
  },
  'evidence.transfer': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/matters/{matter}/exhibits/{exhibit}/transfer',
    summary: 'Hands an exhibit to another keeper of one’s own, or to a party that holds it already.',
    needs: 'evidence',
    idempotent: true,
    status: 201,
    params: exhibitParams,
    body: z.strictObject({
      reason: code,
      to: code.optional(),
      keeper: hexId.optional(),
      note: note.optional(),
    }),
    reply: actMade,
    handle: (context, { body, params, principal }) => {
      const { keeper, note: text, reason, to } = body
      const data = {
        reason,
        sealed: params.exhibit,
        ...(to === undefined ? {} : { to }),
        ...(keeper === undefined ? {} : { keeper }),
      }
      const draft = { type: 'evidence.transfer', about: params.matter, data, ...noteBody(text) }
      return makeAct(context, principal, params.channel, draft)
    },
  },
  'evidence.seal': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/matters/{matter}/exhibits/{exhibit}/seal',
    summary:
      'Puts an exhibit under seal, so that nobody may view, release or destroy it; or takes one’s own seal off.',
    needs: 'evidence',
    idempotent: true,
    status: 201,
    params: exhibitParams,
    body: z.strictObject({ on: z.boolean(), ground: code, note: note.optional() }),
    reply: actMade,
    handle: (context, { body, params, principal }) =>
      makeAct(context, principal, params.channel, {
        type: 'evidence.seal',
        about: params.matter,
        data: { ground: body.ground, on: body.on, sealed: params.exhibit },
        ...noteBody(body.note),
      }),
  },
  'evidence.destroy': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/matters/{matter}/exhibits/{exhibit}/destroy',
    summary:
      'Destroys this party’s copy of an exhibit, for good. Copies of others stay until they do the same.',
    needs: 'evidence',
    idempotent: true,
    status: 201,
    params: exhibitParams,
    body: z.strictObject({ confirm: z.literal('destroy'), ground: code, note: note.optional() }),
    reply: actMade,
    handle: (context, { body, params, principal }) =>
      makeAct(context, principal, params.channel, {
        type: 'evidence.destroy',
        about: params.matter,
        data: { ground: body.ground, sealed: params.exhibit },
        ...noteBody(body.note),
      }),
  },
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
      exhibits: z
        .record(hexId, z.enum(['plain', 'sealed']))
        .refine((given) => Object.keys(given).length <= EXHIBITS_MAX, `must name ${EXHIBITS_MAX} or fewer`),
    }),
    reply: z.object({ release: z.string(), acts: z.int(), download: z.string(), name: z.string() }),
    async handle(context, { body, params, principal }) {
      const { channel, matter } = params
      await requireNoApproval(context, channel, 'evidence.release')
      const asker = await askerOf(context, channel, principal)
      const asked = { matter, exhibits: body.exhibits }
      const bundle = await courtBundle(context.office.evidence(channel), asker, asked)
      const name = `${context.node.party}-${matter.slice(0, 12)}.tar`
      const ready = { name, bytes: () => bundle.bytes() }
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
    handle({ downloads }, { params, principal }) {
      const { bytes, name } = downloads.take(principal.user, params, params.id)
      // Never under the media type that its author wrote: a browser must have nothing to interpret.
      return { type: 'application/octet-stream', body: bytes(), attachment: name }
    },
  },
}

/** Passes the gate: once this resolves, the view is on the record and in the access log. Throws as `handOut`. */
async function handedOut(
  context: ApiContext,
  params: ExhibitParams,
  principal: Principal,
  { purpose, recipients = [] }: ViewBody,
): Promise<HandedOut & Ready> {
  const { channel, exhibit: sealed, matter } = params
  await requireNoApproval(context, channel, 'evidence.view')
  const asker = await askerOf(context, channel, principal)
  const out = await handOut(context.office.evidence(channel), asker, { matter, sealed, purpose, recipients })
  const name = await nameOf(context, params)
  return { ...out, name: out.form === 'sealed' ? `${name}.age` : name }
}

/** As its author called it: a claim. Without its body, by the hash that names it in the record. */
async function nameOf({ node }: ApiContext, { channel, exhibit, matter }: ExhibitParams): Promise<string> {
  const { exhibits } = await node.matter(channel, matter)
  const name = exhibits.find(({ sealed }) => sealed === exhibit)?.name ?? ''
  return name === '' ? `${exhibit.slice(0, 12)}.bin` : name
}
