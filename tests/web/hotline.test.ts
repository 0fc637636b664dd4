import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { newKey, until } from '../api/desks.ts'
import { expectNoViolations } from './axe.ts'
import { openStage, type Liking, type Sitting, type Stage } from './stage.ts'

const STARTING_MS = 90_000
/** From when the other node has a call until it is on its people's screens. */
const RINGS_WITHIN_MS = 1_000
const TEST_MS = 90_000

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
}, STARTING_MS)
afterEach(endAll)
afterAll(() => stage?.close())

/** Somebody whose browser may ring, and which counts the tones that it makes. */
async function listening(desk: Stage['us'], liking?: Liking): Promise<Sitting> {
  const sitting = await stage.sit(desk, 'desk', liking)
  await sitting.context.addInitScript(() => {
    const page = globalThis as unknown as {
      tones: number
      OscillatorNode: { prototype: { start(atS?: number): void } }
    }
    localStorage.setItem('entente-sound', 'on')
    const { start } = page.OscillatorNode.prototype
    page.tones = 0
    page.OscillatorNode.prototype.start = function counted(atS) {
      page.tones += 1
      start.call(this, atS)
    }
  })
  return sitting
}

const tonesOf = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { tones: number }).tones)

async function fill(page: Page, kind: 'drill' | 'call', note: string): Promise<void> {
  await page.goto('/hotline?view=place')
  await page.getByText(kind === 'drill' ? /^A drill/ : /^A real call/).click()
  await page.getByText('something else', { exact: true }).click()
  await page.getByText('moderate', { exact: true }).click()
  await page.getByRole('textbox', { name: /read first/ }).fill(note)
}

async function placeDrill(page: Page, note: string): Promise<void> {
  await fill(page, 'drill', note)
  await page.getByRole('textbox', { name: /to confirm/ }).fill('drill cn')
  await page.getByRole('button', { name: 'Start the drill' }).click()
  await page.getByRole('heading', { level: 1, name: /Hotline drill/ }).waitFor()
}

/** By the interface, for what a test only needs to be there. */
async function called(of: { drill: boolean; note: string }): Promise<string> {
  const { client } = await stage.us.seated('desk')
  const { id } = await client.call('hotline.place', {
    params: { channel: stage.channel },
    body: {
      confirm: of.drill ? 'drill' : 'call',
      drill: of.drill,
      to: 'cn',
      reason: 'incident',
      severity: 'critical',
      note: of.note,
    },
    key: newKey(),
  })
  return id
}

async function endAll(): Promise<void> {
  const { client } = await stage.us.seated('desk')
  const params = { channel: stage.channel }
  const { items } = await client.call('hotline.calls', { params })
  for (const { id, status } of items)
    if (status !== 'stood-down')
      await client.call('hotline.stand-down', {
        params: { ...params, matter: id },
        body: { outcome: 'other', note: 'End of a test.' },
        key: newKey(),
      })
}

const rings = (page: Page): ReturnType<Page['locator']> => page.locator('.hotline-ring')

describe('the hotline on screen', () => {
  it(
    'is rung once by somebody who presses again when the answer was lost on its way',
    async () => {
      const { page, context } = await stage.sit(stage.us, 'desk')
      let lost = 0
      await page.route(/\/(?:calls|submit)$/, async (route) => {
        if (route.request().method() !== 'POST' || lost > 0) return route.continue()
        lost += 1
        await route.fetch()
        return route.abort('connectionreset')
      })
      await fill(page, 'drill', 'Pressed twice.')
      await page.getByRole('textbox', { name: /to confirm/ }).fill('drill cn')
      await page.getByRole('button', { name: 'Start the drill' }).click()
      await page.getByRole('alert').first().waitFor()
      await page.getByRole('button', { name: 'Start the drill' }).click()
      await page.getByRole('heading', { level: 1, name: /Hotline drill/ }).waitFor()
      const { client } = await stage.us.seated('desk')
      const { items } = await client.call('hotline.calls', { params: { channel: stage.channel } })
      expect(lost).toBe(1)
      expect(items.filter(({ status }) => status !== 'stood-down')).toHaveLength(1)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'rings at the other side within a second of receipt, is answered by a person there and stood down with a note',
    async () => {
      const [ours, theirs] = await Promise.all([listening(stage.us), listening(stage.cn)])
      await theirs.page.goto('/help')
      await theirs.page.getByRole('heading', { level: 1 }).click()
      await placeDrill(ours.page, 'Is the line good?')
      const params = { channel: stage.channel }
      await until('the call has arrived', async () => {
        const { items } = await theirs.person.client.call('hotline.calls', { params })
        return items.length > 0
      })
      const arrivedMs = performance.now()
      await rings(theirs.page).waitFor()
      expect(performance.now() - arrivedMs).toBeLessThan(RINGS_WITHIN_MS)
      const alert = theirs.page.getByRole('alert').filter({ hasText: 'DRILL' })
      expect(await alert.textContent()).toContain('Ministry us')
      await expect.poll(() => theirs.page.title()).toContain('DRILL from Ministry us')
      await expect.poll(() => rings(theirs.page).getAttribute('data-sound')).toBe('ready')
      await expect.poll(() => tonesOf(theirs.page)).toBeGreaterThan(0)
      expect(await rings(ours.page).count()).toBe(0)

      // The answer is under the next key.
      const focused = theirs.page.locator(':focus')
      await expect.poll(() => focused.textContent()).toBe('Answer the drill')
      await theirs.page.keyboard.press('Enter')
      await rings(theirs.page).waitFor({ state: 'detached' })
      await expect.poll(() => theirs.page.title()).not.toContain('DRILL')
      for (const { page } of [ours, theirs])
        await page.getByRole('status').filter({ hasText: 'answered' }).first().waitFor()

      await theirs.page.getByRole('button', { name: 'End the call…' }).click()
      const end = theirs.page.getByRole('button', { name: 'End the call with this note' })
      await theirs.page.getByRole('button', { name: /How it ended/ }).click()
      await theirs.page.getByRole('option', { name: 'drill done' }).click()
      expect(await end.isDisabled()).toBe(true)
      await theirs.page.getByRole('textbox', { name: /Close note/ }).fill('Heard you at once.')
      await end.click()
      for (const { page } of [ours, theirs]) {
        await page.getByText('Heard you at once.').waitFor()
        await page.getByText('Is the line good?').waitFor()
      }
      for (const one of [ours, theirs]) {
        expect(one.complaints).toEqual([])
        await one.context.close()
      }
    },
    TEST_MS,
  )

  it(
    'places nothing however often Enter is pressed, without the phrase that is another one for a drill',
    async () => {
      const { page, person, context } = await stage.sit(stage.us, 'desk')
      const count = async (): Promise<number> => {
        const { items } = await person.client.call('hotline.calls', { params: { channel: stage.channel } })
        return items.length
      }
      const before = await count()
      await page.goto('/hotline?view=place')
      await page.getByRole('heading', { level: 1 }).waitFor()
      for (let turn = 0; turn < 20; turn += 1) {
        await page.keyboard.press('Tab')
        for (let press = 0; press < 3; press += 1) await page.keyboard.press('Enter')
        if (!page.url().includes('view=place')) await page.goto('/hotline?view=place')
      }
      await fill(page, 'call', 'Never to be placed.')
      const phrase = page.getByRole('textbox', { name: /to confirm/ })
      for (const wrong of ['', 'call', 'drill cn', 'cn']) {
        await phrase.fill(wrong)
        for (let press = 0; press < 5; press += 1) await page.keyboard.press('Enter')
        expect(await page.getByRole('button', { name: 'Ring the other side now' }).isDisabled()).toBe(true)
      }
      // Also with the right one: Enter in the field is not the button.
      await phrase.fill('call cn')
      for (let press = 0; press < 5; press += 1) await page.keyboard.press('Enter')
      expect(page.url()).toContain('view=place')
      expect(await count()).toBe(before)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'says before it rings whom it will ring and when',
    async () => {
      const { page, context } = await stage.sit(stage.us, 'desk')
      await fill(page, 'call', 'A question.')
      const steps = page.locator('.hotline-steps > li')
      await expect.poll(() => steps.count()).toBe(3)
      expect(await steps.allTextContents()).toEqual([
        expect.stringMatching(/^At once.*seat/),
        expect.stringMatching(/^After 15 minutes.*deputy/),
        expect.stringMatching(/^After 45 minutes.*principal/),
      ])
      await page.getByText('A real call to Ministry cn.').waitFor()
      await context.close()
    },
    TEST_MS,
  )

  it(
    'goes on ringing over a reload and in every tab, says when it is not heard, and stops in all on one answer',
    async () => {
      const { page, context } = await listening(stage.cn)
      // Whatever a test evaluates counts as a gesture; here only a click does.
      await context.addInitScript(() => {
        const seen = { hasBeenActive: false }
        Object.defineProperty(navigator, 'userActivation', { get: () => seen })
        globalThis.addEventListener('pointerdown', () => (seen.hasBeenActive = true), { capture: true })
      })
      await page.goto('/')
      await page.getByRole('heading', { level: 1 }).waitFor()
      await called({ drill: false, note: 'Please pick up.' })
      await rings(page).getByText('HOTLINE CALL').waitFor()
      await page.reload()
      await rings(page).getByText('HOTLINE CALL').waitFor()
      await expect.poll(() => rings(page).getAttribute('data-sound')).toBe('blocked')
      expect(await tonesOf(page)).toBe(0)
      await page.getByText('No sound here until you press a key or click.').waitFor()
      await page.getByRole('heading', { level: 1 }).click()
      await expect.poll(() => tonesOf(page)).toBeGreaterThan(0)
      const second = await context.newPage()
      await second.goto('/directory')
      await rings(second).getByText('HOTLINE CALL').waitFor()
      const other = await stage.sit(stage.cn, 'coordinator')
      await other.page.goto('/figures')
      await other.page.getByRole('button', { name: 'Answer the call' }).click()
      for (const one of [page, second, other.page]) await rings(one).waitFor({ state: 'detached' })
      const heard = await tonesOf(page)
      await new Promise((resolve) => setTimeout(resolve, 3_000))
      expect(await tonesOf(page)).toBe(heard)
      await context.close()
      await other.context.close()
    },
    TEST_MS,
  )

  it(
    'takes the keyboard from nobody who is writing, and offers an answer only to who may give it',
    async () => {
      const { page, context } = await listening(stage.cn)
      await page.goto('/search')
      const words = page.getByRole('searchbox').or(page.getByRole('textbox')).first()
      await words.focus()
      const auditor = await stage.sit(stage.cn, 'auditor')
      await auditor.page.goto('/')
      await called({ drill: true, note: 'Somebody is writing.' })
      await rings(page).waitFor()
      await page.keyboard.type('abc')
      expect(await words.inputValue()).toBe('abc')
      await rings(auditor.page).waitFor()
      expect(await auditor.page.getByRole('button', { name: /Answer/ }).count()).toBe(0)
      await context.close()
      await auditor.context.close()
    },
    TEST_MS,
  )

  it(
    'shows what the other side wrote for what it is',
    async () => {
      const { page, context, complaints } = await stage.sit(stage.cn, 'desk')
      const id = await called({ drill: true, note: '<img src=x onerror=alert(1)>\u202Egpj.exe\u200B' })
      await until('the call has arrived', async () => {
        const { client } = await stage.cn.seated('desk')
        const { items } = await client.call('hotline.calls', { params: { channel: stage.channel } })
        return items.some((call) => call.id === id)
      })
      await page.goto(`/hotline?call=${id}`)
      await page.getByText('<img src=x onerror=alert(1)>').waitFor()
      expect(await page.locator('img[src="x"]').count()).toBe(0)
      expect(await page.getByRole('img', { name: 'hidden character U+202E' }).count()).toBe(1)
      expect(await page.getByRole('img', { name: 'hidden character U+200B' }).count()).toBe(1)
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it.each(['light', 'dark'] as const)(
    'can be read by a machine while it rings, in %s, and fits a telephone',
    async (theme) => {
      const id = await called({ drill: theme === 'dark', note: 'To be looked at.' })
      for (const width of [1280, 360]) {
        const { page, context } = await stage.sit(stage.cn, 'desk', { theme, width })
        for (const path of ['/hotline', '/hotline?view=place', `/hotline?call=${id}`]) {
          await page.goto(path)
          await rings(page).waitFor()
          await page.getByRole('heading', { level: 1 }).waitFor()
          await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined)
          await expectNoViolations(page, `${path} ${theme} ${width}`)
          const over = await page.evaluate(() => {
            const { document, innerWidth } = globalThis as unknown as {
              document: { documentElement: { scrollWidth: number } }
              innerWidth: number
            }
            return document.documentElement.scrollWidth - innerWidth
          })
          expect(over, `${path} at ${width}`).toBeLessThanOrEqual(0)
        }
        await context.close()
      }
    },
    TEST_MS,
  )
})
