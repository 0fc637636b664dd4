import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../../src/api/index.ts'
import { OPERATOR } from '../../src/sign-in/index.ts'
import { type Seated, setDesk, startDesk, until } from '../api/desks.ts'
import { expectNoViolations } from './axe.ts'
import { field, lastDraft, line, noted, openFormStage, openNew, STARTING_MS, TEST_MS } from './form-stage.ts'
import type { Sitting, Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openFormStage()
}, STARTING_MS)
afterAll(() => stage?.close())

/** The same person signs in again, in the browser that they sit before. */
async function signInAgain({ context, person }: Sitting): Promise<Pick<Seated, 'client'>> {
  const { signIn, cookieName, origin } = stage.us
  const { token } = await signIn.invitations.make(OPERATOR, person.user)
  const session = await signIn.invitations.redeem(token, { address: '127.0.0.1' })
  await context.addCookies([
    { name: cookieName, value: session.token, url: origin, httpOnly: true, sameSite: 'Strict' },
  ])
  return { client: createClient(origin, { cookie: `${cookieName}=${session.token}` }) }
}

describe('what is written in a form', () => {
  it(
    'is there to the last key after the page was killed without a word, and the browser forgets what the node has',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      const { context, page, person } = sitting
      await openNew(sitting)
      await field(page, 'form.title').pressSequentially('Records of a mail server')
      await page.waitForURL(/draft=/)
      await line(page).getByText('Kept on your node').waitFor()
      await expect.poll(() => noted(page)).toEqual([])
      // The node is away from here on: the rest is in this browser alone.
      await context.route('**/api/v1/**', (route) => route.abort())
      await field(page, 'form.facts').pressSequentially('Invented: the mailbox was read at nig')
      const at = page.url()
      await until('the last key is noted', async () => {
        const notes = await noted(page)
        return notes.length === 1 && notes[0]?.includes('was read at nig') === true
      })
      const crash = page.close({ runBeforeUnload: false })
      await crash
      await context.unroute('**/api/v1/**')
      const again = await context.newPage()
      await again.goto(at)
      await field(again, 'form.facts').waitFor()
      await expect.poll(() => field(again, 'form.title').inputValue()).toBe('Records of a mail server')
      await expect
        .poll(() => field(again, 'form.facts').inputValue())
        .toBe('Invented: the mailbox was read at nig')
      await line(again).getByText('Kept on your node').waitFor()
      expect((await lastDraft(person))?.content.body).toMatchObject({
        title: 'Records of a mail server',
        facts: 'Invented: the mailbox was read at nig',
      })
      await until('the browser has forgotten it', async () => (await noted(again)).length === 0)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'outlives the session: what is typed after it was ended is there when the same person signs in again',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      const { context, page, person } = sitting
      await openNew(sitting)
      await field(page, 'form.wanted').pressSequentially('Please keep')
      await line(page).getByText('Kept on your node').waitFor()
      await person.signOut()
      // At one stroke: on a slow machine the question who sits there comes between two keys, and has the second.
      await field(page, 'form.wanted').fill('Please keep the records')
      const at = page.url()
      await until('the end of the session is said', async () => {
        return /session has ended|sign in/i.test(await page.locator('body').innerText())
      })
      const again = await signInAgain(sitting)
      // Somewhere else in this browser; the page that stayed goes on by itself.
      await page.evaluate(() => dispatchEvent(new Event('online')))
      await until('what waited has come to the node', async () => {
        return (await lastDraft(again))?.content.body?.['wanted'] === 'Please keep the records'
      })
      await page.goto(at)
      await field(page, 'form.wanted').waitFor()
      await expect.poll(() => field(page, 'form.wanted').inputValue()).toBe('Please keep the records')
      await line(page).getByText('Kept on your node').waitFor()
      await context.close()
    },
    TEST_MS,
  )

  it(
    'is kept twice where two browsers write one draft, and whoever sits there chooses',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      const { context, page, person } = sitting
      await openNew(sitting)
      await field(page, 'form.title').fill('Begun here')
      await line(page).getByText('Kept on your node').waitFor()
      const draft = await lastDraft(person)
      if (draft === undefined) throw new Error('there is no draft')
      await person.client.call('drafts.save', {
        params: { draft: draft.id },
        body: { ...draft.content, body: { ...draft.content.body, title: 'Written elsewhere' } },
        headers: { 'if-match': `"v${draft.version}"` },
      })
      await field(page, 'form.title').fill('Gone on with here')
      const both = page.getByRole('alert').filter({ hasText: 'changed in two places' })
      await both.waitFor()
      expect(await both.innerText()).toContain('Written elsewhere')
      expect(await both.innerText()).toContain('Gone on with here')
      await expectNoViolations(page, 'two texts')
      await both.getByRole('button', { name: 'Go on with what is typed here' }).click()
      await line(page).getByText('Kept on your node').waitFor()
      expect((await lastDraft(person))?.content.body?.['title']).toBe('Gone on with here')
      await page.getByRole('button', { name: 'Undo', exact: true }).click()
      await until('the other text is back', async () => {
        return (await field(page, 'form.title').inputValue()) === 'Written elsewhere'
      })
      await page.getByRole('button', { name: 'Redo', exact: true }).click()
      await expect.poll(() => field(page, 'form.title').inputValue()).toBe('Gone on with here')
      await context.close()
    },
    TEST_MS,
  )

  it(
    'is said to be on the node again when the last key was taken back at once',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      const { context, page } = sitting
      await openNew(sitting)
      await field(page, 'form.title').fill('Sign-in records')
      await line(page).getByText('Kept on your node').waitFor()
      await field(page, 'form.title').focus()
      await page.keyboard.press('End')
      await page.keyboard.press('x')
      await page.keyboard.press('Backspace')
      await expect.poll(() => line(page).innerText()).toContain('Kept on your node')
      await context.close()
    },
    TEST_MS,
  )

  it(
    'is put aside and taken back',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      const { context, page, person } = sitting
      await openNew(sitting)
      await field(page, 'form.title').fill('Put aside by mistake')
      await line(page).getByText('Kept on your node').waitFor()
      await page.getByRole('button', { name: 'Put aside', exact: true }).click()
      await page.getByRole('heading', { name: 'Drafts', level: 1 }).waitFor()
      expect((await person.client.call('drafts.list', { query: { list: 'discarded' } })).items).toHaveLength(
        1,
      )
      await page.getByRole('button', { name: 'Undo', exact: true }).click()
      await page.getByRole('heading', { name: /Put aside by mistake/ }).waitFor()
      await context.close()
    },
    TEST_MS,
  )
})

describe('a node that goes away', () => {
  it(
    'is said to be away while one types, and has everything once it is back',
    async () => {
      const folder = join(stage.dir, 'us')
      const port = Number(new URL(stage.us.origin).port)
      const sitting = await stage.sit(stage.us, 'desk')
      const { context, page, person } = sitting
      await openNew(sitting)
      await field(page, 'form.title').fill('Before')
      await line(page).getByText('Kept on your node').waitFor()
      await setDesk(folder, { port, demo: true, strangersPerMinute: 100_000, requestsPerMinute: 100_000 })
      await stage.us.opened.stop()
      await field(page, 'form.title').fill('While it was away')
      await line(page).getByText('Kept in this browser only').waitFor()
      const back = await startDesk(folder)
      try {
        await line(page).getByText('Kept on your node').waitFor({ timeout: 30_000 })
        expect((await lastDraft(person))?.content.body?.['title']).toBe('While it was away')
      } finally {
        await context.close()
        await back.opened.stop()
      }
    },
    TEST_MS,
  )
})
