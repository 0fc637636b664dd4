import { z } from 'zod'
import { outlineOf } from '../acts/index.ts'
import type { MatterState } from '../acts/index.ts'
import type { ActId, ChannelId, PartyId } from '../record/index.ts'
import type { Notifications } from './notifications.ts'
import { setThresholds } from './thresholds.ts'
import type { Threshold } from './thresholds.ts'
import type { Timers } from './timers.ts'

const DAY_MS = 86_400_000
/** Parts of the whole time that are left when somebody is reminded: of 8 hours, 4 hours and 48 minutes. */
const PARTS_LEFT = [0.5, 0.1] as const
/** Days before preserved data are lost. */
const LAPSE_DAYS = [14, 3, 1] as const

const warning = z.object({
  channel: z.string(),
  matter: z.string(),
  kind: z.enum(['due-soon', 'overdue', 'lapse-soon', 'lapsed']),
  dueMs: z.int(),
})
type Warning = z.output<typeof warning>

/** Warns whoever works on a matter before and when it is due on the own clock, and before what was preserved is lost. */
export class Deadlines {
  readonly #self: PartyId
  readonly #timers: Timers
  readonly #notices: Notifications

  constructor(self: PartyId, timers: Timers, notices: Notifications) {
    this.#self = self
    this.#timers = timers
    this.#notices = notices
    timers.on('deadline', warning, (payload, { key, atMs }) => this.#warn(payload, `${key}@${atMs}`))
  }

  /** Plans by the matter as it is now, inside a transaction: another due instant moves, and no due instant takes back. */
  matterChanged(channel: ChannelId, matter: ActId, state: MatterState, nowMs: number): void {
    // Calls and contact checks have warnings of their own.
    if (state.kind === 'call' || state.kind === 'contact') return
    const { dueMs, lapsesMs, onClock, to } = outlineOf(state)
    const openedMs = state.opened?.madeMs ?? nowMs
    const isOurs = onClock === this.#self
    const concerns = state.opened?.by === this.#self || to === this.#self
    const common = { channel, matter }
    this.#set(
      `due/${channel}/${matter}/`,
      isOurs && dueMs !== null ? dueOf(common, openedMs, dueMs) : [],
      nowMs,
    )
    const lapses = concerns && lapsesMs !== null ? lapsesOf(common, openedMs, lapsesMs) : []
    this.#set(`lapse/${channel}/${matter}/`, lapses, nowMs)
  }

  #set(prefix: string, thresholds: readonly Threshold[], nowMs: number): void {
    setThresholds(this.#timers, prefix, 'deadline', thresholds, nowMs)
  }

  #warn({ channel, dueMs, kind, matter }: Warning, key: string): void {
    this.#notices.put({
      key,
      kind,
      urgency: kind === 'due-soon' || kind === 'lapse-soon' ? 'routine' : 'urgent',
      audience: { to: 'matter', channel, matter },
      channel,
      matter,
      dueMs,
      facts: {},
    })
  }
}

type Place = Pick<Warning, 'channel' | 'matter'>

/** An author's clock may say anything: a time that never was leaves the due instant alone. */
function dueOf(place: Place, openedMs: number, dueMs: number): Threshold[] {
  const wholeMs = dueMs - openedMs
  const soon: Warning = { ...place, kind: 'due-soon', dueMs }
  const parts = PARTS_LEFT.map((part) => ({
    name: `left/${part}`,
    atMs: dueMs - Math.round(wholeMs * part),
    payload: soon,
  }))
  const overdue = { name: 'over', atMs: dueMs, payload: { ...place, kind: 'overdue', dueMs } }
  return wholeMs > 0 ? [...parts, overdue] : [overdue]
}

function lapsesOf(place: Place, openedMs: number, lapsesMs: number): Threshold[] {
  const soon: Warning = { ...place, kind: 'lapse-soon', dueMs: lapsesMs }
  const days = LAPSE_DAYS.map((count) => ({
    name: `days/${count}`,
    atMs: lapsesMs - count * DAY_MS,
    payload: soon,
  }))
  const lapsed = { name: 'over', atMs: lapsesMs, payload: { ...place, kind: 'lapsed', dueMs: lapsesMs } }
  return [...days.filter(({ atMs }) => atMs > openedMs), lapsed]
}
