import { z } from 'zod'
import { VIEW_PURPOSES, type ViewPurpose } from '../../acts/index.ts'
import { type HandedOut, custodyLedger, handOut } from '../../desk/index.ts'
import type { ActId, JsonObject, PartyId } from '../../record/index.ts'
import type { Principal } from '../../sign-in/index.ts'
import type { ApiContext } from '../context.ts'
import type { Contract, RoutesOf, Streamed } from '../contract.ts'
import type { Ready } from '../downloads.ts'
import { code, note } from '../fields.ts'
import { makeAct, noteBody, requireNoApproval } from '../make-act.ts'
import { askerOf } from '../officers.ts'
import { type MatterParams, hexId, jsonObject } from '../params.ts'
import { type ActMade, actMade } from '../views.ts'

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
}

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
