import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SeatKind } from '../../src/sign-in/index.ts'
import { type Desk, enrolled, newKey, until } from '../api/desks.ts'
import { expectNoViolations } from './axe.ts'
import { listedAgency } from './listed-agency.ts'
import { openStage, type Sitting, type Stage } from './stage.ts'

const STARTING_MS = 90_000
const TEST_MS = 90_000
const STEP = { timeout: 20_000 }

let stage: Stage
let coordinator: Sitting
let first: Sitting
let second: Sitting
/** Somebody of ours, at the other end of all that these officers do. */
let ours: Sitting
/** The address of their agency’s page, on either side. */
let agency = ''

beforeAll(async () => {
  stage = await openStage()
  coordinator = await stage.sit(stage.cn, 'coordinator')
  ours = await stage.sit(stage.us, 'desk')
  first = await officer(stage.cn, 'desk')
  second = await officer(stage.cn, 'principal')
  const id = await listedAgency(coordinator.person, stage.channel, {
    timeZone: 'Asia/Shanghai',
    function: 'point-of-contact',
    seat: 'Night desk',
    hours: 'always',
  })
  agency = `/directory?agency=${id}`
}, STARTING_MS)
afterAll(() => stage?.close())

/** Somebody with a passkey, which is what an officer is appointed with. */
async function officer(desk: Desk, kind: SeatKind): Promise<Sitting> {
  const sitting = await stage.sit(desk, kind)
  const { person } = await enrolled(sitting.person, desk.origin)
  const [name = '', value = ''] = person.cookie.split('=', 2)
  await sitting.context.addCookies([{ name, value, url: desk.origin, httpOnly: true, sameSite: 'Strict' }])
  return { ...sitting, person }
}

/** On the coordinator’s screen: whom, and as the other side reads it. */
async function appoint(display: string, shown: string): Promise<void> {
  const { page } = coordinator
  await page.getByRole('button', { name: 'Appoint…' }).click()
  await page.getByRole('button', { name: /Person/ }).click()
  await page.getByRole('option', { name: display, exact: true }).click()
  await page.getByRole('textbox', { name: /Name as the other side reads it/ }).fill(shown)
  await page.getByRole('button', { name: 'Appoint', exact: true }).click()
  await page.getByRole('dialog').waitFor({ ...STEP, state: 'detached' })
}

describe('officers', () => {
  it(
    'are appointed on screen, and the other side reads who they are without asking anew',
    async () => {
      await ours.page.goto(agency)
      await ours.page.getByRole('heading', { level: 3, name: 'Night desk' }).waitFor(STEP)
      await coordinator.page.goto(agency)
      await appoint('desk', 'An Lin')
      await appoint('principal', 'Bo Chen')
      for (const name of ['An Lin', 'Bo Chen']) await ours.page.getByText(name).waitFor(STEP)
      expect(await ours.page.getByRole('button', { name: /Appoint|Relieve/ }).count()).toBe(0)
    },
    TEST_MS,
  )

  it(
    'hand a call over to a colleague, for whom alone it rings then, and the other side sees who is there',
    async () => {
      await Promise.all([first.page.goto('/'), second.page.goto('/')])
      const { id } = await ours.person.client.call('hotline.place', {
        params: { channel: stage.channel },
        body: {
          confirm: 'drill',
          drill: true,
          to: 'cn',
          reason: 'incident',
          severity: 'critical',
          note: 'Hello?',
        },
        key: newKey(),
      })
      await ours.page.goto(`/hotline?call=${id}`)
      await first.page.getByRole('button', { name: 'Answer the drill' }).click()
      const facts = ours.page.getByRole('region', { name: 'The call' })
      await facts.getByText('An Lin, Night desk').waitFor(STEP)
      await second.page.locator('.hotline-ring').waitFor({ ...STEP, state: 'detached' })

      await first.page.getByRole('button', { name: 'Hand over…' }).click()
      const dialog = first.page.getByRole('dialog')
      const go = dialog.getByRole('button', { name: 'Hand over…' })
      expect(await go.isDisabled()).toBe(true)
      await dialog.getByRole('button', { name: /To whom/ }).click()
      await first.page.getByRole('option', { name: /^principal/ }).click()
      await dialog.getByRole('textbox', { name: /What they should know/ }).fill('The line is bad.')
      await go.click()
      await dialog.waitFor({ ...STEP, state: 'detached' })

      await second.page.getByText('was handed to you: answer it anew').waitFor(STEP)
      // Whoever handed it over sees that it rings, and is not called.
      const answers = first.page.locator('.hotline-ring').getByRole('button', { name: /Answer/ })
      await expect.poll(() => answers.count()).toBe(0)
      await facts.getByText('Bo Chen, Night desk').waitFor(STEP)
      await ours.page.getByText('The line is bad.').waitFor(STEP)
      await second.page.locator('.hotline-ring').getByRole('button', { name: 'Answer the drill' }).click()
      const standing = ours.page.locator('.hotline-standing').getByRole('status')
      await standing.getByText('answered', { exact: true }).waitFor(STEP)
      expect(await facts.getByText('Bo Chen, Night desk').count()).toBe(1)
      for (const { page } of [first, second])
        await page.locator('.hotline-ring').waitFor({ ...STEP, state: 'detached' })
      await ours.person.client.call('hotline.stand-down', {
        params: { channel: stage.channel, matter: id },
        body: { outcome: 'drill-done', note: 'Heard.' },
        key: newKey(),
      })
    },
    TEST_MS,
  )

  it(
    'set by which way they are told and from which urgency on, and see what came and how it went out',
    async () => {
      const { page } = second
      await page.goto('/you?part=notices')
      await page.getByLabel('Mail address').fill('bo@desk.example')
      await page.getByText('every notice', { exact: true }).click()
      await page.getByRole('button', { name: 'Add it' }).click()
      const way = page.locator('.you-item').filter({ hasText: 'bo@desk.example' })
      await way.getByText('every notice').waitFor(STEP)

      const bell = page.getByRole('button', { name: /^Notices/ })
      await ours.person.client.call('hotline.place', {
        params: { channel: stage.channel },
        body: {
          confirm: 'drill',
          drill: true,
          to: 'cn',
          reason: 'other',
          severity: 'moderate',
          note: 'Again.',
        },
        key: newKey(),
      })
      await bell.filter({ hasText: /\d/ }).waitFor(STEP)
      await bell.click()
      const list = page.getByRole('dialog', { name: 'Notices' })
      await list.locator('[data-new=true]').first().waitFor(STEP)
      await list.getByRole('button', { name: 'Mark all as read' }).click()
      await expect.poll(() => list.locator('[data-new=true]').count(), STEP).toBe(0)
      await page.keyboard.press('Escape')
      await expect.poll(() => bell.filter({ hasText: /\d/ }).count()).toBe(0)

      const own = page.getByRole('region', { name: 'Your notices' })
      await own.getByRole('button', { name: 'How it went out' }).first().click()
      // This node has no mail server: that it did not go is told, and not that it went.
      await own.locator('.you-item .you-item').getByText(/^Mail/).first().waitFor(STEP)
      await own.locator('.you-attempts li').getByText('failed').first().waitFor(STEP)
      await way.getByRole('button', { name: 'Take it off' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Take it off' }).click()
      await page.getByText('Only in this application').waitFor(STEP)
      expect(second.complaints).toEqual([])
    },
    TEST_MS,
  )

  it(
    'are relieved on screen with a reason, and are officers no more on either side',
    async () => {
      await ours.page.goto(agency)
      await ours.page.getByText('An Lin').waitFor(STEP)
      const { page } = coordinator
      const row = page.getByRole('listitem').filter({ hasText: 'desk' }).filter({ hasText: 'Relieve…' })
      await row.first().getByRole('button', { name: 'Relieve…' }).click()
      const dialog = page.getByRole('dialog', { name: 'End this appointment?' })
      await dialog.getByRole('radio').last().waitFor({ state: 'attached' })
      await dialog.getByRole('button', { name: 'Relieve…' }).click()
      await dialog.waitFor({ ...STEP, state: 'detached' })
      await ours.page.getByText('An Lin').waitFor({ ...STEP, state: 'detached' })
      expect(await ours.page.getByText('Bo Chen').count()).toBe(1)
      await until('their own node names nobody in that place', async () => {
        const { items } = await coordinator.person.client.call('directory.agencies', {
          params: { channel: stage.channel },
        })
        return items.length === 1
      })
      for (const one of [coordinator, first, ours]) expect(one.complaints).toEqual([])
    },
    TEST_MS,
  )

  it(
    'leave traces that an auditor reads, narrows to one person and finds whole, and nobody else sees',
    async () => {
      const { complaints, context, page } = await stage.sit(stage.cn, 'auditor')
      await page.goto('/')
      await page.getByRole('link', { name: 'Operator', exact: true }).click()
      await page.getByRole('heading', { level: 1 }).waitFor(STEP)
      const table = page.getByRole('table')
      await table.getByRole('row').nth(3).waitFor(STEP)
      await page.getByLabel('Only of user (id)').fill(first.person.user)
      await page.getByRole('button', { name: 'Filter' }).click()
      const users = table.locator('tbody tr td:nth-child(3) code')
      await expect.poll(async () => new Set(await users.allInnerTexts()).size, STEP).toBe(1)
      expect(await users.first().innerText()).toBe(first.person.user)
      await expectNoViolations(page, 'access log')
      await page.getByLabel('Only of user (id)').fill('nobody-at-all')
      await page.getByRole('button', { name: 'Filter' }).click()
      await page.getByText('No such entry').waitFor(STEP)
      await page.getByRole('button', { name: 'Walk through it' }).click()
      await page.getByText(/\d+ entries, each follows the one before/).waitFor(STEP)
      expect(complaints).toEqual([])
      await context.close()
      await ours.page.goto('/operator?part=log')
      await ours.page.getByRole('heading', { level: 1 }).waitFor(STEP)
      expect(await ours.page.getByRole('table').count()).toBe(0)
    },
    TEST_MS,
  )
})
