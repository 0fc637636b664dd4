import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, newKey, requestTo, until } from '../api/desks.ts'
import { expectNoViolations } from './axe.ts'
import { openStage, type Sitting, type Stage } from './stage.ts'

const STARTING_MS = 120_000
const TEST_MS = 120_000

let stage: Stage
let answered = ''

/** Two requests to the other side, of which one is acknowledged and declined, and a drill that is picked up. */
beforeAll(async () => {
  stage = await openStage()
  const params = { channel: stage.channel }
  const ours = await stage.us.seated('desk')
  const theirs = await stage.cn.seated('desk')
  const make = async (
    { client }: typeof ours,
    body: Omit<Parameters<typeof client.call<'acts.make'>>[1]['body'], 'until' | 'waitMs'>,
  ): Promise<string> =>
    (
      await client.call('acts.make', {
        params,
        body: { ...body, until: 'received', waitMs: 20_000 },
        key: newKey(),
      })
    ).id
  answered = await make(ours, await requestTo('cn'))
  await make(ours, await requestTo('cn'))
  await make(theirs, { type: 'request.acknowledge', about: answered, data: {} })
  await make(theirs, { type: 'request.decline', about: answered, data: { grounds: ['not-available'] } })
  await until('both sides count the same', async () => {
    const [here, there] = await Promise.all(
      [ours, theirs].map(({ client }) => client.call('figures.get', { params })),
    )
    return (
      JSON.stringify(here?.upTo) === JSON.stringify(there?.upTo) &&
      here?.requests.answering[0]?.counts.refused.count === 1
    )
  })
}, STARTING_MS)
afterAll(() => stage?.close())

async function openAt(
  desk: Desk,
  address: string,
  liking: Parameters<Stage['sit']>[2] = {},
): Promise<Sitting> {
  const sitting = await stage.sit(desk, 'desk', liking)
  await sitting.page.goto(address)
  await sitting.page.getByRole('heading', { name: /How fast|nhanh đến đâu|答复速度/ }).waitFor()
  return sitting
}

/** Every number that the tables show, row by row. */
const numbersOf = (page: Page): Promise<readonly string[]> =>
  page.locator('.figures-table tr').allInnerTexts()

const isFocused = (page: Page, name: string): Promise<boolean> =>
  page.evaluate((className) => {
    const { document } = globalThis as unknown as {
      document: { activeElement: { getAttribute(name: string): string | null } | null }
    }
    return document.activeElement?.getAttribute('class') === className
  }, name)

describe('figures of the channel', () => {
  it(
    'are the same on both sides, to the last number',
    async () => {
      const [us, cn] = await Promise.all([openAt(stage.us, '/figures'), openAt(stage.cn, '/figures')])
      for (const { page } of [us, cn]) await page.getByText('Refused').first().waitFor()
      const [ours, theirs] = [await numbersOf(us.page), await numbersOf(cn.page)]
      expect(ours.length).toBeGreaterThan(20)
      expect(theirs).toEqual(ours)
      expect([...us.complaints, ...cn.complaints]).toEqual([])
      await Promise.all([us.context.close(), cn.context.close()])
    },
    TEST_MS,
  )

  it(
    'lead each to the matters behind it, with the instants by which they were counted',
    async () => {
      const { page, complaints, context } = await openAt(stage.us, '/figures')
      await page.getByRole('link', { name: 'Ministry cn, Refused: 1' }).click()
      const dialog = page.getByRole('dialog', { name: 'Ministry cn, Refused: 1' })
      const link = dialog.getByRole('link', { name: new RegExp(answered.slice(0, 8)) })
      await link.waitFor()
      expect(await link.getAttribute('href')).toContain(`/matters/${answered}`)
      expect(await dialog.getByText('acknowledged at').count()).toBe(1)
      expect(await dialog.getByText('final answer at').count()).toBe(1)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      expect(new URL(page.url()).searchParams.has('key')).toBe(false)
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'are drawn so that the keyboard goes from bar to bar, and Enter opens the matters of one',
    async () => {
      const { page, context } = await openAt(stage.us, '/figures')
      const plot = page.getByRole('group', { name: /Time to final answer, Ministry cn: 1 request/ })
      await plot.waitFor()
      const bars = plot.getByRole('link')
      expect(await bars.count()).toBe(7)
      expect(await plot.locator('a[tabindex="0"]').count()).toBe(1)
      await bars.first().focus()
      await page.keyboard.press('ArrowRight')
      await until('the next bar has the focus', () => bars.nth(1).evaluate((bar) => bar.matches(':focus')))
      await page.keyboard.press('Home')
      await page.keyboard.press('Enter')
      await page
        .getByRole('dialog')
        .getByRole('link', { name: new RegExp(answered.slice(0, 8)) })
        .waitFor()
      await until('the list has the focus', () => isFocused(page, 'react-aria-Dialog'))
      await page.keyboard.press('Escape')
      await until('the focus is where it was', () => isFocused(page, 'figures-bar'))
      await context.close()
    },
    TEST_MS,
  )

  it(
    'say what they count from when to when, one press away',
    async () => {
      const { page, context } = await openAt(stage.us, '/figures')
      await page.getByRole('button', { name: 'What is counted: Time to final answer' }).first().click()
      const meaning = page.getByRole('dialog', { name: 'What is counted: Time to final answer' })
      await expect
        .poll(() => meaning.innerText())
        .toContain('Time in which the clock stood still is counted.')
      await page.keyboard.press('Escape')
      await context.close()
    },
    TEST_MS,
  )

  it(
    'are counted anew for other months and other kinds, and the address says which',
    async () => {
      const { page, context } = await openAt(stage.us, '/figures?from=2020-01&to=2020-06')
      await page.getByText('January 2020 to June 2020, months of UTC').waitFor()
      await expect.poll(() => page.getByText(/No such request to/).count()).toBe(1)
      await page.goto('/figures')
      await page.getByRole('button', { name: /^Answering party|Answering party$/ }).click()
      await page.getByRole('option', { name: 'Ministry us' }).click()
      await page.waitForURL(/party=us/)
      await page.getByText('No such request to Ministry us').waitFor()
      await page.getByRole('button', { name: 'Show everything' }).click()
      await page.getByRole('link', { name: 'Ministry cn, Refused: 1' }).waitFor()
      await context.close()
    },
    TEST_MS,
  )

  it(
    'are handed down as a file for any spreadsheet',
    async () => {
      const { page, context } = await openAt(stage.us, '/figures')
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download as CSV' }).click(),
      ])
      const path = join(stage.dir, 'figures.csv')
      await download.saveAs(path)
      const lines = (await readFile(path, 'utf8')).split('\r\n')
      expect(lines).toContain('"requests","cn","","","","","refused","Refused","","1","count"')
      await context.close()
    },
    TEST_MS,
  )
})

describe('the figures, however they are read', () => {
  it.each([
    ['en', 'light'],
    ['vi', 'dark'],
    ['zh-Hans', 'contrast'],
  ] as const)(
    'have no fault that a machine finds, in %s, %s, also as tables and with a list open',
    async (language, theme) => {
      const { page, complaints, context } = await openAt(stage.us, '/figures', { language, theme })
      await page.locator('.figures-svg').first().waitFor()
      for (const summary of await page.locator('.figures-plot summary').all()) await summary.click()
      await expectNoViolations(page, 'figures')
      await page.locator('.figures-number').first().click()
      await page.getByRole('dialog').waitFor()
      await expectNoViolations(page, 'behind')
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'fit a telephone with nothing to scroll sideways, and paper',
    async () => {
      const { page, context } = await openAt(stage.us, '/figures', { width: 360, height: 740 })
      await page.locator('.figures-svg').first().waitFor()
      const over = await page.evaluate(() => {
        const { document } = globalThis as unknown as {
          document: { documentElement: { scrollWidth: number; clientWidth: number } }
        }
        return Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)
      })
      expect(over).toBe(0)
      await page.emulateMedia({ media: 'print' })
      expect(await page.getByRole('button', { name: 'Download as CSV' }).isVisible()).toBe(false)
      expect(await page.locator('.figures-svg').first().isVisible()).toBe(true)
      await context.close()
    },
    TEST_MS,
  )
})
