import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPERATOR } from '../../src/sign-in/index.ts'
import { plugIn } from './authenticator.ts'
import { expectNoViolations } from './axe.ts'
import { arrive, openStrict, type Strict } from './newcomer.ts'
import { openStage, type Sitting, type Stage } from './stage.ts'

const STARTING_MS = 90_000
/** Longer than the question needs to be there, shorter than it may be put off. */
const WHILE_TYPING_MS = 1_500
const TEST_MS = 120_000
const OVER = {
  en: 'Your session has ended',
  vi: 'Phiên làm việc của quý vị đã kết thúc',
  'zh-Hans': '您的会话已结束',
}

let stage: Stage
let strict: Strict
beforeAll(async () => {
  ;[stage, strict] = await Promise.all([openStage(), openStrict()])
}, STARTING_MS)
afterAll(async () => {
  await stage?.close()
  await strict?.close()
})

/** A link of the demonstration for a user of ours: it signs in where it is pasted. */
async function linkOf(user: string): Promise<string> {
  const { token } = await stage.us.signIn.invitations.make(OPERATOR, user)
  return `${stage.us.origin}/enter/${token}`
}

async function paste(page: Page, link: string): Promise<void> {
  const dialog = page.getByRole('alertdialog')
  await dialog.locator('input').last().waitFor({ state: 'attached' })
  await dialog.getByRole('textbox', { name: 'One-time link' }).fill(link)
  await dialog.getByRole('button', { name: 'Use the link' }).click()
}

/** Begins a request and types its title. */
async function typeTitle({ page }: Sitting, text: string): Promise<void> {
  await page.goto(`/requests/new?channel=${stage.channel}`)
  await page.getByRole('textbox', { name: 'Title' }).first().fill(text)
}

const valueOf = (page: Page): Promise<string> =>
  // Behind the dialog it is there, and hidden from whoever asks for roles.
  page
    .locator('#content input')
    .evaluateAll((inputs) => inputs.map((input) => String(Reflect.get(input, 'value'))).join('|'))

async function draftsOnNode(page: Page): Promise<string> {
  const { origin } = stage.us
  const answer = await page.request.get(`${origin}/api/v1/drafts?limit=50`)
  return JSON.stringify(await answer.json())
}

describe('a session that ends while somebody types', () => {
  it(
    'is asked for over the screen, and nothing of what was typed is lost',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      const { context, page, person } = sitting
      await typeTitle(sitting, 'Servers of the invented botnet')
      await person.signOut()
      await page.getByRole('textbox', { name: 'Title' }).first().pressSequentially(' in two places')
      const dialog = page.getByRole('alertdialog', { name: OVER.en })
      await dialog.waitFor()
      expect(await valueOf(page)).toContain('Servers of the invented botnet in two places')
      await page.keyboard.press('Escape')
      expect(await dialog.isVisible(), 'there is no way past it').toBe(true)
      await expectNoViolations(page, 'signed out')
      await paste(page, await linkOf(person.user))
      await dialog.waitFor({ state: 'detached' })
      expect(await page.getByRole('textbox', { name: 'Title' }).first().inputValue()).toBe(
        'Servers of the invented botnet in two places',
      )
      await expect.poll(() => draftsOnNode(page), { timeout: 15_000 }).toContain('botnet in two places')
      await page.locator('.standing[data-state="live"]').waitFor()
      await context.close()
    },
    TEST_MS,
  )

  it(
    'is not asked for between two keys: half a word would go into its own field',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      const { context, page, person } = sitting
      await typeTitle(sitting, 'Servers')
      await person.signOut()
      const typing = await page.evaluateHandle(() => {
        const page = globalThis as unknown as {
          dispatchEvent(event: unknown): void
          KeyboardEvent: new (type: string) => unknown
        }
        return setInterval(() => page.dispatchEvent(new page.KeyboardEvent('keydown')), 50)
      })
      const refused = page.waitForResponse((response) => response.status() === 401)
      await page.getByRole('textbox', { name: 'Title' }).first().fill('Servers of the botnet')
      await refused
      const dialog = page.getByRole('alertdialog', { name: OVER.en })
      await page.waitForTimeout(WHILE_TYPING_MS)
      expect(await dialog.count()).toBe(0)
      await typing.evaluate((timer) => clearInterval(timer))
      await dialog.waitFor()
      expect(await valueOf(page)).toContain('Servers of the botnet')
      await context.close()
    },
    TEST_MS,
  )

  it(
    'shows nothing of what stood there to whoever passes by, and says so before anything is typed',
    async () => {
      const { context, page, person } = await stage.sit(stage.us, 'desk')
      await page.goto('/you?part=keys')
      await page.getByRole('textbox', { name: 'What it is for' }).fill('a secret tool')
      await person.signOut()
      // The stream of hints ends with the session: nobody has to press anything.
      await page.getByRole('alertdialog', { name: OVER.en }).waitFor({ timeout: 30_000 })
      const seen = await page.locator('.sign-in-again').evaluate((overlay) => {
        const { backgroundColor, inset, position } = getComputedStyle(overlay as never) as {
          backgroundColor: string
          inset: string
          position: string
        }
        return { backgroundColor, inset, position }
      })
      expect(seen.position).toBe('fixed')
      expect(seen.inset).toBe('0px')
      expect(seen.backgroundColor, 'opaque').toMatch(/^rgb\(/)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'that somebody else takes up shows them nothing of the first, and nothing goes out in their name',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      const { context, page, person } = sitting
      const other = await stage.us.seated('coordinator')
      await typeTitle(sitting, 'Only for the first')
      await expect.poll(() => draftsOnNode(page), { timeout: 15_000 }).toContain('Only for the first')
      await person.signOut()
      await page.getByRole('textbox', { name: 'Title' }).first().pressSequentially(', unsent')
      await page.getByRole('alertdialog', { name: OVER.en }).waitFor()
      const loaded = page.waitForEvent('load')
      await paste(page, await linkOf(other.user))
      await loaded
      await page.getByRole('button', { name: 'coordinator', exact: true }).waitFor()
      await page.waitForTimeout(1_500)
      expect(await draftsOnNode(page)).not.toContain('unsent')
      await context.close()
    },
    TEST_MS,
  )

  it.each(['vi', 'zh-Hans'] as const)(
    'is told in %s, and can be read by a machine on a narrow window',
    async (language) => {
      const { context, page, person } = await stage.sit(stage.us, 'desk', {
        language,
        theme: 'dark',
        width: 360,
      })
      await page.goto('/you')
      await page.locator('#content h1').waitFor()
      await page.getByRole('link').first().waitFor()
      await person.signOut()
      await page.evaluate('window.dispatchEvent(new Event("focus"))')
      await page.getByRole('alertdialog', { name: OVER[language] }).waitFor({ timeout: 30_000 })
      await expectNoViolations(page, language)
      expect(await page.getByRole('alertdialog').getByRole('button').count()).toBeGreaterThan(3)
      await context.close()
    },
    TEST_MS,
  )
})

describe('what needs a sign-in of the last minutes', () => {
  it(
    'asks for it in place, and is done then',
    async () => {
      const { link, user } = await strict.invite('desk')
      const { page, context, complaints } = await arrive(stage.browser, strict.desk.origin)
      await plugIn(page)
      await page.goto(link)
      await page.getByRole('button').click()
      await page.getByRole('button', { name: 'Make a passkey' }).click()
      await page.locator('#content h1').waitFor()
      strict.pass(16 * 60_000)
      await page.goto('/you?part=keys')
      await page.getByRole('textbox', { name: 'What it is for' }).fill('Ticket bridge')
      await page.getByText('read matters and acts').click()
      await page.getByRole('button', { name: 'Make the key' }).click()
      const dialog = page.getByRole('dialog', { name: 'Sign in again' })
      await dialog.waitFor()
      await expectNoViolations(page, 'sign in again')
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      await dialog.waitFor({ state: 'detached' })
      expect(await page.getByRole('alert').innerText()).toContain('Sign in again')
      expect(await strict.desk.signIn.apiKeys.list(user)).toEqual([])
      expect(await page.getByRole('textbox', { name: 'What it is for' }).inputValue()).toBe('Ticket bridge')
      await page.getByRole('button', { name: 'Make the key' }).click()
      await dialog.getByRole('button', { name: 'Sign in with a passkey' }).click()
      const token = await page.locator('.you-token').innerText()
      expect((await strict.desk.signIn.apiKeys.list(user)).map(({ label }) => label)).toEqual([
        'Ticket bridge',
      ])
      const answer = await fetch(`${strict.desk.origin}/api/v1/me`, {
        headers: { authorization: `Bearer ${token}` },
      })
      expect(await answer.json()).toMatchObject({ how: 'api-key', permissions: ['read'] })
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )
})
