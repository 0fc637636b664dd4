import { type SqliteFile, numberOf } from '../store/index.ts'

/** How the desk's own machinery stands. */
export interface DeskHealth {
  /** Timers that should have fired longer ago than this process needs. */
  readonly lateTimers: number
  /** Deliveries that failed and are tried again. */
  readonly failing: number
  /** Deliveries that were given up. */
  readonly dead: number
}

/** A heartbeat, a full batch and a slow disk; what waits longer waits for nobody. */
const LATE_MS = 60_000

/** Reads what the desk keeps, whether or not it runs. `file`: with `DESK_TABLES` in it. */
export function deskHealth(file: SqliteFile, nowMs: number): Promise<DeskHealth> {
  const count = (sql: string, ...keys: number[]): number =>
    numberOf(file.prepare(`select count(*) as n from ${sql}`).get(...keys) ?? {}, 'n')
  return file.read(() => ({
    lateTimers: count('desk_timer where wake < ?', nowMs - LATE_MS),
    failing: count("desk_delivery where state = 'waiting' and tries > 0"),
    dead: count("desk_delivery where state = 'dead'"),
  }))
}
