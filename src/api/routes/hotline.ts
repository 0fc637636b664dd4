import { z } from 'zod'
import {
  CALL_OUTCOMES,
  CALL_REASONS,
  CALL_SEVERITIES,
  type CallOutcome,
  type CallReason,
  type CallSeverity,
} from '../../acts/index.ts'
import { callDraft } from '../../desk/index.ts'
import type { ActId, PartyId } from '../../record/index.ts'
import { type CallDetail, type CallInfo, callDetail, callInfo, viewCall } from '../call-views.ts'
import type { ApiContext } from '../context.ts'
import type { Contract, Page, PageQuery, RoutesOf } from '../contract.ts'
import { PAGE_DEFAULT, cursorFor, pageFields, placeIn } from '../cursors.ts'
import { onDutyAt } from '../duty.ts'
import { code, note } from '../fields.ts'
import { mayAt, notAllowed } from '../guard.ts'
import { makeAct, noteBody } from '../make-act.ts'
import { speakerOf } from '../officers.ts'
import { type ChannelParams, type MatterParams, channelParams, hexId, matterParams } from '../params.ts'
import { type ActMade, actMade, pageOf } from '../views.ts'

interface PlaceBody {
  /** Says the same as `drill` once more: nobody is woken by a wrong click. */
  readonly confirm: 'call' | 'drill'
  readonly drill: boolean
  readonly to: PartyId
  readonly reason: CallReason
  readonly severity: CallSeverity
  /** What is stuck. */
  readonly matter?: ActId | undefined
  /** Of the called side. */
  readonly seat?: ActId | undefined
  readonly note: string
}
const placeBody: z.ZodType<PlaceBody> = z
  .strictObject({
    confirm: z.enum(['call', 'drill']),
    drill: z.boolean(),
    to: code,
    reason: z.enum(CALL_REASONS),
    severity: z.enum(CALL_SEVERITIES),
    matter: hexId.optional(),
    seat: hexId.optional(),
    note,
  })
  .refine(({ confirm, drill }) => confirm === (drill ? 'drill' : 'call'), {
    path: ['confirm'],
    message: 'must be "drill" for a drill and "call" for a call',
  })
  .refine(({ matter, reason }) => reason !== 'stuck' || matter !== undefined, {
    path: ['matter'],
    message: 'must name the matter that is stuck',
  })

interface AnswerBody {
  readonly seat?: ActId | undefined
  readonly note?: string | undefined
}
interface HandOverBody {
  readonly officer?: ActId | undefined
  readonly seat?: ActId | undefined
  readonly note?: string | undefined
}
interface StandDownBody {
  readonly outcome: CallOutcome
  readonly note: string
}
export interface HotlineRoutes {
  'hotline.place': Contract<ChannelParams, undefined, PlaceBody, ActMade>
  'hotline.calls': Contract<ChannelParams, PageQuery, undefined, Page<CallInfo>>
  'hotline.call': Contract<MatterParams, undefined, undefined, CallDetail>
  'hotline.answer': Contract<MatterParams, undefined, AnswerBody, ActMade>
  'hotline.hand-over': Contract<MatterParams, undefined, HandOverBody, ActMade>
  'hotline.stand-down': Contract<MatterParams, undefined, StandDownBody, ActMade>
}

/** The hotline between the parties. */
export const hotlineRoutes: RoutesOf<HotlineRoutes> = {
  'hotline.place': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/calls',
    summary:
      'Rings another party’s hotline, or drills it: whom it rings when follows from the charter. `confirm` says the same as `drill`.',
    needs: 'hotline',
    also: ({ params }) => ({ permission: 'hotline', place: { channel: params.channel } }),
    idempotent: true,
    status: 201,
    params: channelParams,
    body: placeBody,
    reply: actMade,
    handle: async (context, { body, params, principal }) => {
      const { clock, node, office, restricted } = context
      const { confirm: _confirm, matter, note: text, seat, ...wish } = body
      if (matter !== undefined) {
        if (!(await mayAt(principal, 'read', { channel: params.channel, matter }, restricted)))
          throw notAllowed('read')
        await node.matter(params.channel, matter)
      }
      const named = { ...(matter === undefined ? {} : { matter }), ...(seat === undefined ? {} : { seat }) }
      const deed = callDraft({ ...wish, ...named }, await office.terms(params.channel), clock.now())
      return makeAct(context, principal, params.channel, { ...deed, ...noteBody(text) })
    },
  },
  'hotline.calls': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/calls',
    summary: 'Calls of a channel as they stand now, newest first.',
    needs: 'read',
    params: channelParams,
    query: z.strictObject(pageFields),
    reply: pageOf(callInfo),
    async handle({ clock, office, restricted }, { params, principal, query }) {
      const { channel } = params
      const [at, no] = placeIn('calls', 2, query.after) ?? []
      const after = at === undefined || no === undefined ? undefined : { at, no }
      const { items, next } = await office.folded(channel, 'call', after, query.limit ?? PAGE_DEFAULT)
      const seen: CallInfo[] = []
      for (const call of items)
        if (await mayAt(principal, 'read', { channel, matter: call.id }, restricted))
          seen.push(viewCall(call, clock.now()))
      return { items: seen, next: cursorFor('calls', next === null ? null : [next.at, next.no]) }
    },
  },
  'hotline.call': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/matters/{matter}/call',
    summary: 'One call as it stands now: which line rings, which is next and when, and who is on duty there.',
    needs: 'read',
    params: matterParams,
    reply: callDetail,
    async handle(context, { params }) {
      const { clock, office } = context
      const call = await office.one(params.channel, 'call', params.matter)
      const nowMs = clock.now()
      const { called, calledSpeaker } = call.state
      const duty = await onDutyAt(
        context,
        params.channel,
        nowMs,
        (party, _agency, seat) =>
          party === called && (calledSpeaker.seat === null || seat === calledSpeaker.seat),
      )
      return { ...viewCall(call, nowMs), duty }
    },
  },
  'hotline.answer': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/matters/{matter}/call/answer',
    summary: 'A person of the called side answers; nobody is rung any more.',
    needs: 'hotline',
    person: true,
    idempotent: true,
    status: 201,
    params: matterParams,
    body: z.strictObject({ seat: hexId.optional(), note: note.optional() }),
    reply: actMade,
    async handle(context, { body, params, principal }) {
      const data = await speakerOf(context, params.channel, principal, body.seat)
      return aboutCall(context, params, principal, 'call.answer', data, body.note)
    },
  },
  'hotline.hand-over': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/matters/{matter}/call/hand-over',
    summary:
      'Lets another officer or seat of one’s own side speak; on the called side that person answers anew.',
    needs: 'hotline',
    idempotent: true,
    status: 201,
    params: matterParams,
    body: z.strictObject({ officer: hexId.optional(), seat: hexId.optional(), note: note.optional() }),
    reply: actMade,
    handle: (context, { body, params, principal }) => {
      const { note: text, officer, seat } = body
      const data = { ...(officer === undefined ? {} : { officer }), ...(seat === undefined ? {} : { seat }) }
      return aboutCall(context, params, principal, 'call.hand-over', data, text)
    },
  },
  'hotline.stand-down': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/matters/{matter}/call/stand-down',
    summary: 'Ends a call with its outcome and a note; no call ends without one.',
    needs: 'hotline',
    idempotent: true,
    status: 201,
    params: matterParams,
    body: z.strictObject({ outcome: z.enum(CALL_OUTCOMES), note }),
    reply: actMade,
    handle: (context, { body, params, principal }) =>
      aboutCall(context, params, principal, 'call.stand-down', { outcome: body.outcome }, body.note),
  },
}

function aboutCall(
  context: ApiContext,
  { channel, matter }: MatterParams,
  principal: Parameters<typeof makeAct>[1],
  type: string,
  data: Readonly<Record<string, string>>,
  text: string | undefined,
): Promise<ActMade> {
  return makeAct(context, principal, channel, { type, about: matter, data, ...noteBody(text) })
}
