import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStage, type Stage } from './stage.ts'

const STARTING_MS = 90_000
const TEST_MS = 120_000
const STEPS = 45

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
}, STARTING_MS)
afterAll(() => stage?.close())

/** Undefined when what has the focus can be seen; else what it is and what lies over it. WCAG 2.4.11. */
const COVERED = `(() => {
  const at = document.activeElement
  if (at === null || at === document.body || at.closest('.skip') !== null) return undefined
  // A radio button that is drawn by its label is itself one pixel, on the label's edge.
  const drawn = at.labels?.[0]?.contains(at) ? at.labels[0] : at
  const { left, top, width, height } = drawn.getBoundingClientRect()
  const overs = [0.1, 0.5, 0.9].map((part) => document.elementFromPoint(left + width / 2, top + height * part))
  const seen = overs.some(
    (over) => over !== null && (drawn.contains(over) || over.contains(drawn)),
  )
  const over = overs[1]?.outerHTML.slice(0, 120) ?? 'the edge of the window'
  return seen ? undefined : at.outerHTML.slice(0, 90) + ' at ' + Math.round(top) + ' lies under ' + over
})()`

async function coveredOn(page: Page): Promise<{ seen: number; covered: string[] }> {
  const covered: string[] = []
  let seen = 0
  for (const key of ['Tab', 'Shift+Tab'])
    for (let step = 0; step < STEPS; step += 1) {
      await page.keyboard.press(key)
      await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => resolve()))')
      const found = await page.evaluate<string | undefined>(COVERED)
      seen += 1
      if (found !== undefined) covered.push(`${key} ${step}: ${found}`)
    }
  return { seen, covered }
}

describe('what has the focus', () => {
  it.each([
    { width: 1280, height: 600 },
    { width: 360, height: 640 },
  ])(
    'is under nothing that stays in its place, forwards and backwards: $width pixels',
    async ({ width, height }) => {
      const { page, context } = await stage.sit(stage.us, 'coordinator', { width })
      await page.setViewportSize({ width, height })
      let looked = 0
      for (const path of ['/requests/new', '/hotline?view=place', '/help', '/you']) {
        await page.goto(path)
        await page.locator('#content h1').waitFor()
        await page.locator('.skeleton').first().waitFor({ state: 'detached' })
        const { seen, covered } = await coveredOn(page)
        looked += seen
        expect([path, covered]).toEqual([path, []])
      }
      console.log(`focus: ${looked} steps at ${width} pixels`)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'moves out from under a question that comes late',
    async () => {
      const { page, context } = await stage.sit(stage.us, 'coordinator', { width: 360, height: 640 })
      await page.goto('/you')
      await page.getByRole('radio').first().waitFor({ state: 'attached' })
      const strip = page.locator('.hotline-sound')
      await strip.waitFor()
      const liked = (change: string): Promise<void> =>
        page.evaluate(`localStorage.${change}; dispatchEvent(new StorageEvent('storage'))`)
      await liked(`setItem('entente-sound', 'off')`)
      await strip.waitFor({ state: 'detached' })
      // Somebody has gone to a choice that is at the lower edge of the window.
      await page.evaluate(`(() => {
        const choice = document.querySelector('#content input[type="radio"]')
        choice.focus({ preventScroll: true })
        scrollBy(0, choice.getBoundingClientRect().bottom - innerHeight + 40)
      })()`)
      expect(await page.evaluate<string | undefined>(COVERED)).toBeUndefined()
      await liked(`removeItem('entente-sound')`)
      await strip.waitFor()
      await expect.poll(() => page.evaluate<string | undefined>(COVERED)).toBeUndefined()
      await context.close()
    },
    TEST_MS,
  )
})
