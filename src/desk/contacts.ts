import { z } from 'zod'
import type { AgencyState, ContactState } from '../acts/index.ts'
import type { CharterTerms } from '../instruments/index.ts'
import { instantFromMs } from '../record/index.ts'
import type { ActId, ChannelId, PartyId } from '../record/index.ts'
import type { Deeds } from './deeds.ts'
import type { Audience, NoticeKind } from './notices.ts'
import type { Notifications } from './notifications.ts'
import type { Deed } from './ports.ts'
import type { Timers } from './timers.ts'

const HOUR_MS = 3_600_000
const DAY_MS: number = 24 * HOUR_MS
/** A seat that has just been listed is given a day before it is checked for the first time. */
const FIRST_CHECK_MS = DAY_MS
/** Answers that the node gives by itself within an hour to one party: a member that asks without end gets them slowly. */
const MACHINE_ANSWERS_AN_HOUR = 60
/** A check that was due longer ago asks nobody any more. */
const NEWS_MS = DAY_MS

const check = z.object({
  channel: z.string(),
  to: z.string(),
  agency: z.string(),
  seat: z.string(),
  everyMs: z.int().min(DAY_MS),
  answerMs: z.int().min(HOUR_MS),
})
type Check = z.output<typeof check>

const reminder = z.object({
  channel: z.string(),
  matter: z.string(),
  seat: z.string().nullable(),
  kind: z.enum(['contact-asked', 'contact-missed', 'contact-unanswered']),
  dueMs: z.int(),
  party: z.string(),
})
type Reminder = z.output<typeof reminder>

/** The act that checks a seat, with the instant by which a person is to answer. */
export function contactCheck(to: PartyId, agency: ActId, seat: ActId, answerMs: number, nowMs: number): Deed {
  const answerBy = instantFromMs(nowMs + answerMs)
  return { type: 'directory.contact.check', data: { agency, answerBy, seat, to, wants: 'person' } }
}

/** Checks the other parties' seats on a schedule, answers their checks by the node at once, and asks a person to answer too. */
export class Contacts {
  readonly #self: PartyId
  readonly #timers: Timers
  readonly #notices: Notifications
  readonly #deeds: Deeds
  /** By channel and party: when the node answers next by itself, at most so many within an hour. */
  readonly #answers = new Map<string, number[]>()

  constructor(self: PartyId, timers: Timers, notices: Notifications, deeds: Deeds) {
    this.#self = self
    this.#timers = timers
    this.#notices = notices
    this.#deeds = deeds
    timers.on('contact-check', check, (payload, { key, nowMs }) => this.#check(payload, key, nowMs))
    timers.on('contact-reminder', reminder, (payload, { key }) => this.#remind(payload, key))
  }

  /** Schedules checks of each seat of another party's agency, inside a transaction. A schedule that runs goes on. */
  agencyChanged(
    channel: ChannelId,
    agency: ActId,
    state: AgencyState,
    terms: CharterTerms,
    nowMs: number,
  ): void {
    if (state.owner === this.#self) return
    const prefix = `contact/check/${channel}/${agency}/`
    const { answerHours, everyDays } = terms.contactChecks
    const isChecked = state.retiredMs === null && everyDays !== null
    const seats = isChecked ? state.seats.map(({ act }) => act) : []
    for (const key of this.#timers.waiting(prefix))
      if (!seats.includes(key.slice(prefix.length).split('/')[0] ?? '')) this.#timers.cancel(key)
    const everyMs = (everyDays ?? 0) * DAY_MS
    for (const seat of seats) {
      const key = `${prefix}${seat}/${everyMs}-${answerHours}`
      // Other terms are another schedule; the one before ends.
      for (const other of this.#timers.waiting(`${prefix}${seat}/`))
        if (other !== key) this.#timers.cancel(other)
      // One that lies further off than its pace was set by a clock that stood too far ahead.
      const waitsFor = this.#timers.waitsFor(key)
      if (waitsFor !== undefined && waitsFor <= nowMs + everyMs) continue
      const payload: Check = {
        channel,
        to: state.owner,
        agency,
        seat,
        everyMs,
        answerMs: answerHours * HOUR_MS,
      }
      this.#timers.set({ key, atMs: nowMs + FIRST_CHECK_MS, kind: 'contact-check', payload })
    }
  }

  /** Answers, asks people to, and reminds, inside a transaction. The same state again changes nothing. */
  contactChanged(channel: ChannelId, matter: ActId, state: ContactState, nowMs: number): void {
    const prefix = `contact/${channel}/${matter}/`
    const { answerByMs, asked, asker, machine, person, seat, wants } = state
    const common = { channel, matter, seat, dueMs: answerByMs }
    const isAnswered = (wants === 'machine' ? (machine ?? person) : person) !== null
    if (isAnswered) this.#timers.cancelAll(prefix)
    if (asked === this.#self && machine === null) this.#answerByNode(prefix, channel, matter, asker, nowMs)
    if (isAnswered || nowMs > answerByMs + NEWS_MS) return
    if (asker === this.#self)
      this.#set(`${prefix}unanswered`, answerByMs, { ...common, kind: 'contact-unanswered', party: asked })
    if (asked !== this.#self || wants !== 'person') return
    const openedMs = state.opened?.madeMs ?? nowMs
    const halfMs = answerByMs - Math.round(Math.max(0, answerByMs - openedMs) / 2)
    this.#remind({ ...common, kind: 'contact-asked', party: asker }, `${prefix}asked`)
    this.#set(`${prefix}asked-again`, halfMs, { ...common, kind: 'contact-asked', party: asker })
    this.#set(`${prefix}missed`, answerByMs, { ...common, kind: 'contact-missed', party: asker })
  }

  #set(key: string, atMs: number, payload: Reminder): void {
    this.#timers.set({ key, atMs, kind: 'contact-reminder', payload })
  }

  #answerByNode(prefix: string, channel: ChannelId, matter: ActId, asker: PartyId, nowMs: number): void {
    const key = `${prefix}machine`
    if (this.#deeds.madeFor(key) !== undefined) return
    const name = `${channel}/${asker}`
    const lately = (this.#answers.get(name) ?? []).filter((atMs) => Math.abs(nowMs - atMs) < HOUR_MS)
    const isSlow = lately.length >= MACHINE_ANSWERS_AN_HOUR
    this.#answers.set(name, isSlow ? lately : [...lately, nowMs])
    const deed = { type: 'directory.contact.answer', about: matter, data: { how: 'machine' } }
    this.#deeds.want(key, channel, deed, isSlow ? nowMs + HOUR_MS : nowMs)
  }

  #check(payload: Check, key: string, nowMs: number): void {
    const { agency, answerMs, channel, everyMs, seat, to } = payload
    this.#deeds.want(`${key}@${nowMs}`, channel, contactCheck(to, agency, seat, answerMs, nowMs), nowMs)
    this.#timers.set({ key, atMs: nowMs + everyMs, kind: 'contact-check', payload })
  }

  #remind({ channel, dueMs, kind, matter, party, seat }: Reminder, key: string): void {
    this.#notices.put({
      key,
      kind,
      urgency: URGENCY[kind],
      audience: audienceOf(kind, channel, seat),
      channel,
      matter,
      dueMs,
      facts: { party },
    })
  }
}

const URGENCY = {
  'contact-asked': 'urgent',
  'contact-missed': 'urgent',
  'contact-unanswered': 'routine',
} as const satisfies Partial<Record<NoticeKind, string>>

/** The seat is asked; that it did not answer is told to those who keep the directory. */
function audienceOf(kind: Reminder['kind'], channel: ChannelId, seat: ActId | null): Audience {
  if (kind === 'contact-asked') return { to: 'lines', channel, seat, lines: ['seat', 'deputy'] }
  return { to: 'permission', permission: 'directory', channel }
}
