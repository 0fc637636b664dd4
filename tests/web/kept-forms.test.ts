import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newKey, until } from '../api/desks.ts'
import { expectNoViolations } from './axe.ts'
import { lastDraft, line, noted, openFormStage, STARTING_MS, TEST_MS } from './form-stage.ts'
import type { Sitting, Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openFormStage()
}, STARTING_MS)
afterAll(() => stage?.close())

const onNode = (page: Page): Promise<void> => line(page).getByText('Kept on your node').waitFor()
const noteOf = (page: Page): Locator => page.getByRole('textbox', { name: /read first/ })
const ring = (page: Page): Locator => page.getByRole('button', { name: 'Start the drill' })
const phraseOf = (page: Page): Locator => page.getByRole('textbox', { name: /to confirm/ })

async function thinkOut(page: Page, note: string): Promise<void> {
  await page.goto('/hotline?view=place')
  await page.getByText(/^A drill/).click()
  await page.getByText('something else', { exact: true }).click()
  await page.getByText('moderate', { exact: true }).click()
  await noteOf(page).fill(note)
}

async function callsOf({ person }: Sitting): Promise<number> {
  const params = { channel: stage.channel }
  return (await person.client.call('hotline.calls', { params })).items.length
}

/** A drill under way, answered by nobody yet. */
async function drilled(note: string): Promise<string> {
  const { client } = await stage.us.seated('desk')
  const { id } = await client.call('hotline.place', {
    params: { channel: stage.channel },
    body: { confirm: 'drill', drill: true, to: 'cn', reason: 'other', severity: 'moderate', note },
    key: newKey(),
  })
  return id
}

/** Leaves as a crash does: the node is not reached any more, and the page is asked nothing. */
async function crash({ context, page }: Sitting): Promise<Page> {
  await page.close({ runBeforeUnload: false })
  await context.unroute('**/api/v1/**')
  return context.newPage()
}

describe('what is typed at the hotline', () => {
  it(
    'is there after a reload, but what confirms it is not; and its draft becomes the call',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      const { context, page, person } = sitting
      const before = await callsOf(sitting)
      await thinkOut(page, 'Is the line good?')
      await phraseOf(page).fill('drill cn')
      await onNode(page)
      expect((await lastDraft(person))?.content).toMatchObject({
        type: 'call.place',
        body: { text: 'Is the line good?' },
      })
      await page.reload()
      await page.getByText('You go on with what you had begun.').waitFor()
      await expect.poll(() => noteOf(page).inputValue()).toBe('Is the line good?')
      expect(await phraseOf(page).inputValue()).toBe('')
      expect(await ring(page).isDisabled()).toBe(true)
      expect(await callsOf(sitting)).toBe(before)
      await expectNoViolations(page, 'a call gone on with')
      // Today leads to it.
      await page.goto('/')
      await page
        .getByRole('link', { name: /hotline/i })
        .filter({ hasText: /^places/i })
        .click()
      await phraseOf(page).fill('drill cn')
      await ring(page).click()
      await page.getByRole('heading', { level: 1, name: /Hotline drill/ }).waitFor()
      await page.getByText('Is the line good?').waitFor()
      expect((await lastDraft(person))?.state).toBe('submitted')
      expect(await callsOf(sitting)).toBe(before + 1)
      await page.goto('/hotline?view=place')
      expect(await noteOf(page).inputValue()).toBe('')
      await context.close()
    },
    TEST_MS,
  )

  it(
    'is there to the last key when the page was killed while the call was being ended or handed over',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      const call = await drilled('To be ended.')
      await sitting.page.goto(`/hotline?call=${call}`)
      await sitting.page.getByRole('button', { name: 'End the call…' }).click()
      const close = (on: Page): Locator => on.getByRole('textbox', { name: /Close note/ })
      await close(sitting.page).pressSequentially('They will ')
      await onNode(sitting.page)
      await sitting.context.route('**/api/v1/**', (route) => route.abort())
      await close(sitting.page).pressSequentially('look at it')
      await line(sitting.page).getByText('Kept in this browser').waitFor()
      await until('the last key is noted', async () =>
        (await noted(sitting.page)).some((note) => note.includes('They will look at it')),
      )
      const page = await crash(sitting)
      await page.goto(`/hotline?call=${call}`)
      await page.getByRole('button', { name: 'End the call…' }).click()
      await expect.poll(() => close(page).inputValue()).toBe('They will look at it')
      await page.getByRole('button', { name: /How it ended/ }).click()
      await page.getByRole('option', { name: 'drill done' }).click()
      await page.getByRole('button', { name: 'End the call with this note' }).click()
      await page.locator('.hotline-timeline').getByText('They will look at it').waitFor()
      await sitting.context.close()
    },
    TEST_MS,
  )

  it(
    'stays in the browser of somebody whose seat keeps no drafts, and is placed all the same',
    async () => {
      const sitting = await stage.sit(stage.us, 'principal')
      const { context, page } = sitting
      const before = await callsOf(sitting)
      await thinkOut(page, 'From the minister.')
      await line(page).getByText('your seat keeps no drafts').waitFor()
      await page.reload()
      await expect.poll(() => noteOf(page).inputValue()).toBe('From the minister.')
      await phraseOf(page).fill('drill cn')
      await ring(page).click()
      await page.locator('.hotline-timeline').getByText('From the minister.').waitFor()
      expect(await callsOf(sitting)).toBe(before + 1)
      await page.goto('/hotline?view=place')
      expect(await noteOf(page).inputValue()).toBe('')
      expect(sitting.complaints.filter((said) => said.includes('403'))).toEqual([])
      await context.close()
    },
    TEST_MS,
  )
})

describe('what is typed in the directory', () => {
  it(
    'is there after a reload and after the session was lost, commas as they were typed',
    async () => {
      const sitting = await stage.sit(stage.us, 'coordinator')
      const { context, page, person } = sitting
      await page.goto('/directory?view=new')
      const name = (): Locator => page.getByRole('textbox', { name: /English/ })
      const spoken = (): Locator => page.getByRole('textbox', { name: /^Languages/ }).first()
      await name().fill('Invented Cyber Office')
      await spoken().fill('')
      await spoken().pressSequentially('en, vi, ')
      expect(await spoken().inputValue()).toBe('en, vi, ')
      await page.getByText('It wants more than the form itself').click()
      await onNode(page)
      await page.reload()
      await expect.poll(() => name().inputValue()).toBe('Invented Cyber Office')
      await expect.poll(() => spoken().inputValue()).toBe('en, vi')
      await person.signOut()
      await name().fill('Invented Cyber Office, renamed')
      await until('the end of the session is said', async () =>
        /session has ended|sign in/i.test(await page.locator('body').innerText()),
      )
      // Behind the question to sign in it is there, and hidden from whoever asks for roles.
      const typed = await page
        .locator('#content input')
        .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))
      expect(typed).toContain('Invented Cyber Office, renamed')
      await context.close()
    },
    TEST_MS,
  )

  it(
    'becomes the entry, the seat and the note that were written, once each',
    async () => {
      const { context, page, person } = await stage.sit(stage.us, 'coordinator')
      await page.goto('/directory?view=new')
      await page.getByRole('textbox', { name: /English/ }).fill('Office to be retired')
      await onNode(page)
      await page.getByRole('button', { name: 'List it' }).click()
      await page.getByRole('heading', { level: 1, name: 'Office to be retired' }).waitFor()
      await page.getByRole('button', { name: 'Open a seat' }).click()
      await page.getByRole('textbox', { name: /English/ }).fill('Night desk')
      await onNode(page)
      await page.reload()
      await page.getByRole('button', { name: 'Open a seat' }).click()
      await expect.poll(() => page.getByRole('textbox', { name: /English/ }).inputValue()).toBe('Night desk')
      await page.getByRole('button', { name: 'Open a seat' }).click()
      await page.getByRole('heading', { name: /Night desk/ }).waitFor()
      await page.getByRole('button', { name: 'Retire…' }).click()
      await page.getByRole('dialog').getByRole('textbox').fill('Merged into another.')
      await line(page).getByText('Kept on your node').waitFor()
      await page.getByRole('dialog').getByRole('button', { name: 'Take it off' }).click()
      await page.getByRole('heading', { level: 1, name: 'Directory' }).waitFor()
      const { items } = await person.client.call('drafts.list', { query: { list: 'mine' } })
      expect(items.map(({ content, state }) => `${content.type} ${state}`).toSorted()).toEqual([
        'directory.agency.list submitted',
        'directory.agency.retire submitted',
        'directory.seat.open submitted',
      ])
      await context.close()
    },
    TEST_MS,
  )
})
