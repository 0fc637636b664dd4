import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newKey } from '../api/desks.ts'
import { openStage, type Stage } from './stage.ts'

const STARTING_MS = 90_000
const TEST_MS = 120_000
/** Longer than a part is asked for of a node that is there. */
const AWAY_MS = 5_000

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
}, STARTING_MS)
afterAll(() => stage?.close())

const standsIn = (page: Page, state: string): Promise<void> =>
  page.locator(`.standing[data-state="${state}"]`).waitFor()

const headed = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor()

const againOf = (page: Page) => page.getByRole('button', { name: 'Load the page again' })

interface Withheld {
  /** How often they were asked for in vain. */
  times: number
  /** From when on they come. */
  until: number
}

/** Files at such addresses do not come, the first times or until it is said. */
async function withhold(page: Page, address: RegExp, until = Number.POSITIVE_INFINITY): Promise<Withheld> {
  const withheld = { times: 0, until }
  await page.route(address, (route) => {
    if (withheld.times >= withheld.until) return route.continue()
    withheld.times += 1
    return route.abort('connectionfailed')
  })
  return withheld
}

/** The file of a language that holds all its words: many files bear the name of a language. */
async function wordsOf(page: Page, language: string): Promise<RegExp> {
  const asked: string[] = []
  const noted = (request: { url(): string }): void => void asked.push(request.url())
  page.on('request', noted)
  await page.goto('/help')
  await standsIn(page, 'live')
  page.off('request', noted)
  const names = asked.map((url) => new URL(url).pathname.replace(/^.*\/(.*)\.js$/, '$1'))
  const found = names.filter((name) => name.startsWith(`${language}-`))
  expect(found).toHaveLength(1)
  return new RegExp(`/assets/${found[0]}\\.js$`)
}

describe('a page of which a part does not come', () => {
  it.each(['alarm', 'under-way-button', 'trail', 'notices-panel'] as const)(
    'stands all the same, says so, and is whole when it is loaded again: %s',
    async (part) => {
      const { context, page } = await stage.sit(stage.us, 'desk')
      const withheld = await withhold(page, new RegExp(`/assets/${part}-[^/]*$`))
      await page.goto('/')
      await standsIn(page, 'live')
      const notices = page.getByRole('button', { name: 'Notices' })
      if (part === 'notices-panel') await notices.click()
      const again = againOf(page)
      await again.waitFor()
      await expect.poll(() => notices.getAttribute('aria-expanded')).toBe('false')
      await standsIn(page, 'live')
      withheld.until = 0
      const came = page.waitForResponse((response) => response.url().includes(`/assets/${part}-`))
      const pressed = again.click()
      const opened = pressed.then(() => again.waitFor({ state: 'detached' })).then(() => notices.click())
      const [response] = await Promise.all([came, opened])
      expect(response.status()).toBe(200)
      await page.getByRole('dialog').waitFor()
      expect(await again.count()).toBe(0)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'is asked for its styles again, and is shown with them',
    async () => {
      const { context, page } = await stage.sit(stage.us, 'desk')
      const withheld = await withhold(page, /\/assets\/directory-[^/]*\.css$/, 2)
      await page.goto('/directory')
      await headed(page, 'Directory')
      expect(withheld.times).toBe(2)
      const isThere = await page.evaluate(() => {
        const { document } = globalThis as unknown as {
          document: { querySelector(of: string): { sheet: object | null } | null }
        }
        const link = document.querySelector('link[href*="/directory-"][rel="stylesheet"]')
        return link !== null && link.sheet !== null
      })
      expect(isThere).toBe(true)
      expect(await againOf(page).count()).toBe(0)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'waits for it while the node is away',
    async () => {
      const { context, page } = await stage.sit(stage.us, 'desk')
      await page.goto('/')
      await standsIn(page, 'live')
      await context.setOffline(true)
      await standsIn(page, 'lost')
      await page.getByRole('link', { name: 'Directory' }).click()
      await page.getByRole('button', { name: 'Notices' }).click()
      await expect
        .poll(() => page.locator('#content').innerText())
        .toContain('No connection to your node since')
      await page.waitForTimeout(AWAY_MS)
      const again = againOf(page)
      expect(await again.count()).toBe(0)
      await context.setOffline(false)
      await standsIn(page, 'live')
      const heading = page.getByRole('heading', { level: 1, name: 'Directory' })
      // Some browsers remember for as long as the page stands that a module was not to be had.
      await heading.or(again).first().waitFor()
      if (await again.isVisible()) await again.click()
      await heading.waitFor()
      await context.close()
    },
    TEST_MS,
  )

  it(
    'tells of a call that rings although the alarm itself is not to be had',
    async () => {
      const { context, page } = await stage.sit(stage.cn, 'desk')
      await withhold(page, /\/assets\/alarm-[^/]*$/)
      await page.goto('/')
      await againOf(page).waitFor()
      const { client } = await stage.us.seated('desk')
      await client.call('hotline.place', {
        params: { channel: stage.channel },
        body: {
          confirm: 'drill',
          drill: true,
          to: 'cn',
          reason: 'incident',
          severity: 'critical',
          note: 'Heard?',
        },
        key: newKey(),
      })
      const told = page.getByRole('alert').filter({ hasText: 'The hotline rings for our side.' })
      await told.getByRole('link', { name: 'Hotline' }).click()
      await headed(page, 'Hotline')
      expect(await told.count()).toBe(1)
      await context.close()
    },
    TEST_MS,
  )
})

describe('words that do not come', () => {
  it(
    'of another language leave the page in the one that it has',
    async () => {
      const { context, page } = await stage.sit(stage.us, 'desk')
      const elsewhere = await stage.sit(stage.us, 'desk', { language: 'vi' })
      await withhold(page, await wordsOf(elsewhere.page, 'vi'))
      await elsewhere.context.close()
      await page.goto('/')
      await standsIn(page, 'live')
      await page.getByRole('button', { name: 'desk', exact: true }).click()
      await page.getByRole('radio', { name: 'Tiếng Việt' }).check({ force: true })
      await page.getByText('A part of this page could not be loaded').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('link', { name: 'Directory' }).click()
      await headed(page, 'Directory')
      expect(await page.getAttribute('html', 'lang')).toBe('en')
      await standsIn(page, 'live')
      await context.close()
    },
    TEST_MS,
  )

  it(
    'for the screens take neither the frame nor Today with them',
    async () => {
      const { context, page } = await stage.sit(stage.us, 'desk')
      const withheld = await withhold(page, await wordsOf(page, 'en'))
      await page.goto('/')
      await headed(page, 'Today')
      await againOf(page).waitFor()
      await page.getByRole('link', { name: 'Help' }).click()
      await expect.poll(() => page.url()).toMatch(/\/help$/)
      await standsIn(page, 'live')
      withheld.until = 0
      await againOf(page).click()
      await headed(page, 'Help')
      await context.close()
    },
    TEST_MS,
  )
})

describe('a page that does not begin', () => {
  it.each([
    ['en', 'If nothing else appears here', 'Load the page again'],
    ['vi', 'Nếu ở đây không hiện thêm nội dung nào', 'Tải lại trang'],
    ['zh-Hans', '如果此处始终没有其他内容', '重新加载页面'],
  ] as const)(
    'says so in %s, and begins when it is loaded again',
    async (language, sentence, again) => {
      const { context, page } = await stage.sit(stage.us, 'desk', { language })
      await withhold(page, /\/assets\/[^/]*\.js$/, 3)
      await page.goto('/')
      const late = page.locator('.late')
      await late.waitFor()
      expect(await late.innerText()).toContain(sentence)
      await page.getByRole('link', { name: again }).click()
      await standsIn(page, 'live')
      expect(await late.count()).toBe(0)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'for want of an answer goes on asking, whatever a proxy says in the place of the node',
    async () => {
      const { context, page } = await stage.sit(stage.us, 'desk')
      let isStarting = true
      await page.route(/\/api\/v1\//, (route) =>
        isStarting
          ? route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' })
          : route.continue(),
      )
      await page.goto('/')
      await page.getByRole('alert').getByText('Your node could not be reached').waitFor()
      isStarting = false
      await standsIn(page, 'live')
      await expect.poll(() => page.getByRole('alert').count()).toBe(0)
      await context.close()
    },
    TEST_MS,
  )
})
