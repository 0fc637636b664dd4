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
    let [isSwallowed, swallowed] = [true, 0]
    await page.route(/\/api\/v1\/events/, async (route) => {
      if (isSwallowed) swallowed += 1
      else await route.continue()
    })
    await page.goto('/')
    await standsIn(page, 'connecting')
    await expect.poll(() => swallowed).toBe(1)
    // What is lost is not called otherwise before a stream opens.
    await page.clock.runFor(40_000)
    await standsIn(page, 'lost')
    await expect.poll(() => swallowed).toBeGreaterThan(1)
    isSwallowed = false
    await page.clock.runFor(40_000)
    await standsIn(page, 'live')
    await context.close()
  },
  TEST_MS,
)
