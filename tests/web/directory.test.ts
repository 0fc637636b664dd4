import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, enrolled, newKey, type Seated } from '../api/desks.ts'
import { expectNoViolations } from './axe.ts'
import { openStage, type Stage } from './stage.ts'

const STARTING_MS = 90_000
const TEST_MS = 90_000

let stage: Stage
let agency: string
let seat: string
beforeAll(async () => {
  stage = await openStage()
  await enrolled(await stage.us.seated('desk'), stage.us.origin)
  const ours = await listed(stage.us, { en: 'Cyber Office', vi: 'Cục An ninh mạng', 'zh-Hans': '网络安全局' })
  agency = ours.agency
  seat = ours.seat
  await listed(stage.cn, { en: '<img src=x onerror=alert(1)>\u202Eymer' })
}, STARTING_MS)
afterAll(() => stage?.close())

/** An agency with a seat that is to be held day and night, as somebody lists it through the interface. */
async function listed(
  desk: Desk,
  names: Readonly<Record<string, string>>,
): Promise<{ agency: string; seat: string; coordinator: Seated }> {
  const coordinator = await desk.seated('coordinator')
  const { client } = coordinator
  const { channel } = stage
  const made = await client.call('directory.list', {
    params: { channel },
    body: {
      names,
      entry: {
        calendar: {
          timeZone: 'Asia/Ho_Chi_Minh',
          workingDays: [1, 2, 3, 4, 5],
          officeHours: { from: '08:00', to: '17:00' },
          extraHolidays: ['2027-02-05'],
        },
        functions: ['point-of-contact'],
        languages: ['en', 'vi'],
        requires: { fields: ['judicial'] },
      },
    },
    key: newKey(),
  })
  const opened = await client.call('directory.open-seat', {
    params: { channel, matter: made.id },
    body: { names: { en: 'Duty officer' }, function: 'point-of-contact', hours: 'always', languages: ['en'] },
    key: newKey(),
  })
  return { agency: made.id, seat: opened.id, coordinator }
}

const widthOver = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { document, innerWidth } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number } }
      innerWidth: number
    }
    return document.documentElement.scrollWidth - innerWidth
  })

describe('the directory on screen', () => {
  it(
    'appoints who has a passkey, and a rota that is set by keyboard alone appears on the other side with its gaps',
    async () => {
      const ours = await stage.sit(stage.us, 'coordinator')
      const theirs = await stage.sit(stage.cn, 'desk')
      const { page } = ours
      await page.goto(`/directory?agency=${agency}`)
      await page.getByRole('heading', { level: 1, name: 'Cyber Office' }).waitFor()
      await page.getByText('2027-02-05').waitFor()
      await page.getByRole('button', { name: 'Appoint…' }).click()
      await page.getByText(/Without a passkey, and so not to be appointed/).waitFor()
      await page.getByRole('button', { name: /Person/ }).click()
      await page.getByRole('option').first().click()
      const shown = page.getByRole('textbox', { name: /Name as the other side reads it/ })
      await shown.fill('An Nguyễn')
      await page.getByRole('button', { name: 'Appoint', exact: true }).click()
      await page.getByRole('button', { name: 'Relieve…' }).waitFor()

      await theirs.page.goto('/directory?view=rota')
      await theirs.page.getByText('GAP: nobody').first().waitFor()

      await page.getByRole('link', { name: 'Set the rota' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: /Rota/ }).waitFor()
      await page.getByRole('textbox', { name: 'From' }).focus()
      await page.keyboard.press('Control+A')
      await page.keyboard.type('06:00')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Control+A')
      await page.keyboard.type('24:00')
      // Past the days, all of which are chosen, to the button that adds the watches.
      await reach(page, 'Add 7 watches')
      await page.keyboard.press('Enter')
      await expect.poll(() => page.locator('.directory-piece[data-line="seat"]').count()).toBe(7)
      await reach(page, 'Put the rota on the record')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: 'Directory' }).waitFor()

      const watch = theirs.page.locator('.directory-piece[data-line="seat"]')
      await expect.poll(() => watch.count()).toBe(7)
      expect(await watch.first().textContent()).toContain('An Nguyễn')
      expect(await watch.first().textContent()).toContain('06:00–24:00')
      // Six hours of each night are held by nobody, and it says so.
      // The first of them is over when the day is older than that.
      await theirs.page.getByText(/^[67] gaps, (3[6-9]|4[0-2]) h with nobody$/).waitFor()
      await theirs.page.getByRole('link', { name: 'Week after →' }).click()
      await theirs.page.getByText('1 gap, 168 h with nobody').first().waitFor()
      for (const one of [ours, theirs]) {
        expect(one.complaints).toEqual([])
        await one.context.close()
      }
    },
    TEST_MS,
  )

  it(
    'says before a rota is recorded what it takes off, also what a colleague has put there since it was begun',
    async () => {
      const { context, page, person } = await stage.sit(stage.us, 'coordinator')
      const params = { channel: stage.channel, matter: agency }
      const { rota } = await person.client.call('directory.agency', { params })
      const shifts = rota.find((one) => one.seat === seat)?.shifts ?? []
      await page.goto(`/directory?agency=${agency}`)
      await page.getByRole('link', { name: 'Set the rota' }).click()
      await page.getByRole('heading', { level: 1, name: /Rota/ }).waitFor()
      const change = page.getByRole('region', { name: 'What this changes in the rota on the record' })
      expect(await change.count()).toBe(0)
      await page
        .getByRole('button', { name: /^Take out/ })
        .last()
        .click()
      await change.getByText('Takes 1 watch off').waitFor()
      const last = shifts.at(-1)
      if (last === undefined) throw new Error('The rota is empty.')
      const later = (instant: string): string => new Date(Date.parse(instant) + 30 * 86_400_000).toISOString()
      await person.client.call('directory.set-duty', {
        params: { ...params, seat },
        body: { shifts: [...shifts, { ...last, from: later(last.from), until: later(last.until) }] },
        key: newKey(),
      })
      await change.getByText('Takes 2 watches off').waitFor()
      await expect.poll(() => change.locator('li').count()).toBe(2)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'asks whether the other side is there; a person there answers in one press, and both see it',
    async () => {
      const ours = await stage.sit(stage.us, 'desk')
      const theirs = await stage.sit(stage.cn, 'desk')
      await Promise.all([ours, theirs].map(({ page }) => page.goto('/directory?view=contacts')))
      await ours.page.getByRole('button', { name: 'Ask now' }).click()
      await theirs.page.getByRole('button', { name: 'I am here: answer' }).click()
      for (const { page } of [ours, theirs])
        await page
          .getByRole('listitem')
          .filter({ hasText: 'Ministry us asked Ministry cn' })
          .getByText('answered', { exact: true })
          .first()
          .waitFor()
      await ours.page.getByText('Ministry us asked Ministry cn').first().waitFor()
      await theirs.page.getByRole('button', { name: 'I am here: answer' }).waitFor({ state: 'detached' })
      await ours.page.getByRole('heading', { name: /How each seat has answered/ }).waitFor()
      for (const one of [ours, theirs]) {
        expect(one.complaints).toEqual([])
        await one.context.close()
      }
    },
    TEST_MS,
  )

  it(
    'publishes an entry anew without losing what its form does not touch, and says which field is wrong',
    async () => {
      const { page, person, context } = await stage.sit(stage.us, 'coordinator')
      await page.goto(`/directory?agency=${agency}&view=edit`)
      const zone = page.getByRole('textbox', { name: /Time zone/ })
      const until = page.getByRole('textbox', { name: 'Until' })
      const publish = page.getByRole('button', { name: 'Publish the entry' })
      await zone.fill('Asia/Nowhere')
      await expect.poll(() => zone.getAttribute('aria-invalid')).toBe('true')
      expect(await publish.isDisabled()).toBe(true)
      await zone.fill('Asia/Ho_Chi_Minh')
      await until.fill('25:00')
      await publish.click()
      await expect.poll(() => until.getAttribute('aria-invalid')).toBe('true')
      await until.fill('16:30')
      const change = page.getByRole('region', { name: 'What this changes', exact: true }).first()
      await change.getByRole('cell', { name: '17:00' }).waitFor()
      await change.getByRole('cell', { name: '16:30' }).waitFor()
      await publish.click()
      await change.waitFor({ state: 'detached' })
      await page.getByText(/16:30/).first().waitFor()
      const params = { channel: stage.channel, matter: agency }
      const now = await person.client.call('directory.agency', { params })
      expect(now.requires).toEqual({ fields: ['judicial'] })
      expect(now.calendar['extraHolidays']).toEqual(['2027-02-05'])
      expect(Object.keys(now.names)).toEqual(['en', 'vi', 'zh-Hans'])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'offers nobody what would be refused',
    async () => {
      const { page, context } = await stage.sit(stage.us, 'auditor')
      await page.goto(`/directory?agency=${agency}`)
      await page.getByRole('heading', { level: 1, name: 'Cyber Office' }).waitFor()
      for (const name of ['Appoint…', 'Open a seat', 'Retire…', 'Close the seat'])
        expect(await page.getByRole('button', { name }).count()).toBe(0)
      await page.goto(`/directory?agency=${agency}&seat=${seat}`)
      await page.getByRole('heading', { level: 1, name: 'Cyber Office' }).waitFor()
      await page.goto('/directory?view=contacts')
      await page.getByRole('heading', { name: 'Contact checks', exact: true }).waitFor()
      expect(await page.getByRole('button', { name: 'Ask now' }).count()).toBe(0)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'shows a name of the other side for what it is',
    async () => {
      const { page, context, complaints } = await stage.sit(stage.us, 'desk')
      for (const path of ['/directory', '/directory?view=rota', '/directory?view=contacts', '/hotline']) {
        await page.goto(path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined)
        expect(await page.locator('img[src="x"]').count(), path).toBe(0)
        expect(await page.locator('body').textContent(), path).not.toContain('\u202E')
      }
      await page.goto('/directory')
      await page.getByText('<img src=x onerror=alert(1)>').waitFor()
      expect(await page.getByRole('img', { name: 'hidden character U+202E' }).count()).toBe(1)
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it.each(['light', 'dark'] as const)(
    'can be read by a machine, in %s, and fits a telephone',
    async (theme) => {
      for (const width of [1280, 360]) {
        const { page, context } = await stage.sit(stage.us, 'coordinator', { theme, width })
        for (const path of [
          '/directory',
          '/directory?view=rota',
          '/directory?view=contacts',
          '/directory?view=new',
          `/directory?agency=${agency}`,
          `/directory?agency=${agency}&seat=${seat}`,
        ]) {
          await page.goto(path)
          await page.getByRole('heading', { level: 1 }).waitFor()
          await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined)
          await expectNoViolations(page, `${path} ${theme} ${width}`)
          expect(await widthOver(page), `${path} at ${width}`).toBeLessThanOrEqual(0)
        }
        await context.close()
      }
    },
    TEST_MS,
  )
})

/** Goes on with the keyboard until a button has the focus. */
async function reach(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press('Tab')
    if (
      (await page
        .locator(':focus')
        .textContent()
        .catch(() => '')) === name
    )
      return
  }
  throw new Error(`the keyboard does not reach: ${name}`)
}
