import { z } from 'zod'
import type { CallState } from '../acts/index.ts'
import { HOTLINE_LINES } from '../instruments/index.ts'
import type { HotlineLine } from '../instruments/index.ts'
import type { ActId, ChannelId, PartyId } from '../record/index.ts'
import { CallFlood } from './call-flood.ts'
import type { Notifications } from './notifications.ts'
import type { Audience, NoticeKind } from './notices.ts'
import type { Timers } from './timers.ts'

const MINUTE_MS = 60_000
/** After the last step everybody is rung again this often: a call rings until a person answers or the caller ends it. */
const AGAIN_MS: number = 15 * MINUTE_MS
/** A day of that; who has not answered by then is reached by other means. */
const AGAIN_MAX = 96
/** Who a call was handed over to has this long before the lines behind are rung. */
const HAND_OVER_MS: number = 15 * MINUTE_MS
/** What happened longer ago is no news: a node that folds its record anew tells nobody of old calls. */
const NEWS_MS: number = 24 * 60 * MINUTE_MS

const step = z.object({
  channel: z.string(),
  matter: z.string(),
  party: z.string(),
  seat: z.string().nullable(),
  lines: z.array(z.enum(HOTLINE_LINES)).min(1),
  step: z.int(),
  drill: z.boolean(),
  dueMs: z.int().nullable(),
  /** Round of ringing everybody again; null for a step of the call itself. */
  again: z.int().nullable(),
})
type Step = z.output<typeof step>

const passed = z.object({
  channel: z.string(),
  matter: z.string(),
  kind: z.enum(['call-unanswered', 'call-failed']),
  line: z.enum(HOTLINE_LINES),
  step: z.int(),
  drill: z.boolean(),
})
type Passed = z.output<typeof passed>

/**
 * Rings the own people when another party calls, line after line at the instants that stand in the call itself, and tells
 * the own people how far their own call has come. Both nodes hold the same steps, so neither waits for a message of the
 * other. All of it is timers and notices: what is planned survives a crash, and is planned again without effect.
 */
export class Hotline {
  readonly #self: PartyId
  readonly #timers: Timers
  readonly #notices: Notifications
  readonly #flood = new CallFlood()

  constructor(self: PartyId, timers: Timers, notices: Notifications) {
    this.#self = self
    this.#timers = timers
    this.#notices = notices
    timers.on('call-step', step, (payload, { key, atMs, nowMs }) => this.#ring(payload, key, atMs, nowMs))
    timers.on('call-passed', passed, (payload, { key }) => this.#tellPassed(payload, key))
  }

  /** Plans by the call as it is now, inside a transaction. The same state again changes nothing. */
  callChanged(channel: ChannelId, matter: ActId, state: CallState, nowMs: number): void {
    const prefix = `call/${channel}/${matter}/`
    // A call handed over waits for its new speaker; what rings for that stays.
    const kept = state.stage === 'handed-over' ? `${prefix}hand-over/${state.handOvers}/` : undefined
    if (state.stage !== 'ringing')
      for (const key of this.#timers.waiting(prefix))
        if (kept === undefined || !key.startsWith(kept)) this.#timers.cancel(key)
    if (state.called === this.#self) this.#planCalled(prefix, channel, matter, state, nowMs)
    if (state.caller === this.#self) this.#planCaller(prefix, channel, matter, state, nowMs)
  }

  #planCalled(prefix: string, channel: ChannelId, matter: ActId, state: CallState, nowMs: number): void {
    const { calledSpeaker, caller, drill, handOvers, stage, steps, unansweredMs } = state
    const common = { channel, matter, party: caller, seat: calledSpeaker.seat, drill }
    if (stage === 'ringing') {
      for (const [i, { atMs, line }] of steps.entries()) {
        const payload: Step = {
          ...common,
          lines: fromLine(line),
          step: i + 1,
          dueMs: steps[i + 1]?.atMs ?? unansweredMs,
          again: null,
        }
        this.#setStep(`${prefix}step/${i}`, atMs, payload)
      }
      this.#setStep(`${prefix}again/0`, unansweredMs, allLines(common, steps.length))
    }
    if (stage === 'handed-over') {
      const audience = speakerOf(channel, state)
      const key = `${prefix}handed/${handOvers}`
      const isNew = this.#put(key, 'call-handed-over', channel, matter, audience, { drill, party: caller })
      if (isNew)
        this.#setStep(
          `${prefix}hand-over/${handOvers}/0`,
          nowMs + HAND_OVER_MS,
          allLines(common, steps.length),
        )
    }
  }

  #planCaller(prefix: string, channel: ChannelId, matter: ActId, state: CallState, nowMs: number): void {
    const { answeredMs, called, drill, stage, steps, unansweredMs } = state
    if (stage === 'ringing') {
      const last = steps.at(-1)?.line ?? 'seat'
      const common = { channel, matter, drill }
      for (const [i, { atMs, line }] of steps.entries())
        if (i > 0)
          this.#setPassed(`${prefix}passed/${i}`, atMs, {
            ...common,
            kind: 'call-unanswered',
            line,
            step: i + 1,
          })
      this.#setPassed(`${prefix}passed/last`, unansweredMs, {
        ...common,
        kind: 'call-failed',
        line: last,
        step: steps.length,
      })
    }
    if (answeredMs !== null && Math.abs(nowMs - answeredMs) < NEWS_MS)
      this.#put(
        `${prefix}answered`,
        'call-answered',
        channel,
        matter,
        { to: 'matter', channel, matter },
        {
          drill,
          party: called,
        },
      )
  }

  #setStep(key: string, atMs: number, payload: Step): void {
    this.#timers.set({ key, atMs, kind: 'call-step', payload, paced: true })
  }

  #setPassed(key: string, atMs: number, payload: Passed): void {
    this.#timers.set({ key, atMs, kind: 'call-passed', payload, paced: true })
  }

  #ring(payload: Step, key: string, atMs: number, nowMs: number): void {
    const { again, channel, drill, dueMs, lines, matter, party, seat, step: number } = payload
    const rings = this.#flood.rings(`${channel}/${party}`, matter, nowMs)
    const [line = 'seat'] = lines
    this.#notices.put({
      key: `${key}@${atMs}`,
      kind: 'call-ringing',
      urgency: rings ? 'flash' : 'routine',
      audience: { to: 'lines', channel, seat, lines },
      channel,
      matter,
      dueMs,
      facts: { drill, line, step: number, party },
    })
    if (!rings) this.#tellFlood(channel, party, nowMs)
    if (again === null || again >= AGAIN_MAX) return
    // By the wall from now on, not from the planned instant: after a day without power it is rung once, not ninety times.
    const nextMs = Math.max(atMs, nowMs) + AGAIN_MS
    const next = `${key.slice(0, key.lastIndexOf('/'))}/${again + 1}`
    this.#setStep(next, nextMs, { ...payload, again: again + 1 })
  }

  #tellPassed({ channel, drill, kind, line, matter, step: number }: Passed, key: string): void {
    this.#put(key, kind, channel, matter, { to: 'matter', channel, matter }, { drill, line, step: number })
  }

  #tellFlood(channel: ChannelId, party: PartyId, nowMs: number): void {
    const hour = Math.floor(nowMs / (60 * MINUTE_MS))
    this.#notices.put({
      key: `call-flood/${channel}/${party}/${hour}`,
      kind: 'call-flood',
      urgency: 'flash',
      audience: { to: 'permission', permission: 'hotline', channel },
      channel,
      matter: null,
      dueMs: null,
      facts: { party, count: CallFlood.CALLS_AN_HOUR },
    })
  }

  #put(
    key: string,
    kind: NoticeKind,
    channel: ChannelId,
    matter: ActId,
    audience: Audience,
    facts: { drill: boolean; party?: PartyId; line?: HotlineLine; step?: number },
  ): boolean {
    return this.#notices.put({ key, kind, urgency: 'flash', audience, channel, matter, dueMs: null, facts })
  }
}

/** A line and those behind it: a gap in the rota falls through to the next. */
function fromLine(line: HotlineLine): HotlineLine[] {
  return HOTLINE_LINES.slice(HOTLINE_LINES.indexOf(line))
}

function allLines(
  common: Pick<Step, 'channel' | 'matter' | 'party' | 'seat' | 'drill'>,
  number: number,
): Step {
  return { ...common, lines: [...HOTLINE_LINES], step: number, dueMs: null, again: 0 }
}

function speakerOf(channel: ChannelId, { calledSpeaker: { officer, seat } }: CallState): Audience {
  if (officer !== null) return { to: 'officer', channel, officer }
  if (seat !== null) return { to: 'seat', channel, seat }
  return { to: 'lines', channel, seat: null, lines: [...HOTLINE_LINES] }
}
