import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newKey, requestTo, type Seated } from '../api/desks.ts'
import { openStage, type Stage } from './stage.ts'

const STARTING_MS = 90_000
const TEST_MS = 120_000
const ACKNOWLEDGES = 'request.acknowledge'

let stage: Stage
let theirs: Seated
let ours: Seated
beforeAll(async () => {
  stage = await openStage()
  theirs = await stage.cn.seated('desk')
  ours = await stage.us.seated('desk')
}, STARTING_MS)
afterAll(() => stage?.close())

/** A request of theirs, opened before us. */
async function openRequest(page: Page): Promise<string> {
  const { matter } = await theirs.client.call('acts.make', {
    params: { channel: stage.channel },
    body: { ...(await requestTo('us')), until: 'received' },
    key: newKey(),
  })
  await page.goto(`/channels/${stage.channel}/matters/${matter}`)
  await page.getByRole('button', { name: 'Acknowledge', exact: true }).waitFor()
  return matter
}

async function actsOf(matter: string): Promise<readonly string[]> {
  const params = { channel: stage.channel, matter }
  return (await ours.client.call('matters.acts', { params })).items.map(({ type }) => type)
}

const standsIn = (page: Page, state: string): Promise<void> =>
  page.locator(`.standing[data-state="${state}"]`).waitFor()

describe('a deed at an unlucky moment', () => {
  it(
    'is not said to be undone when only its answer was lost, and is done once when it is pressed again',
    async () => {
      const { context, page } = await stage.sit(stage.us, 'desk')
      const matter = await openRequest(page)
      await page.route(
        /\/acts$/,
        async (route) => {
          await route.fetch()
          await route.abort('connectionreset')
        },
        { times: 1 },
      )
      await page.getByRole('button', { name: 'Acknowledge', exact: true }).click()
      await page.getByRole('button', { name: 'Record: Acknowledge' }).click()
      const told = await page.locator('.matter-sure').getByRole('alert').innerText()
      expect(told).toContain('Whether this was done will be seen')
      await page.getByRole('button', { name: 'Record: Acknowledge' }).click()
      await page.getByText(/^Recorded: .* acknowledges the request\.$/).waitFor()
      expect((await actsOf(matter)).filter((type) => type === ACKNOWLEDGES)).toHaveLength(1)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'that is pressed twice in a moment is asked of the node once',
    async () => {
      const { complaints, context, page } = await stage.sit(stage.us, 'desk')
      await openRequest(page)
      let asked = 0
      page.on('request', (request) => {
        if (request.method() === 'POST' && request.url().endsWith('/acts')) asked += 1
      })
      await page.getByRole('button', { name: 'Acknowledge', exact: true }).click()
      await page.getByRole('button', { name: 'Record: Acknowledge' }).dblclick()
      await page
        .getByText(/^Recorded: .* acknowledges the request\.$/)
        .first()
        .waitFor()
      expect(asked).toBe(1)
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'that was written in a form is asked once however fast it is pressed, and told to be recorded',
    async () => {
      const { context, page } = await stage.sit(stage.us, 'desk')
      const matter = await openRequest(page)
      await page.getByRole('button', { name: 'Ask for clarification' }).click()
      await page.getByText('the period', { exact: true }).click()
      await page.getByLabel('In words, for both sides').fill('Which period is meant?')
      await page.getByRole('button', { name: 'Put on the record' }).click()
      let asked = 0
      page.on('request', (request) => {
        if (request.url().includes('/submit')) asked += 1
      })
      await page
        .getByRole('dialog')
        .getByRole('button', { name: 'Put on the record' })
        .evaluate((button: HTMLElement) => {
          for (let press = 0; press < 3; press++) button.click()
        })
      await page.getByText(/^Recorded: .* asks for clarification\.$/).waitFor()
      expect(asked).toBe(1)
      expect(await actsOf(matter)).toContain('request.ask')
      await context.close()
    },
    TEST_MS,
  )
})

it(
  'nothing is called live while the machine has no network',
  async () => {
    const { context, page } = await stage.sit(stage.us, 'desk')
    await page.goto('/')
    await standsIn(page, 'live')
    await context.setOffline(true)
    await standsIn(page, 'lost')
    await expect
      .poll(() => page.locator('#content').innerText())
      .toContain('No connection to your node since')
    await context.setOffline(false)
    await standsIn(page, 'live')
    await context.close()
  },
  TEST_MS,
)

it(
  'a connection that is neither taken nor refused is given up, and tried again',
  async () => {
    const { context, page } = await stage.sit(stage.us, 'desk')
    await page.clock.install()
    let swallowed = 0
    await page.route(/\/api\/v1\/events/, () => (swallowed += 1), { times: 1 })
    await page.goto('/')
    await standsIn(page, 'connecting')
    await expect.poll(() => swallowed).toBe(1)
    await page.clock.runFor(14_000)
    await standsIn(page, 'connecting')
    await page.clock.runFor(2_000)
    await standsIn(page, 'lost')
    await page.clock.runFor(3_000)
    await standsIn(page, 'live')
    await context.close()
  },
  TEST_MS,
)

describe('a page of which a part does not come', () => {
  const PARTS = ['alarm', 'under-way-button', 'trail', 'hotline', 'notices-panel'] as const

  it.each(PARTS)(
    'stands all the same, says so, and is whole when it is loaded again: %s',
    async (part) => {
      const { context, page } = await stage.sit(stage.us, 'desk')
      const address = new RegExp(`/assets/${part}-[^/]*$`)
      let refused = 0
      await page.route(address, async (route) => {
        refused += 1
        await route.abort('connectionfailed')
      })
      await page.goto('/')
      if (part === 'notices-panel') await page.getByRole('button', { name: 'Notices' }).click()
      const again = page.getByRole('button', { name: 'Load the page again' })
      await again.waitFor()
      expect(refused).toBeGreaterThan(0)
      await standsIn(page, 'live')
      await page.unroute(address)
      await again.click()
      await again.waitFor({ state: 'detached' })
      await standsIn(page, 'live')
      await page.getByRole('button', { name: 'Notices' }).click()
      await page.getByRole('dialog').waitFor()
      expect(await again.count()).toBe(0)
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
      await context.setOffline(false)
      await standsIn(page, 'live')
      const heading = page.getByRole('heading', { level: 1, name: 'Directory' })
      const again = page.getByRole('button', { name: 'Load the page again' })
      // Some browsers remember for as long as the page stands that a module was not to be had.
      await heading.or(again).first().waitFor()
      if (await again.isVisible()) await again.click()
      await heading.waitFor()
      await context.close()
    },
    TEST_MS,
  )
})

describe('a page that does not begin', () => {
  it.each([
    ['en', 'If nothing else appears here', 'Load the page again'],
    ['vi', 'Nếu ở đây không hiện thêm gì', 'Tải lại trang'],
    ['zh-Hans', '如果此处始终没有其他内容', '重新加载页面'],
  ] as const)(
    'says so in %s, and begins when it is loaded again',
    async (language, sentence, again) => {
      const { context, page } = await stage.sit(stage.us, 'desk', { language })
      await page.route(/\/assets\/[^/]*\.js$/, (route) => route.abort('connectionreset'), { times: 3 })
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
      const asks = /\/api\/v1\//
      await page.route(asks, (route) =>
        route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' }),
      )
      await page.goto('/')
      await page.getByRole('alert').getByText('Your node could not be reached').waitFor()
      await page.unroute(asks)
      await standsIn(page, 'live')
      await expect.poll(() => page.getByRole('alert').count()).toBe(0)
      await context.close()
    },
    TEST_MS,
  )
})
