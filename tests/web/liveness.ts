import { expect } from 'vitest'

/** The screens ask for nothing again that was not hinted at: what is there by itself so soon was told by the node. */
const BY_ITSELF_MS = 10_000

/** From receipt to screen: well within a second on a quiet machine, which is told and not held against a busy one. */
export function expectLive(what: string, ms: number): void {
  console.log(`live: ${what} on the screen ${Math.round(ms)} ms after receipt`)
  expect(ms, what).toBeLessThan(BY_ITSELF_MS)
}
