import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, openDesk, writable } from '../api/desks.ts'
import { launchBrowser } from '../browser/launch.ts'
import { expectNoViolations } from './axe.ts'
import { chooseFile, downloaded, wordsOn } from './founding-files.ts'
import { sit, type Sitting } from './stage.ts'

const STARTING_MS = 120_000
const TEST_MS = 120_000
const TABS_MAX = 150

let browser: Browser
let dir = ''
const desks: Desk[] = []
let us: Desk
let vn: Desk

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'entente-screens-founding-'))
  browser = await launchBrowser()
  us = await openDesk(dir, 'us')
  vn = await openDesk(dir, 'vn')
  desks.push(us, vn)
}, STARTING_MS)
afterAll(async () => {
  await browser?.close()
  for (const { opened } of desks) await opened.stop()
  await rm(dir, { recursive: true, force: true })
})

/** Goes there as somebody does who has no mouse. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let i = 0; i < TABS_MAX; i += 1) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`not reached by the keyboard: ${target.toString()}`)
}
async function pressed(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await target.waitFor()
  await tabTo(page, target)
  await page.keyboard.press(key)
}

describe('a channel between two fresh nodes', () => {
  let ours: Sitting
  let theirs: Sitting
  let theirCard = { name: '', text: '' }
  let file = { name: '', text: '' }
  let words: string[] = []

  beforeAll(async () => {
    ours = await sit(browser, us, 'operator')
    // Whoever sits on the other side has a small dark screen and no mouse.
    theirs = await sit(browser, vn, 'operator', { theme: 'dark', width: 360, height: 740 })
  }, STARTING_MS)

  it(
    'begins with cards that both sides download',
    async () => {
      await theirs.page.goto('/operator?part=founding')
      const link = theirs.page.getByRole('link', { name: /^Download vn/ })
      theirCard = await downloaded(theirs.page, () => pressed(theirs.page, link))
      expect(theirCard.name).toBe('vn.card')
      expect(JSON.parse(theirCard.text)).toBeTruthy()
      await expectNoViolations(theirs.page, 'founding, dark, 360')
    },
    TEST_MS,
  )

  it(
    'refuses a hostile card with one sentence, and nothing in it acts',
    async () => {
      const { page } = ours
      await page.goto('/operator?part=founding&id=new')
      const evil = theirCard.text.replace('Ministry vn', '<img src=x onerror=alert(1)>')
      await chooseFile(page, /Cards of the other/, 'evil<b>.card', evil)
      const alert = page.getByRole('alert')
      await alert.getByText(/^evil<b>\.card: .*card/).waitFor()
      expect(await alert.locator('p').count()).toBe(1)
      await chooseFile(page, /Cards of the other/, 'photo.jpg', 'a photograph')
      await alert.getByText(/photo\.jpg/).waitFor()
      expect(await page.locator('.founding-card').count()).toBe(0)
      expect(await page.locator('img[src="x"]').count()).toBe(0)
    },
    TEST_MS,
  )

  it(
    'is proposed with their card and a charter from the form, whose faults stand at their fields',
    async () => {
      const { page } = ours
      await chooseFile(page, /Cards of the other/, theirCard.name, theirCard.text)
      await page.locator('.founding-card').getByText('Ministry vn').waitFor()
      await chooseFile(page, /Cards of the other/, theirCard.name, theirCard.text)
      await page.getByText('The card of this party is here already.').waitFor()
      await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Accord on cyber incidents')
      await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Each side answers in time.')
      await page.getByText('Contact checks', { exact: true }).click()
      const every = page.getByRole('textbox', { name: 'Every so many days', exact: true })
      await every.fill('0')
      await page.getByRole('button', { name: 'Read the charter over' }).click()
      await page.getByRole('alert').filter({ hasText: 'contactChecks' }).waitFor()
      await expect.poll(() => every.getAttribute('aria-invalid')).toBe('true')
      await every.fill('30')
      await page.reload()
      await page.getByText('Contact checks', { exact: true }).click()
      await expect.poll(() => every.inputValue()).toBe('30')
      await expect
        .poll(() => page.getByRole('textbox', { name: 'Title', exact: true }).inputValue())
        .toBe('Accord on cyber incidents')
      await page.getByRole('button', { name: 'Read the charter over' }).click()
      await page.getByText('every 30 days; a person answers within 24 hours').waitFor()
      await expectNoViolations(page, 'a charter read over')
      await page.getByRole('button', { name: 'Propose the channel' }).click()
      await page.getByText('waits for others').waitFor()
      file = await downloaded(page, () =>
        page.getByRole('link', { name: 'Download the file to hand on' }).click(),
      )
      expect(file.name).toMatch(/\.founding\.json$/)
      words = await wordsOn(page)
      expect(words).toHaveLength(8)
      await expectNoViolations(page, 'proposed')
    },
    TEST_MS,
  )

  it(
    'is taken in on the other side by the keyboard alone, where a wrong word is caught at its place',
    async () => {
      const { page } = theirs
      const paste = page.getByLabel('Or paste the text of the file')
      await tabTo(page, paste)
      await page.keyboard.insertText(file.text)
      await pressed(page, page.getByRole('button', { name: 'Read what was pasted' }))
      await page.getByText('waits for us').waitFor()
      expect(await wordsOn(page)).toEqual(words)
      expect(await page.getByRole('button', { name: 'Agree' }).isDisabled()).toBe(true)
      await pressed(page, page.getByRole('button', { name: '2. I listen' }))
      expect(await page.locator('.founding-words').count()).toBe(0)
      const wrong = words[2] === 'zoo' ? 'abandon' : 'zoo'
      for (const [at, word] of words.entries()) {
        await tabTo(page, page.getByLabel(`Word ${at + 1}`))
        await page.keyboard.type(at === 2 ? wrong : at === 4 ? 'qqqq' : word)
      }
      await page.keyboard.press('Tab')
      await page.getByText('“qqqq” is in no fingerprint').waitFor()
      const fifth = page.getByLabel('Word 5')
      await fifth.focus()
      await page.keyboard.press('Control+A')
      // Four letters are enough.
      await page.keyboard.type((words[4] ?? '').slice(0, 4))
      await page.keyboard.press('Tab')
      await pressed(page, page.getByRole('button', { name: 'Compare and confirm' }))
      await page.getByText('Stop. Word 3 is not the same on both sides.').waitFor()
      await page.getByText(`Another word than “${wrong}” stands here.`).waitFor()
      await expectNoViolations(page, 'words apart, dark, 360')
      expect(await page.getByText('Somebody may stand between you').count()).toBe(1)
      await page.getByLabel('Word 3').focus()
      await page.keyboard.press('Control+A')
      await page.keyboard.type(words[2] ?? '')
      await page.keyboard.press('Tab')
      await pressed(page, page.getByRole('button', { name: 'Compare and confirm' }))
      await page.getByText('The words are the same. Read the charter').waitFor()
      const beyond: number = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect(beyond).toBeLessThanOrEqual(0)
      expect(await page.getByText('Accord on cyber incidents').count()).toBe(1)
      await pressed(page, page.getByRole('button', { name: 'Agree' }))
      await pressed(page, page.getByRole('dialog').getByRole('button', { name: 'Sign and agree' }))
      await page.getByText('Give people seats', { exact: true }).waitFor()
      const link = page.getByRole('link', { name: 'Download the file to hand on' })
      file = await downloaded(page, () => pressed(page, link))
    },
    TEST_MS,
  )

  it(
    'opens here when the file has come back and the words were heard, and is open on both sides',
    async () => {
      const { page } = ours
      await chooseFile(page, 'The file', file.name, file.text)
      await page.getByText('words not compared').waitFor()
      await page.getByRole('button', { name: '2. I listen' }).click()
      for (const [at, word] of words.entries()) await page.getByLabel(`Word ${at + 1}`).fill(word)
      await page.keyboard.press('Tab')
      await page.getByRole('button', { name: 'Compare and confirm' }).click()
      await page.getByText('Give people seats', { exact: true }).waitFor()
      const [channel] = us.node.channels
      expect(vn.node.channels.map(({ id }) => id)).toEqual([channel?.id])
      if (channel !== undefined) await writable(channel)
      await expectNoViolations(page, 'open')
      await page.goto('/operator?part=links')
      await page.getByText('Up', { exact: true }).waitFor({ timeout: 45_000 })
      expect(ours.complaints.filter((one) => !/status of 4(00|22)/.test(one))).toEqual([])
      expect(theirs.complaints.filter((one) => !/status of 409/.test(one))).toEqual([])
    },
    TEST_MS,
  )

  it(
    'is seen by a desk officer whom the operator made, and who came in by a one-time link',
    async () => {
      const { page } = ours
      await page.goto('/operator?part=people&id=seats')
      await page
        .getByRole('region', { name: 'A new seat' })
        .getByRole('textbox', { name: 'Title', exact: true })
        .fill('Duty desk')
      await page.getByRole('button', { name: 'Make the seat' }).click()
      await page.getByRole('rowheader', { name: 'Duty desk' }).waitFor()
      await page.goto('/operator?part=people')
      await page.getByLabel('Name as colleagues see it').fill('Ann')
      await page.getByLabel('Name to sign in by').fill('ann')
      await page.getByRole('button', { name: 'Make the user' }).click()
      await page.getByRole('heading', { level: 2, name: 'Ann' }).waitFor()
      const held = page.getByRole('region', { name: 'Seats held' })
      await held.getByRole('button', { name: /Seat$/ }).click()
      await page.getByRole('option', { name: /Duty desk/ }).click()
      await held.getByRole('button', { name: 'Give a seat' }).click()
      await held.getByRole('button', { name: 'Take it back' }).waitFor()
      await page.getByRole('button', { name: 'Make a link' }).click()
      const link = (await page.locator('.operator-secret').textContent()) ?? ''
      const context = await browser.newContext({ locale: 'en', baseURL: us.origin })
      const officer = await context.newPage()
      await officer.goto(link)
      await officer.getByRole('button').first().click()
      await officer.getByRole('link', { name: 'Requests and cases' }).waitFor()
      const channels: { items: unknown[] } = await (await officer.request.get('/api/v1/channels')).json()
      expect(channels.items).toMatchObject([{ id: us.node.channels[0]?.id, status: 'open' }])
      await context.close()
    },
    TEST_MS,
  )
})
