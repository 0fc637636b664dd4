import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Seated, until } from '../api/desks.ts'
import { expectNoViolations } from './axe.ts'
import { MadeMatters } from './made-matters.ts'
import { expectLive } from './liveness.ts'
import { openStage, type Stage } from './stage.ts'

const STARTING_MS = 90_000
const TEST_MS = 120_000
const HOUR_MS = 3_600_000

let stage: Stage
let made: MadeMatters
let asker: Seated
let asked: Seated
beforeAll(async () => {
  stage = await openStage()
  asker = await stage.us.seated('desk')
  asked = await stage.cn.seated('desk')
  made = new MadeMatters(stage, asker, asked)
}, STARTING_MS)
afterAll(() => stage?.close())

const at = (matter: string, search = ''): string => `/channels/${stage.channel}/matters/${matter}${search}`

async function show(page: Page, matter: string, search = ''): Promise<void> {
  await page.goto(at(matter, search))
  await page.locator('.matter-act').first().waitFor()
}

const at2 = { timeout: 20_000 }

describe('the page of a matter, on two nodes with a browser before each', () => {
  it(
    'shows on one side by itself what was acknowledged on the other',
    async () => {
      const matter = await made.opened()
      const ours = await stage.sit(stage.us, 'desk')
      const theirs = await stage.sit(stage.cn, 'desk')
      await show(ours.page, matter)
      await show(theirs.page, matter)
      await ours.page.getByText('Live', { exact: true }).waitFor(at2)
      await theirs.page.getByRole('button', { name: 'Acknowledge', exact: true }).click()
      await theirs.page.getByText('a person of').waitFor()
      await theirs.page.getByRole('button', { name: 'Record: Acknowledge' }).click()
      const receipt = until('our node holds the acknowledgement', async () => {
        const { state } = await asker.client.call('matters.get', {
          params: { channel: stage.channel, matter },
        })
        return state !== null && state['acknowledgedMs'] !== null
      })
      await receipt
      const receivedMs = performance.now()
      await ours.page.getByText('Acknowledged by a person', { exact: true }).waitFor()
      expectLive('an acknowledgement', performance.now() - receivedMs)
      // Told to whoever hears the page, in the moment after it is shown.
      await ours.page
        .locator('.matter-news')
        .filter({ hasText: 'acknowledges the request' })
        .waitFor({ ...at2, state: 'attached' })
      await theirs.page.getByText('Acknowledged by a person of ours').waitFor(at2)
      await theirs.page
        .getByRole('button', { name: 'Acknowledge', exact: true })
        .waitFor({ ...at2, state: 'detached' })
      expect([...ours.complaints, ...theirs.complaints]).toEqual([])
      await ours.context.close()
      await theirs.context.close()
    },
    TEST_MS,
  )

  it(
    'shows that a question stops the clock, and how long it stood when it is answered',
    async () => {
      const matter = await made.opened()
      const { context, page } = await stage.sit(stage.us, 'desk')
      const answerBy = new Date(Date.now() + 20 * HOUR_MS).toISOString()
      const ask = await made.act(
        asked,
        matter,
        'request.ask',
        { what: ['period'], by: answerBy },
        'Which zone?',
      )
      await until('our node holds the question', async () => {
        const told = await asker.client.call('matters.get', { params: { channel: stage.channel, matter } })
        return told.status === 'clarifying'
      })
      await show(page, matter)
      await page.getByText('clock stopped', { exact: true }).waitFor(at2)
      await page.getByText('The clock of the answer stands still').waitFor()
      expect(await page.locator('.matter-pause').count()).toBe(1)
      await page.getByRole('button', { name: 'Clarify', exact: true }).waitFor()
      await made.act(asker, matter, 'request.clarify', { exhibits: [], to: ask }, 'UTC.')
      await page.getByText('The clock stood still for').waitFor(at2)
      await page.getByText('clock stopped', { exact: true }).waitFor({ ...at2, state: 'detached' })
      await context.close()
    },
    TEST_MS,
  )

  it(
    'shows hostile text in every field of the form for what it is',
    async () => {
      const script = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
      const evil = `${script}\u202Egnp.exe\u202C\u200Bzero {count} javascript:alert(1)`
      const book = `BEGIN${'a'.repeat(50_000)}END`
      const person = { name: evil, office: evil, phone: evil, officeHours: evil, timeZone: 'Asia/Shanghai' }
      const matter = await made.opened({
        title: evil,
        ourNumber: 'N-1 \u202E\u200B',
        facts: `${evil}${book}`,
        wanted: evil,
        necessity: evil,
        relation: evil,
        proportionality: evil,
        custodian: evil,
        location: evil,
        urgencyReason: evil,
        useLimits: evil,
        handlingNote: evil,
        followUp: evil,
        requesting: { name: evil },
        judicial: { name: evil },
        inCharge: person,
        confirmWith: person,
        law: [{ provision: evil, text: evil, penalty: evil }],
        identifiers: [{ type: 'other', value: evil, note: evil }],
        unheardOf: { deeper: [evil] },
      })
      await made.act(asker, matter, 'remark.post', {}, `${evil}${book}`)
      const { complaints, context, page } = await stage.sit(stage.cn, 'desk', { width: 360 })
      await show(page, matter)
      await page.getByText('U+202E', { exact: true }).first().waitFor()
      await expect.poll(() => page.title()).toContain('[U+202E]')
      const found = await page.evaluate(() => ({
        images: document.querySelectorAll('#content img, #content script, #content iframe').length,
        hidden:
          document.querySelector('#content')?.textContent?.match(/[\u202A-\u202E\u2066-\u2069\u200B-\u200F]/g)
            ?.length ?? 0,
        links: [...document.querySelectorAll('#content a')].filter(
          (a) => (a as HTMLAnchorElement).protocol !== 'http:',
        ).length,
        sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        title: document.title,
      }))
      expect(found).toMatchObject({ images: 0, hidden: 0, links: 0 })
      expect(found.sideways).toBeLessThanOrEqual(0)
      expect(found.title).toContain('[U+202E]')
      expect(await page.getByText('document.title=1').count()).toBeGreaterThan(10)
      // A book is cut until somebody asks for it.
      await page
        .getByRole('button', { name: /Show all/ })
        .first()
        .click()
      await page.getByText('aEND').first().waitFor()
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'no longer shows what was expunged, and says that it was there',
    async () => {
      const matter = await made.opened()
      const secret = await made.act(asker, matter, 'remark.post', {}, 'a name that must go')
      const { context, page } = await stage.sit(stage.us, 'desk')
      await show(page, matter)
      await page.getByText('a name that must go').waitFor()
      const coordinator = await stage.us.seated('coordinator')
      await made.act(coordinator, matter, 'body.expunge', {
        act: secret,
        ground: 'court-order',
        scope: 'body',
      })
      await page.getByText('This text was expunged.').waitFor(at2)
      await expect.poll(() => page.getByText('a name that must go').count()).toBe(0)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'opens at the act that the address names, with the focus on it',
    async () => {
      const matter = await made.opened()
      let last = ''
      for (let i = 0; i < 8; i += 1) last = await made.act(asker, matter, 'remark.post', {}, `remark ${i}`)
      const { context, page } = await stage.sit(stage.us, 'desk')
      await show(page, matter, `?act=${last}`)
      const place = page.locator(`#act-${last}`)
      await until('the act has the focus', () => place.evaluate((one) => one === document.activeElement))
      await expect
        .poll(() => place.evaluate((one) => one.getBoundingClientRect().top < innerHeight))
        .toBe(true)
      await page.goto(at(matter, `?act=${'e'.repeat(64)}`))
      await page.getByText('names an act that this matter does not have').waitFor(at2)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'is worked with the keyboard alone: acknowledge, and Escape leaves the question',
    async () => {
      const matter = await made.opened()
      const { context, page } = await stage.sit(stage.cn, 'desk')
      await show(page, matter)
      const main = page.getByRole('button', { name: 'Acknowledge', exact: true })
      for (let pressed = 0; pressed < 60; pressed += 1) {
        if (await main.evaluate((one) => one === document.activeElement)) break
        await page.keyboard.press('Tab')
      }
      await page.keyboard.press('Enter')
      const sure = page.getByRole('button', { name: 'Record: Acknowledge' })
      await until('the second question has the focus', () =>
        sure.evaluate((one) => one === document.activeElement),
      )
      await page.keyboard.press('Escape')
      await main.waitFor()
      await expect
        .poll(() => page.locator('.matter-deeds').evaluate((one) => one === document.activeElement))
        .toBe(true)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await sure.waitFor()
      await page.keyboard.press('Enter')
      await page.getByText('Acknowledged by a person of ours').waitFor(at2)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'keeps notes, assignments and restrictions on our side, and takes back what is still private',
    async () => {
      const matter = await made.opened()
      const ours = await stage.sit(stage.us, 'coordinator')
      const theirs = await stage.sit(stage.cn, 'coordinator')
      const { page } = ours
      await show(page, matter)
      await show(theirs.page, matter)
      await page.getByLabel('New internal note').fill('ask the minister first')
      await page.getByRole('button', { name: 'Keep the note' }).click()
      await page.locator('.matter-note').getByText('ask the minister first').waitFor()
      await page.locator('.matter-note').getByRole('button', { name: 'Change' }).click()
      await page.getByLabel('Note', { exact: true }).fill('the minister agrees')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.locator('.matter-note').getByText('the minister agrees').waitFor()
      await page.getByRole('button', { name: 'What it said before' }).click()
      await page.locator('.matter-note').getByText('ask the minister first').waitFor()
      await page.getByRole('button', { name: 'Erase' }).click()
      await page.locator('.matter-note').waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.locator('.matter-note').getByText('the minister agrees').waitFor()
      await page.getByRole('button', { name: 'Take it on myself' }).click()
      await page.getByText('Assigned to you').waitFor()
      await page.getByRole('button', { name: 'Follow', exact: true }).click()
      await page.getByRole('button', { name: 'Stop following' }).waitFor()
      await theirs.page.reload()
      await theirs.page.locator('.matter-act').first().waitFor()
      expect(await theirs.page.getByText('minister').count()).toBe(0)
      expect(ours.complaints).toEqual([])
      await ours.context.close()
      await theirs.context.close()
    },
    TEST_MS,
  )

  it(
    'offers an onlooker nothing that would be refused',
    async () => {
      const matter = await made.opened()
      const { context, page } = await stage.sit(stage.cn, 'auditor')
      await show(page, matter)
      expect(await page.locator('.matter-deeds').count()).toBe(0)
      expect(await page.getByLabel('New internal note').count()).toBe(0)
      await page.getByRole('button', { name: 'Show who looked' }).click()
      await page.getByRole('region', { name: 'Access log of this matter' }).getByRole('row').nth(1).waitFor()
      await context.close()
    },
    TEST_MS,
  )

  it(
    'goes onto paper whole, without buttons and without the private side',
    async () => {
      const matter = await made.opened()
      const { context, page } = await stage.sit(stage.us, 'desk')
      await made.act(asker, matter, 'remark.post', {}, `${'x'.repeat(3_000)} the end of it`)
      await show(page, matter)
      await page.getByLabel('New internal note').fill('for us alone')
      await page.getByRole('button', { name: 'Keep the note' }).click()
      await page.locator('.matter-note').waitFor()
      await page.emulateMedia({ media: 'print' })
      const shown = await page.evaluate(() => ({
        buttons: [...document.querySelectorAll('button')].filter((one) => one.checkVisibility()).length,
        text: (document.querySelector('#content') as HTMLElement).innerText,
      }))
      expect(shown.buttons).toBe(0)
      expect(shown.text).toContain('the end of it')
      expect(shown.text).not.toContain('for us alone')
      const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true })
      expect(pdf.length).toBeGreaterThan(10_000)
      await context.close()
    },
    TEST_MS,
  )

  it.each(['en', 'vi', 'zh-Hans'] as const)(
    'can be read by a machine in %s: a request under way, a case, a lead and a call',
    async (language) => {
      const matters = await made.everyKind()
      for (const theme of ['light', 'dark'] as const) {
        const { complaints, context, page } = await stage.sit(stage.cn, 'coordinator', { language, theme })
        for (const [kind, matter] of matters) {
          await show(page, matter)
          await expectNoViolations(page, `${kind} ${language} ${theme}`)
        }
        expect(complaints).toEqual([])
        await context.close()
      }
    },
    TEST_MS * 2,
  )
})
