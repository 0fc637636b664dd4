import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../browser/launch.ts'
import { type PlayedDemo, playDemo } from '../screens/demo.ts'
import { SCREENS } from '../screens/screens.ts'
import { lookedAt, LOOKS } from './looks.ts'
import { type Seat, screensOf, walker } from './walk.ts'

/** A minute and a half on two quiet cores, with the start of the demonstration; a machine with other work needs more. */
const WALK_MS = 1_200_000
/** As many pages at once as the smallest machine has cores. */
const LANES = 2
const LANGUAGES = ['en', 'vi', 'zh-Hans']
const COMPLAINTS = 'gives the browser nothing to complain of'

let browser: Browser
let demo: PlayedDemo
/** What was found, by what it was looked at for; and on how many screens it was looked. */
const found = new Map<string, string[]>()
const looked = new Map<string, number>()

function tell(name: string, where: string, said: readonly string[]): void {
  looked.set(name, (looked.get(name) ?? 0) + 1)
  found.set(name, [...(found.get(name) ?? []), ...said.map((each) => `${where}: ${each}`)])
}

/** Every screen of a seat in a language, each visited once and looked at in every way. */
async function walk(seat: Seat, language: string): Promise<void> {
  const { close, complaints, page, spoilt, to } = await walker(browser, demo[seat], language)
  for (const screen of screensOf(seat)) {
    const where = `${screen.name} ${language}`
    try {
      await to(screen)
      const seen = await lookedAt(page, language)
      for (const [name, said] of seen.found) tell(name, where, said)
      if (seen.isSpoilt) spoilt()
      tell(COMPLAINTS, where, complaints())
    } catch (fault) {
      // The other screens are looked at all the same.
      tell(COMPLAINTS, where, [String(fault), ...complaints()])
      spoilt()
    }
  }
  await close()
}

describe('every screen', () => {
  beforeAll(async () => {
    ;[browser, demo] = await Promise.all([launchBrowser(), playDemo()])
    // The longest first, so that no lane is left with one at the end.
    const walks = (['desk', 'operator'] as const).flatMap((seat) =>
      LANGUAGES.map((language) => ({ seat, language })),
    )
    const lanes = Array.from({ length: LANES }, async () => {
      for (let next = walks.shift(); next !== undefined; next = walks.shift())
        await walk(next.seat, next.language)
    })
    await Promise.all(lanes)
  }, WALK_MS)
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  it.each([...LOOKS, { name: COMPLAINTS, languages: LANGUAGES }])(
    '$name',
    ({ name, languages = LANGUAGES }) => {
      console.log(`everywhere: ${name}: ${looked.get(name) ?? 0} looks at ${SCREENS.length} screens`)
      expect(found.get(name)).toEqual([])
      expect(looked.get(name)).toBe(SCREENS.length * languages.length)
    },
  )
})
