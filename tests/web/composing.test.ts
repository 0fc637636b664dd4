import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newKey, requestTo, until } from '../api/desks.ts'
import { expectNoViolations } from './axe.ts'
import {
  askedOfUs,
  field,
  lastDraft,
  line,
  openFormStage,
  openNew,
  REACHED,
  STARTING_MS,
  TEST_MS,
} from './form-stage.ts'
import type { Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openFormStage()
}, STARTING_MS)
afterAll(() => stage?.close())

describe('a new request', () => {
  it(
    'says what the partner demands at its field, plans its deadlines, and is recorded and received before one’s eyes',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      const { complaints, context, page, person } = sitting
      await openNew(sitting)
      const custodian = page.locator('#field-form-custodian')
      await page.locator('#field-data-kind button').click()
      await page.getByRole('option', { name: 'preservation of data' }).click()
      await custodian.getByText('Needed: the partner.').waitFor()
      await page.getByText('A person acknowledges by').waitFor()
      await expect.poll(() => page.locator('.forms-clock').first().innerText()).toContain('Shanghai')
      // The list leads to the field.
      await page.getByRole('button', { name: 'Who holds the data is missing.' }).click()
      await until('the field has the focus', () =>
        custodian.evaluate((one) => one.contains(document.activeElement)),
      )
      await page.keyboard.type('An invented provider')
      await until('the demand is met', async () => !(await custodian.innerText()).includes('Needed'))
      await field(page, 'form.title').fill('Preservation (invented)')
      await field(page, 'form.facts').fill('Invented for the test.')
      await field(page, 'form.law[0].provision').fill('Article 1')
      await field(page, 'form.wanted').fill('Please keep the records.')
      await field(page, 'form.necessity').fill('There is no other source.')
      await field(page, 'form.ourNumber').fill('US-1')
      await field(page, 'form.inCharge.office').fill('Duty desk')
      await page
        .getByLabel('Paste text with identifiers')
        .fill('seen at 192[.]0[.]2[.]7 and hxxps://pay[.]example[.]com/x, not 192.0.2.999')
      await page.getByRole('button', { name: 'Find identifiers' }).click()
      await page.getByText('not a sound IPv4 address').waitFor()
      await page.getByRole('button', { name: /Take over all 2/ }).click()
      expect(await field(page, 'form.identifiers[0].value').inputValue()).toBe('192.0.2.7')
      await page.getByText('Nothing that is needed is missing.').waitFor()
      await expectNoViolations(page, 'a whole request')
      await page.getByRole('button', { name: 'Preview' }).click()
      await page.getByRole('dialog').getByText('What stays with us').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Put the request on the record' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Put on the record' }).click()
      await page.getByText(REACHED).waitFor()
      const { items } = await person.client.call('matters.list', {
        params: { channel: stage.channel },
        query: { kind: 'request' },
      })
      const link = page.getByRole('link', { name: 'Open the matter' })
      expect(items.map(({ id }) => id)).toContain((await link.getAttribute('href'))?.split('/').at(-1))
      expect(complaints).toEqual([])
      // An earlier request begins a new one, without its number.
      await page.goto('/requests/new')
      await page.getByText('Copy an earlier request').click()
      await page.getByRole('button', { name: /Which request/ }).click()
      await page.getByRole('option').first().click()
      await until('it is copied', async () => {
        return (await field(page, 'form.title').inputValue()) === 'Preservation (invented)'
      })
      expect(await field(page, 'form.ourNumber').inputValue()).toBe('')
      await context.close()
    },
    TEST_MS,
  )

  it.each(['en', 'vi', 'zh-Hans'] as const)(
    'can be read by a machine in %s, also in the dark, and needs no scrolling aside on a phone',
    async (language) => {
      for (const [theme, width] of [
        ['light', 1280],
        ['dark', 360],
      ] as const) {
        const sitting = await stage.sit(stage.us, 'desk', { language, theme, width })
        const { context, page } = sitting
        for (const path of ['/requests/new', '/drafts']) {
          await page.goto(path)
          await page.locator('main h1').waitFor()
          if (path !== '/drafts') await field(page, 'form.title').waitFor()
          await expectNoViolations(page, `${path} ${language} ${theme}`)
          expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
        }
        await context.close()
      }
    },
    TEST_MS,
  )

  it(
    'is begun with the keyboard alone',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      const { context, page, person } = sitting
      await openNew(sitting)
      await page.locator('#field-data-kind button').focus()
      await page.keyboard.press('Enter')
      await until('the list has the focus', () =>
        page.evaluate(() => (document.activeElement?.closest('[role="listbox"]') ?? null) !== null),
      )
      await page.keyboard.type('traffic')
      await page.keyboard.press('Enter')
      await page.getByRole('listbox').waitFor({ state: 'detached' })
      for (let i = 0; i < 60 && (await focusedName(page)) !== 'form.title'; i++)
        await page.keyboard.press('Tab')
      await page.keyboard.type('By keys alone')
      await line(page).getByText('Kept on your node').waitFor()
      await until(
        'the node has it',
        async () => (await lastDraft(person))?.content.body?.['title'] === 'By keys alone',
      )
      expect((await lastDraft(person))?.content).toMatchObject({
        data: { kind: 'traffic' },
        body: { title: 'By keys alone' },
      })
      await context.close()
    },
    TEST_MS,
  )
})

describe('any other act', () => {
  it(
    'is written about a matter: a part is supplied, item by item, and the rest is said to follow',
    async () => {
      const matter = await askedOfUs(stage)
      const { context, page, person } = await stage.sit(stage.us, 'desk')
      const draft = await person.client.call('drafts.make', {
        params: { channel: stage.channel },
        body: { content: { type: 'request.supply', about: matter, data: { final: false } } },
      })
      await page.goto(`/drafts?draft=${draft.id}`)
      await page.getByRole('button', { name: /Answer to item 1/ }).click()
      await page.getByRole('option', { name: 'follows later' }).click()
      await field(page, 'form.items[0].text').fill('The provider needs until Friday.')
      await field(page, 'form.text').fill('The first three days.')
      await line(page).getByText('Kept on your node').waitFor()
      await expectNoViolations(page, 'supplying')
      await page.getByRole('button', { name: 'Put on the record' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Put on the record' }).click()
      await page.getByText(REACHED).waitFor()
      const theirs = await stage.cn.seated('desk')
      const params = { channel: stage.channel, matter }
      await until('the other side has it', async () => {
        return (await theirs.client.call('matters.get', { params })).status === 'partly-supplied'
      })
      const { items } = await theirs.client.call('matters.acts', { params, query: {} })
      expect(items.find(({ type }) => type === 'request.supply')?.body?.content).toMatchObject({
        text: 'The first three days.',
        items: [
          { value: '192.0.2.44', answer: 'later', text: 'The provider needs until Friday.' },
          { type: 'domain' },
          { type: 'email' },
        ],
      })
      await context.close()
    },
    TEST_MS,
  )

  it(
    'asks to consult before a refusal, and a note for an act without a form of its own is not out of reach',
    async () => {
      const matter = await askedOfUs(stage)
      const { context, page, person } = await stage.sit(stage.us, 'desk')
      const make = (type: string) =>
        person.client.call('drafts.make', {
          params: { channel: stage.channel },
          body: { content: { type, about: matter, data: {} } },
        })
      await page.goto(`/drafts?draft=${(await make('request.decline')).id}`)
      await page.getByText('has not been consulted yet').waitFor()
      await page.getByRole('button', { name: 'Consult first' }).click()
      await page.getByRole('radio', { name: 'a refusal' }).waitFor()
      await expect.poll(() => page.getByRole('radio', { name: 'a refusal' }).isChecked()).toBe(true)
      await page.goto(`/drafts?draft=${(await make('evidence.view')).id}`)
      await page.getByText('what for', { exact: false }).first().waitFor()
      await context.close()
    },
    TEST_MS,
  )

  it(
    'shows in a list that was opened too early what comes into it a moment later',
    async () => {
      const matter = await askedOfUs(stage)
      const { context, page, person } = await stage.sit(stage.us, 'desk')
      const draft = await person.client.call('drafts.make', {
        params: { channel: stage.channel },
        body: { content: { type: 'remark.translate', about: matter, data: {} } },
      })
      let answer: () => void = () => undefined
      const answered = new Promise<void>((resolve) => (answer = resolve))
      await page.route(/\/acts\?/, async (route) => {
        await answered
        await route.continue()
      })
      await page.goto(`/drafts?draft=${draft.id}`)
      await page.locator('#field-data-of button').click()
      await page.getByText('There is nothing to choose from yet.').waitFor()
      await expectNoViolations(page, 'an empty list')
      answer()
      await page.getByRole('option', { name: /request/ }).click()
      await expect.poll(() => page.locator('#field-data-of button').innerText()).toContain('request')
      await context.close()
    },
    TEST_MS,
  )

  it(
    'waits for a second officer where the charter asks for one, who sees exactly what it is',
    async () => {
      const { context, page, person } = await stage.sit(stage.us, 'desk')
      const request = await person.client.call('acts.make', {
        params: { channel: stage.channel },
        body: await requestTo('cn'),
        key: newKey(),
      })
      const draft = await person.client.call('drafts.make', {
        params: { channel: stage.channel },
        body: { content: { type: 'request.withdraw', about: request.id, data: {} } },
      })
      await page.goto(`/drafts?draft=${draft.id}`)
      await page.getByRole('radio', { name: 'found elsewhere' }).check({ force: true })
      await field(page, 'form.text').fill('Found with a provider at home.')
      await page.getByText('The charter asks for a second officer').waitFor()
      await page.getByRole('button', { name: 'Ask a second officer' }).click()
      await page.getByText('It waits for a second officer').waitFor()
      await expect.poll(() => field(page, 'form.text').isDisabled()).toBe(true)
      const second = await stage.sit(stage.us, 'coordinator')
      await second.page.goto('/drafts?list=to-approve')
      const card = second.page.locator('section', { hasText: 'Exactly this would be put on the record' })
      await card.getByText('Found with a provider at home.').first().waitFor()
      await expectNoViolations(second.page, 'approving')
      await card.getByRole('button', { name: 'Approve' }).click()
      await second.page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
      await second.page.getByText('Nothing waits for your approval').waitFor()
      await page.reload()
      await page.getByText('has approved exactly this text').waitFor()
      await page.getByRole('button', { name: 'Put on the record' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Put on the record' }).click()
      await page.getByText(REACHED).waitFor()
      await context.close()
      await second.context.close()
    },
    TEST_MS,
  )
})

function focusedName(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute('name') ?? null)
}
