import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../api/desks.ts'
import { openStage, type Stage } from './stage.ts'

const STARTING_MS = 90_000
const TEST_MS = 120_000
/** Whatever was to open has opened by then. */
const SETTLED_MS = 700

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
}, STARTING_MS)
afterAll(() => stage?.close())

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const open = (page: Page): Promise<number> => page.locator('[role=dialog], [role=alertdialog]').count()

const hasFocus = (one: Locator): Promise<void> =>
  until('it has the focus', () => one.evaluate((element) => element === document.activeElement))

/** Two keys in one breath, as somebody does who sees that it was the wrong button. */
async function pressAndThinkBetter(page: Page, opener: Locator): Promise<void> {
  await opener.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
}

/** A click without a pointer, and the key before the browser has drawn anything. */
async function pressedByReader(opener: Element): Promise<void> {
  ;(opener as HTMLElement).click()
  await new Promise((resolve) => setTimeout(resolve, 0))
  const key = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })
  ;(document.activeElement ?? document.body).dispatchEvent(key)
}

describe('Escape', () => {
  it(
    'is heard by a question in the very moment in which it is asked, and leads back to the button',
    async () => {
      const { page, context } = await stage.sit(stage.us, 'operator')
      await page.goto('/operator?part=keys')
      const rotate = page.getByRole('button', { name: 'Rotate our keys' })
      await rotate.waitFor()
      for (const way of ['a key', 'what a screen reader does'] as const) {
        await (way === 'a key' ? pressAndThinkBetter(page, rotate) : rotate.evaluate(pressedByReader))
        await pause(SETTLED_MS)
        expect(await open(page), way).toBe(0)
        await hasFocus(rotate)
      }
      await context.close()
    },
    TEST_MS,
  )

  it.each(['Notices', 'operator'])(
    'is heard by the panel of “%s” while it is still being fetched, and after',
    async (name) => {
      const { page, context } = await stage.sit(stage.us, 'operator')
      await page.goto('/')
      await page.getByRole('heading', { level: 1 }).waitFor()
      let answer: () => void = () => undefined
      const escaped = new Promise<void>((resolve) => (answer = resolve))
      await page.route(/-panel-.*\.js$/, async (route) => {
        await escaped
        await route.continue()
      })
      const opener = page.getByRole('button', { name, exact: true })
      await pressAndThinkBetter(page, opener)
      answer()
      await pause(SETTLED_MS)
      expect(await open(page)).toBe(0)
      await pressAndThinkBetter(page, opener)
      await pause(SETTLED_MS)
      expect(await open(page)).toBe(0)
      await hasFocus(opener)
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor()
      await context.close()
    },
    TEST_MS,
  )

  it(
    'is heard by the palette while it is still being fetched, and after',
    async () => {
      const { page, context } = await stage.sit(stage.us, 'desk')
      await page.goto('/')
      await page.getByRole('heading', { level: 1 }).waitFor()
      let answer: () => void = () => undefined
      const escaped = new Promise<void>((resolve) => (answer = resolve))
      await page.route(/palette.*\.js$/, async (route) => {
        await escaped
        await route.continue()
      })
      for (let turn = 0; turn < 3; turn += 1) {
        await page.keyboard.press('Control+K')
        await page.keyboard.press('Escape')
        answer()
        await pause(SETTLED_MS)
        expect(await open(page), `turn ${turn}`).toBe(0)
      }
      await page.keyboard.press('Control+K')
      await page.keyboard.type('figures')
      await expect.poll(() => page.getByRole('dialog').locator('input').inputValue()).toBe('figures')
      await context.close()
    },
    TEST_MS,
  )
})
