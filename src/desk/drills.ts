import { z } from 'zod'
import type { MatterState } from '../acts/index.ts'
import type { CharterTerms } from '../instruments/index.ts'
import type { ChannelId, PartyId } from '../record/index.ts'
import type { Notifications } from './notifications.ts'
import type { Timers } from './timers.ts'

const DAY_MS = 86_400_000

const drill = z.object({ channel: z.string(), everyMs: z.int().min(DAY_MS) })

/** Reminds those who keep the hotline that the charter wants a drill: so long after the last one that this party placed. */
export class Drills {
  readonly #self: PartyId
  readonly #timers: Timers

  constructor(self: PartyId, timers: Timers, notices: Notifications) {
    this.#self = self
    this.#timers = timers
    timers.on('drill', drill, ({ channel, everyMs }, { key, atMs, nowMs }) => {
      notices.put({
        key: `${key}@${atMs}`,
        kind: 'drill-due',
        urgency: 'routine',
        audience: { to: 'permission', permission: 'hotline', channel },
        channel,
        matter: null,
        dueMs: null,
        facts: {},
      })
      this.#set(channel, everyMs, nowMs)
    })
  }

  /** Plans by any matter of the channel, inside a transaction: its terms may have changed, or it is a drill of ours. */
  matterChanged(channel: ChannelId, state: MatterState, terms: CharterTerms, nowMs: number): void {
    const everyMs = (terms.hotline.drillEveryDays ?? 0) * DAY_MS
    const key = keyOf(channel, everyMs)
    for (const other of this.#timers.waiting(`drill/${channel}/`))
      if (other !== key) this.#timers.cancel(other)
    if (everyMs === 0) return
    const waitsFor = this.#timers.waitsFor(key)
    // One that lies further off than its pace was set by a clock that stood too far ahead.
    if (waitsFor === undefined || waitsFor > nowMs + everyMs) this.#set(channel, everyMs, nowMs)
    if (state.kind !== 'call' || !state.drill || state.caller !== this.#self) return
    const heldMs = Math.min(state.placedMs, nowMs)
    if (heldMs > nowMs - everyMs && heldMs + everyMs > (waitsFor ?? 0)) this.#set(channel, everyMs, heldMs)
  }

  #set(channel: ChannelId, everyMs: number, fromMs: number): void {
    const payload = { channel, everyMs }
    this.#timers.set({ key: keyOf(channel, everyMs), atMs: fromMs + everyMs, kind: 'drill', payload })
  }
}

function keyOf(channel: ChannelId, everyMs: number): string {
  return `drill/${channel}/${everyMs}`
}
