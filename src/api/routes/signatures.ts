import { z } from 'zod'
import { ATTESTATION_MEANINGS, type AttestationMeaning } from '../../acts/index.ts'
import {
  type ActId,
  type JsonObject,
  type PartyId,
  RecordError,
  attestationChallenge,
  parseAttestation,
  verifyAttestation,
} from '../../record/index.ts'
import type { Permission } from '../../sign-in/index.ts'
import type { ApiContext } from '../context.ts'
import type { Contract, RoutesOf } from '../contract.ts'
import { type OfficerInfo, officerInfo, officersIn } from '../duty.ts'
import { ApiError } from '../errors.ts'
import { note } from '../fields.ts'
import { makeAct, noteBody, requireNoApproval } from '../make-act.ts'
import { type Appointment, appointmentsOf } from '../officers.ts'
import { type ActParams, actParams, jsonObject } from '../params.ts'
import { type ActMade, actMade } from '../views.ts'
import { plain } from './sign-in.ts'

interface MeaningBody {
  readonly meaning: AttestationMeaning
}
interface SignBody extends MeaningBody {
  /** What the browser's authenticator gave back. */
  readonly response: JsonObject
  readonly note?: string | undefined
}
interface SignatureInfo {
  /** The act that holds it. */
  readonly id: ActId
  readonly by: PartyId
  readonly made: string
  readonly meaning: string
  readonly appointed: ActId
  readonly credential: string
  /** Why it has no effect; null when it has. */
  readonly void: string | null
  /** `verified`, or the code of what is wrong: the assertion held against the key in the act, its challenge and origin. */
  readonly signature: string
  /** `in-office`: appointed now with this very key. `not-now`: since relieved, or listed with another; admission checked it when it came. */
  readonly appointment: 'in-office' | 'not-now'
  /** The officer while in office. */
  readonly officer: OfficerInfo | null
}

export interface SignatureRoutes {
  'signatures.options': Contract<ActParams, undefined, MeaningBody, JsonObject>
  'signatures.sign': Contract<ActParams, undefined, SignBody, ActMade>
  'signatures.list': Contract<ActParams, undefined, undefined, { readonly items: readonly SignatureInfo[] }>
}

/** Whoever approves or authorises needs the permission for that; the other meanings are those of daily work. */
function neededFor(meaning: AttestationMeaning): Permission {
  return meaning === 'approve' || meaning === 'authorise' ? 'approve' : 'act'
}

const meaning = z.enum(ATTESTATION_MEANINGS)

/** Officers' signatures over acts, by passkey. */
export const signatureRoutes: RoutesOf<SignatureRoutes> = {
  'signatures.options': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/matters/{matter}/acts/{act}/signatures/options',
    summary: 'What the browser needs for an officer’s signature over this act with that meaning.',
    needs: 'read',
    person: true,
    also: ({ body, params }) => ({ permission: neededFor(body.meaning), place: placeOf(params) }),
    params: actParams,
    body: z.strictObject({ meaning }),
    reply: jsonObject,
    async handle(context, { body, params, principal }) {
      const { channel } = params
      const { id } = await context.node.act(channel, params.matter, params.act)
      const appointments = await appointmentsOf(context, channel, principal.user)
      const [only, another] = appointments
      if (only === undefined) throw notAppointed()
      const challenge = attestationChallenge(channel, id, body.meaning)
      const credential = another === undefined ? only.credential : undefined
      return plain(await context.signIn.passkeys.signingOptions(principal, challenge, credential))
    },
  },
  'signatures.sign': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/matters/{matter}/acts/{act}/signatures',
    summary: 'Checks what the authenticator signed and records it as an officer’s signature.',
    needs: 'read',
    person: true,
    also: ({ body, params }) => ({ permission: neededFor(body.meaning), place: placeOf(params) }),
    idempotent: true,
    status: 201,
    params: actParams,
    body: z.strictObject({ meaning, response: jsonObject, note: note.optional() }),
    reply: actMade,
    async handle(context, { body, params, principal }) {
      const { channel, matter } = params
      // Before the officer's counter moves: a signature that could not be recorded would be lost.
      await requireNoApproval(context, channel, 'attest.sign')
      const { id } = await context.node.act(channel, matter, params.act)
      const challenge = attestationChallenge(channel, id, body.meaning)
      const signed = await context.signIn.passkeys.signed(principal, challenge, body.response)
      const { officer } = signed
      const appointed = await appointmentOf(context, channel, principal.user, officer.credential)
      const data = {
        act: id,
        appointed: appointed.act,
        assertion: { ...signed.assertion },
        credential: officer.credential,
        key: officer.key,
        meaning: body.meaning,
        rp: officer.rpId,
      }
      return makeAct(context, principal, channel, {
        type: 'attest.sign',
        about: matter,
        data,
        ...noteBody(body.note),
      })
    },
  },
  'signatures.list': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/matters/{matter}/acts/{act}/signatures',
    summary: 'Officers’ signatures over an act, each checked anew, and how.',
    needs: 'read',
    params: actParams,
    reply: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          by: z.string(),
          made: z.string(),
          meaning: z.string(),
          appointed: z.string(),
          credential: z.string(),
          void: z.string().nullable(),
          signature: z.string(),
          appointment: z.enum(['in-office', 'not-now']),
          officer: officerInfo.nullable(),
        }),
      ),
    }),
    handle: async (context, { params }) => ({ items: await signaturesOf(context, params) }),
  },
}

function placeOf({ channel, matter }: ActParams): { channel: string; matter: ActId } {
  return { channel, matter }
}

async function appointmentOf(
  context: ApiContext,
  channel: string,
  user: string,
  credential: string,
): Promise<Appointment> {
  const own = await appointmentsOf(context, channel, user)
  const found = own.find((one) => one.credential === credential)
  if (found === undefined) throw notAppointed()
  return found
}

function notAppointed(): ApiError {
  return new ApiError(
    'officer-not-appointed',
    'passkey: the directory of this channel lists no officer with a passkey of yours.',
    { field: 'passkey' },
  )
}

async function signaturesOf(
  context: ApiContext,
  { act, channel, matter }: ActParams,
): Promise<SignatureInfo[]> {
  await context.node.act(channel, matter, act)
  const acts = await context.office.evidence(channel).record.acts(matter)
  const found: SignatureInfo[] = []
  for (const { code, id, leaf } of acts) {
    if (leaf.type !== 'attest.sign' || leaf.data['act'] !== act) continue
    const { appointed, credential, key, meaning: said } = parseAttestation(leaf.data)
    const officer = await officerOf(context, channel, leaf.party, appointed, key)
    found.push({
      id,
      by: leaf.party,
      made: leaf.made,
      meaning: said,
      appointed,
      credential,
      void: code,
      signature: checked(channel, leaf.data),
      appointment: officer === undefined ? 'not-now' : 'in-office',
      officer: officer ?? null,
    })
  }
  return found
}

function checked(channel: string, data: JsonObject): string {
  try {
    verifyAttestation(channel, parseAttestation(data))
    return 'verified'
  } catch (cause) {
    if (cause instanceof RecordError) return cause.code
    throw cause
  }
}

/** The officer of that appointment, if its party lists it now and the appointment is for that key. */
async function officerOf(
  context: ApiContext,
  channel: string,
  party: PartyId,
  appointed: ActId,
  key: string,
): Promise<OfficerInfo | undefined> {
  for (const { id, state } of await context.office.agencies(channel)) {
    if (state.owner !== party || !state.officers.some(({ act }) => act === appointed)) continue
    const { data } = await context.node.act(channel, id, appointed)
    if (data['key'] !== key) return undefined
    return (await officersIn(context, channel, id, state, (one) => one === appointed))[0]
  }
  return undefined
}
