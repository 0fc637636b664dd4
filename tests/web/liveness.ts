import { availableParallelism, loadavg } from 'node:os'
import { expect } from 'vitest'

const LIVE_MS = 1_000

/** From receipt to screen; longer where every core has more than this to do: what else runs there is no fault of ours. */
export function expectLive(what: string, ms: number): void {
  console.log(`live: ${what} on the screen ${Math.round(ms)} ms after receipt`)
  const load = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism())
  expect(ms, `${what}, under a load of ${load.toFixed(1)} a core`).toBeLessThan(LIVE_MS * load)
}
