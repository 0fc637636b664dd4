import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectNoViolations } from './axe.ts'
import { listedAgency } from './listed-agency.ts'
import { openStage, type Stage } from './stage.ts'
import { settled, trafficOf } from './walk.ts'

const STARTING_MS = 120_000
const TEST_MS = 90_000
const SLOW_MS = 45_000

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
}, STARTING_MS)
afterAll(() => stage?.close())

const traffic = new WeakMap<Page, ReturnType<typeof trafficOf>>()

/** Whole, with all that it asked the node for. */
const at = async (page: Page, address: string): Promise<void> => {
  const asked = traffic.get(page) ?? trafficOf(page)
  traffic.set(page, asked)
  await page.goto(`/operator${address}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await settled(page, asked)
  await page.locator('.panel, .empty, .callout').first().waitFor()
}
const panel = (page: Page, name: string | RegExp) => page.getByRole('region', { name }).first()

const VIEWS = [
  '',
  '?part=links',
  '?part=founding',
  '?part=founding&id=new',
  '?part=keys',
  '?part=people',
  '?part=people&id=seats',
  '?part=people&id=sessions',
  '?part=people&id=api-keys',
  '?part=people&id=break-glass',
  '?part=backups',
  '?part=notices',
]

describe('the operator’s screens', () => {
  it.each(['light', 'dark'] as const)(
    'can be read by a machine in every part, %s',
    async (theme) => {
      const { page, context, complaints, person } = await stage.sit(stage.us, 'operator', { theme })
      for (const address of [...VIEWS, `?part=people&id=${person.user}`]) {
        await at(page, address)
        await expectNoViolations(page, `${address} ${theme}`)
      }
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS * 2,
  )

  it.each(['en', 'vi', 'zh-Hans'] as const)(
    'fit a phone in %s: no page scrolls sideways',
    async (language) => {
      const { page, context, person } = await stage.sit(stage.us, 'operator', {
        language,
        width: 360,
        height: 740,
      })
      for (const address of [...VIEWS, `?part=people&id=${person.user}`]) {
        await at(page, address)
        const beyond: number = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        )
        expect(beyond, address).toBeLessThanOrEqual(0)
      }
      await context.close()
    },
    TEST_MS,
  )

  it(
    'say that no backup is there; one is made and checked, and they say so no more',
    async () => {
      const { page, context, complaints } = await stage.sit(stage.us, 'operator')
      await at(page, '')
      await page.getByText('There is no backup of this node').waitFor()
      await at(page, '?part=backups')
      await page.getByRole('button', { name: 'Make a backup' }).click()
      const row = page.getByRole('row').nth(1)
      await row.getByText('made', { exact: true }).waitFor({ timeout: SLOW_MS })
      await row.getByRole('button', { name: /^Check / }).click()
      await row.getByText('sound', { exact: true }).waitFor({ timeout: SLOW_MS })
      await at(page, '')
      await page.getByText('All is well').waitFor()
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'examine the node and tell each finding as a sentence',
    async () => {
      const { page, context } = await stage.sit(stage.us, 'operator')
      await at(page, '')
      const doctor = panel(page, 'Examination')
      await doctor.getByRole('button', { name: 'Examine now' }).click()
      await doctor.getByText(/things? to mind|Nothing is amiss/).waitFor({ timeout: SLOW_MS })
      await doctor.getByText(/in order/).click()
      await doctor.getByText(/Ministry cn answers in/).waitFor()
      expect(await doctor.getByText(/doctor\.|undefined/).count()).toBe(0)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'let somebody in whose seat reaches one channel only, by a link that is shown once',
    async () => {
      const { page, context, complaints } = await stage.sit(stage.us, 'operator')
      const agency = await listedAgency(await stage.us.seated('coordinator'), stage.channel, {
        timeZone: 'Asia/Shanghai',
        function: 'point-of-contact',
        seat: 'Duty room',
        hours: 'always',
      })
      await at(page, '?part=people&id=seats')
      const seat = panel(page, 'A new seat')
      await seat.getByRole('textbox', { name: 'Title', exact: true }).fill('Night desk')
      await seat.getByRole('button', { name: /Agency in the directory$/ }).click()
      await page.getByRole('option', { name: /Cyber Office/ }).click()
      await seat.getByRole('button', { name: /Seat in the directory$/ }).click()
      await page.getByRole('option', { name: /Duty room/ }).click()
      await seat.getByRole('button', { name: 'Make the seat' }).click()
      await page.getByRole('rowheader', { name: 'Night desk' }).waitFor()
      const linked = (await stage.us.signIn.seats.list()).find(({ title }) => title === 'Night desk')
      expect(linked?.agency).toBe(agency)
      expect(linked?.listed).toMatch(/^[0-9a-f]{64}$/)
      await at(page, '?part=people')
      const made = panel(page, 'A new user')
      await made.getByLabel('Name as colleagues see it').fill('Lan <b>Nguyễn</b>')
      await made.getByLabel('Name to sign in by').fill('Not A Name!')
      await made.getByRole('button', { name: 'Make the user' }).click()
      await made
        .getByText(/must be letters/)
        .first()
        .waitFor()
      expect(await made.getByLabel('Name as colleagues see it').inputValue()).toBe('Lan <b>Nguyễn</b>')
      await made.getByLabel('Name as colleagues see it').fill('Lan <b>Nguyễn</b>!')
      expect(await made.getByText(/must be letters/).count()).toBe(2)
      await made.getByLabel('Name as colleagues see it').fill('Lan <b>Nguyễn</b>')
      await made.getByLabel('Name to sign in by').fill('lan')
      // What is under the field and what is told aloud below it go together, before the next try.
      await expect.poll(() => made.getByText(/must be letters/).count()).toBe(0)
      expect(await made.getByRole('alert').count()).toBe(0)
      expect(await made.getByLabel('Name to sign in by').getAttribute('aria-invalid')).toBeNull()
      await made.getByRole('button', { name: 'Make the user' }).click()
      await page.getByRole('heading', { level: 2, name: 'Lan <b>Nguyễn</b>' }).waitFor()
      const held = panel(page, 'Seats held')
      await held.getByRole('button', { name: /Seat$/ }).click()
      await page.getByRole('option', { name: /Night desk/ }).click()
      await held.getByText('only these channels').click()
      await held.getByRole('checkbox', { name: /Ministry us – Ministry cn/ }).check({ force: true })
      await held.getByRole('button', { name: 'Give a seat' }).click()
      await held.getByRole('button', { name: 'Take it back' }).waitFor()
      const grants = await stage.us.signIn.seats.holders()
      const users = await stage.us.signIn.users.list()
      const lan = users.find(({ name }) => name === 'lan')
      expect(grants.find(({ user }) => user === lan?.id)?.channels).toEqual([stage.channel])
      await page.getByRole('button', { name: 'Make a link' }).click()
      const link = (await page.locator('.operator-secret').textContent()) ?? ''
      expect(link).toContain(`${stage.us.origin}/enter/`)
      await page.getByRole('button', { name: 'I have it, hide it' }).click()
      expect(await page.locator('.operator-secret').count()).toBe(0)
      const other = await stage.browser.newContext({ baseURL: stage.us.origin })
      const officer = await other.newPage()
      await officer.goto(link)
      await officer.getByRole('button').first().click()
      await officer.locator('#content').waitFor()
      expect(await officer.getByRole('link', { name: 'Operator' }).count()).toBe(0)
      const channels = await (await officer.request.get('/api/v1/channels')).text()
      expect(channels).toContain(stage.channel)
      await other.close()
      expect(complaints.filter((one) => !one.includes('400'))).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'rotate the keys only after a second question, and say where they are in force',
    async () => {
      const { page, context } = await stage.sit(stage.us, 'operator')
      await at(page, '?part=keys')
      await page.getByRole('button', { name: 'Rotate our keys' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
      expect(await page.getByText('replaced', { exact: true }).count()).toBe(0)
      await page.getByRole('button', { name: 'Rotate our keys' }).click()
      await page.getByRole('button', { name: 'Draw and announce new keys' }).click()
      await page.getByText(/New keys are in force in 1 channel/).waitFor()
      await page.getByText('replaced', { exact: true }).waitFor()
      await context.close()
    },
    TEST_MS,
  )

  it(
    'seal an emergency code, which is shown once',
    async () => {
      const { page, context } = await stage.sit(stage.us, 'operator')
      await at(page, '?part=people&id=break-glass')
      await page.getByRole('button', { name: 'Seal a new code' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Seal a new code' }).click()
      const code = (await page.locator('.operator-secret').textContent()) ?? ''
      expect(code).toMatch(/^(?:[0-9a-f]{5}-){7}[0-9a-f]{5}$/)
      await page.reload()
      await page.getByText('never used').waitFor()
      expect(await page.content()).not.toContain(code)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'show within seconds that a peer went down',
    async () => {
      const { page, context } = await stage.sit(stage.us, 'operator')
      await at(page, '?part=links')
      await page.getByText('Up', { exact: true }).waitFor({ timeout: SLOW_MS })
      await stage.cn.opened.stop()
      await page.getByText('Down', { exact: true }).waitFor({ timeout: SLOW_MS })
      await expect.poll(() => page.getByText('One link, 1 down').count()).toBe(1)
      await context.close()
    },
    TEST_MS,
  )
})
