import { hash, randomBytes } from 'node:crypto'
import type { Clock, Rng } from '../exchange/index.ts'
import { openParts } from '../store/index.ts'
import type { SqliteFile } from '../store/index.ts'
import { DESK_TABLES } from './tables.ts'

interface Alarm {
  readonly atSteady: number
  readonly run: () => void
}

/** A clock that a test moves. The wall may step; what waits follows the steady clock, as timers of the runtime do. */
export class HandClock implements Clock {
  #wall: number
  #steady = 1_000
  #alarms: Alarm[] = []

  constructor(wall: number) {
    this.#wall = wall
  }

  now(): number {
    return this.#wall
  }

  monotonic(): number {
    return this.#steady
  }

  after(delayMs: number, run: () => void): () => void {
    const alarm = { atSteady: this.#steady + delayMs, run }
    this.#alarms.push(alarm)
    return () => {
      this.#alarms = this.#alarms.filter((one) => one !== alarm)
    }
  }

  /** Somebody sets the wall clock; no time passes. */
  step(byMs: number): void {
    this.#wall += byMs
  }

  /** Time passes, alarm by alarm, and whatever they begin is waited for. */
  async pass(ms: number): Promise<void> {
    const until = this.#steady + ms
    for (;;) {
      await settle()
      const next = this.#alarms.toSorted((a, b) => a.atSteady - b.atSteady)[0]
      if (next === undefined || next.atSteady > until) break
      this.#alarms = this.#alarms.filter((one) => one !== next)
      this.#move(Math.max(0, next.atSteady - this.#steady))
      next.run()
    }
    this.#move(until - this.#steady)
    await settle()
  }

  #move(ms: number): void {
    this.#wall += ms
    this.#steady += ms
  }
}

/** Until nothing is left to run that needs no time: a file in memory answers within a turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}

export function deskFile(path = ':memory:'): SqliteFile {
  return openParts(path, [DESK_TABLES])
}

/** The machine's clock, for tests with real sockets. */
export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}

export const realRng: Rng = { bytes: (count) => randomBytes(count) }

/** An id of a channel, a matter or a seat. */
export function idOf(name: string): string {
  return hash('sha256', name)
}

export const NOON: number = Date.UTC(2030, 5, 3, 12)
export const MINUTE = 60_000
export const DAY: number = 24 * 60 * MINUTE
