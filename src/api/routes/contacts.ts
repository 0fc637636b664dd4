import { z } from 'zod'
import { CONTACT_ANSWERERS, type ContactAnswer, type ContactAnswerer, outlineOf } from '../../acts/index.ts'
import { type ActId, type PartyId, instantFromMs } from '../../record/index.ts'
import type { Contract, Page, PageQuery, RoutesOf } from '../contract.ts'
import { PAGE_DEFAULT, cursorFor, pageFields, placeIn } from '../cursors.ts'
import { code } from '../fields.ts'
import { mayAt } from '../guard.ts'
import { makeAct } from '../make-act.ts'
import type { Folded } from '../office-port.ts'
import { speakerOf } from '../officers.ts'
import { type ChannelParams, type MatterParams, channelParams, hexId, matterParams } from '../params.ts'
import { type ActMade, actMade, pageOf } from '../views.ts'

const HOUR_MS = 3_600_000
const ANSWER_HOURS_MAX = 720

interface CheckBody {
  readonly to: PartyId
  /** With a seat: the agency that it is of. */
  readonly agency?: ActId | undefined
  readonly seat?: ActId | undefined
  /** A person's answer unless said. */
  readonly wants?: ContactAnswerer | undefined
  /** What the charter says unless said. */
  readonly answerHours?: number | undefined
}
interface AnswerInfo {
  readonly at: string
  readonly late: boolean
  readonly officer: ActId | null
}
export interface ContactInfo {
  readonly id: ActId
  readonly asker: PartyId
  readonly asked: PartyId
  readonly agency: ActId | null
  readonly seat: ActId | null
  readonly wants: ContactAnswerer
  readonly status: string
  readonly opened: string | null
  readonly answerBy: string
  readonly machine: AnswerInfo | null
  readonly person: AnswerInfo | null
}
export interface ContactRoutes {
  'contacts.check': Contract<ChannelParams, undefined, CheckBody, ActMade>
  'contacts.list': Contract<ChannelParams, PageQuery, undefined, Page<ContactInfo>>
  'contacts.answer': Contract<MatterParams, undefined, undefined, ActMade>
}

const answer: z.ZodType<AnswerInfo> = z.object({
  at: z.string(),
  late: z.boolean(),
  officer: z.string().nullable(),
})
const contactInfo: z.ZodType<ContactInfo> = z.object({
  id: z.string(),
  asker: z.string(),
  asked: z.string(),
  agency: z.string().nullable(),
  seat: z.string().nullable(),
  wants: z.enum(CONTACT_ANSWERERS),
  status: z.string(),
  opened: z.string().nullable(),
  answerBy: z.string(),
  machine: answer.nullable(),
  person: answer.nullable(),
})
/** Whether the other side can be reached: asked by hand, besides the schedule that the charter sets. */
export const contactRoutes: RoutesOf<ContactRoutes> = {
  'contacts.check': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/contacts',
    summary: 'Asks another party, or one of its seats, whether somebody is there.',
    needs: 'hotline',
    also: ({ params }) => ({ permission: 'hotline', place: { channel: params.channel } }),
    idempotent: true,
    status: 201,
    params: channelParams,
    body: z.strictObject({
      to: code,
      agency: hexId.optional(),
      seat: hexId.optional(),
      wants: z.enum(CONTACT_ANSWERERS).optional(),
      answerHours: z.int().min(1).max(ANSWER_HOURS_MAX).optional(),
    }),
    reply: actMade,
    async handle(context, { body, params, principal }) {
      const { agency, answerHours, seat, to, wants = 'person' } = body
      const hours = answerHours ?? (await context.office.terms(params.channel)).contactChecks.answerHours
      const data = {
        answerBy: instantFromMs(context.clock.now() + hours * HOUR_MS),
        to,
        wants,
        ...(agency === undefined ? {} : { agency }),
        ...(seat === undefined ? {} : { seat }),
      }
      return makeAct(context, principal, params.channel, { type: 'directory.contact.check', data })
    },
  },
  'contacts.list': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/contacts',
    summary: 'Contact checks of all parties, newest first, with what a machine and what a person answered.',
    needs: 'read',
    params: channelParams,
    query: z.strictObject(pageFields),
    reply: pageOf(contactInfo),
    async handle({ office, restricted }, { params, principal, query }) {
      const { channel } = params
      const [at, no] = placeIn('contacts', 2, query.after) ?? []
      const after = at === undefined || no === undefined ? undefined : { at, no }
      const { items, next } = await office.folded(channel, 'contact', after, query.limit ?? PAGE_DEFAULT)
      const seen: ContactInfo[] = []
      for (const check of items)
        if (await mayAt(principal, 'read', { channel, matter: check.id }, restricted))
          seen.push(viewContact(check))
      return { items: seen, next: cursorFor('contacts', next === null ? null : [next.at, next.no]) }
    },
  },
  'contacts.answer': {
    method: 'POST',
    path: '/api/v1/channels/{channel}/matters/{matter}/contact/answer',
    summary: 'A person answers a contact check: somebody is there.',
    needs: 'hotline',
    person: true,
    idempotent: true,
    status: 201,
    params: matterParams,
    reply: actMade,
    async handle(context, { params, principal }) {
      const { state } = await context.office.one(params.channel, 'contact', params.matter)
      const { officer } = await speakerOf(context, params.channel, principal, state.seat ?? undefined)
      const data = { how: 'person', ...(officer === undefined ? {} : { officer }) }
      const draft = { type: 'directory.contact.answer', about: params.matter, data }
      return makeAct(context, principal, params.channel, draft)
    },
  },
}

function viewContact({ id, state }: Folded<'contact'>): ContactInfo {
  const { agency, answerByMs, asked, asker, machine, opened, person, seat, wants } = state
  const shown = (given: ContactAnswer | null): AnswerInfo | null =>
    given === null
      ? null
      : { at: instantFromMs(given.atMs), late: given.atMs > answerByMs, officer: given.officer }
  return {
    id,
    asker,
    asked,
    agency,
    seat,
    wants,
    status: outlineOf(state).status,
    opened: opened === null ? null : instantFromMs(opened.madeMs),
    answerBy: instantFromMs(answerByMs),
    machine: shown(machine),
    person: shown(person),
  }
}
