import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../browser/launch.ts'
import { type PlayedDemo, playDemo } from '../screens/demo.ts'
import { signedIn } from '../screens/enter.ts'
import { SCREENS, type Screen, type Shown } from '../screens/screens.ts'
import { violations } from './axe.ts'
import { cutOff, lengthened } from './overflow.ts'

const STARTING_MS = 180_000
/** Three dozen screens in one language and one look. */
const ROUND_MS = 240_000
const SETTLE_MS = 200
const PHONE_PX = 360
/** A window of 1280 pixels at 200 %. */
const ZOOMED_PX = 640

let browser: Browser
let demo: PlayedDemo
/** Goes through every screen of both seats and tells what was found on each. */
async function through(
  look: { language: string; theme: string; width?: number },
  findings: (page: Page, screen: Screen) => Promise<readonly string[]>,
): Promise<{ looked: number; found: string[] }> {
  const rounds = (['desk', 'operator'] as const).map(async (seat) => {
    const page = await signedIn(browser, demo[seat], { width: 1280, height: 900, ...look })
    const shown: Shown = { page, origin: new URL(demo[seat]).origin }
    const complaints: string[] = []
    page.on('pageerror', (fault) => complaints.push(fault.message))
    page.on('console', (said) => {
      if (said.type() === 'error') complaints.push(said.text())
    })
    const found: string[] = []
    const mine = SCREENS.filter((screen) => screen.seat === seat)
    for (const screen of mine) {
      await screen.open(shown)
      // The event stream never ends, so the network is never idle: a screen is there when nothing stands for it any more.
      await page.locator('#content .skeleton').first().waitFor({ state: 'detached', timeout: ROUND_MS })
      await page.waitForTimeout(SETTLE_MS)
      const here = [...(await findings(page, screen)), ...complaints.splice(0)]
      found.push(...here.map((each) => `${screen.name} ${look.language} ${look.theme}: ${each}`))
    }
    await page.context().close()
    return { looked: mine.length, found }
  })
  const all = await Promise.all(rounds)
  return {
    looked: all.reduce((sum, { looked }) => sum + looked, 0),
    found: all.flatMap(({ found }) => found),
  }
}

const LOOKS = (['en', 'vi', 'zh-Hans'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => ({ language, theme })),
)

/** Some ten minutes: asked for by name, until it is quick enough to run with all others. */
const isAsked = process.env['ENTENTE_EVERYWHERE'] === '1'

describe.runIf(isAsked)('every screen', () => {
  beforeAll(async () => {
    ;[browser, demo] = await Promise.all([launchBrowser(), playDemo()])
  }, STARTING_MS)
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  it.each(LOOKS)(
    'has nothing that axe finds wrong: $language, $theme',
    async (look) => {
      const { looked, found } = await through(look, (page) => violations(page))
      console.log(`axe: ${looked} screens in ${look.language}, ${look.theme}`)
      expect(looked).toBe(SCREENS.length)
      expect(found).toEqual([])
    },
    ROUND_MS,
  )

  it.each(['en', 'vi', 'zh-Hans'])(
    'fits a phone of 360 pixels and a window at 200 percent, and cuts nothing off: %s',
    async (language) => {
      const { looked, found } = await through({ language, theme: 'light', width: PHONE_PX }, async (page) => {
        const onPhone = await cutOff(page)
        await page.setViewportSize({ width: ZOOMED_PX, height: 450 })
        const zoomed = await cutOff(page)
        await page.setViewportSize({ width: PHONE_PX, height: 900 })
        return [...onPhone.map((each) => `phone: ${each}`), ...zoomed.map((each) => `zoomed: ${each}`)]
      })
      console.log(`reflow: ${looked} screens in ${language}`)
      expect(found).toEqual([])
    },
    ROUND_MS,
  )

  it(
    'has room for words that are half as long again',
    async () => {
      const { looked, found } = await through({ language: 'en', theme: 'light' }, async (page) => {
        await lengthened(page)
        const wide = await cutOff(page)
        await page.setViewportSize({ width: PHONE_PX, height: 900 })
        const narrow = await cutOff(page)
        await page.setViewportSize({ width: 1280, height: 900 })
        return [...wide.map((each) => `wide: ${each}`), ...narrow.map((each) => `phone: ${each}`)]
      })
      console.log(`pseudo-locale: ${looked} screens`)
      expect(found).toEqual([])
    },
    ROUND_MS,
  )

  it(
    'is printed without its frame and its buttons, and nothing of it is cut off',
    async () => {
      const { looked, found } = await through({ language: 'vi', theme: 'dark' }, async (page) => {
        await page.emulateMedia({ media: 'print' })
        await page.setViewportSize({ width: 794, height: 1123 })
        const left = await page.locator('.top:visible, .rooms:visible, .button:visible').count()
        const cut = await cutOff(page)
        const ink = await page.evaluate('getComputedStyle(document.body).backgroundColor')
        await page.emulateMedia({ media: 'screen' })
        await page.setViewportSize({ width: 1280, height: 900 })
        return [
          ...(left === 0 ? [] : [`${left} buttons or bars are printed`]),
          ...(ink === 'rgba(0, 0, 0, 0)' || ink === 'rgb(255, 255, 255)'
            ? []
            : [`printed on ${String(ink)}`]),
          ...cut,
        ]
      })
      console.log(`print: ${looked} screens`)
      expect(found).toEqual([])
    },
    ROUND_MS,
  )

  it(
    'moves nothing for whoever wants no motion',
    async () => {
      const { found } = await through({ language: 'en', theme: 'light' }, async (page) => {
        const moving: unknown = await page.evaluate(
          `document.getAnimations().filter((one) => {
             const { duration, iterations } = one.effect?.getComputedTiming() ?? {}
             return one.playState === 'running' && (Number(duration) > 1 || iterations === Infinity)
           }).length`,
        )
        return moving === 0 ? [] : [`${String(moving)} animations run`]
      })
      expect(found).toEqual([])
    },
    ROUND_MS,
  )
})
