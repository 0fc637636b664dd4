import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../browser/launch.ts'
import { plugIn } from './authenticator.ts'
import { expectNoViolations } from './axe.ts'
import { arrive, openStrict, type Strict } from './newcomer.ts'

const STARTING_MS = 90_000
const TEST_MS = 120_000
/** Password hashes take their time, on purpose. */
const POLL = { timeout: 15_000 }
const PASSWORD = 'correct horse battery staple of the desk'

let browser: Browser
let strict: Strict
beforeAll(async () => {
  ;[browser, strict] = await Promise.all([launchBrowser(), openStrict()])
}, STARTING_MS)
afterAll(async () => {
  await browser?.close()
  await strict?.close()
})

/** Somebody who has just made a passkey, on a page of their own. */
async function enrolled(liking: Parameters<typeof arrive>[2] = {}) {
  const { link, name, user } = await strict.invite('desk')
  const arrived = await arrive(browser, strict.desk.origin, liking)
  await plugIn(arrived.page)
  await arrived.page.goto(link)
  await arrived.page.getByRole('button').click()
  await arrived.page.locator('section').first().locator('form button').click()
  await arrived.page.locator('#content h1').waitFor()
  return { ...arrived, name, user }
}

async function open(page: Page, part: string): Promise<void> {
  await page.goto(`/you?part=${part}`)
  await page.locator('#content h1').waitFor()
  await page.locator('.skeleton').first().waitFor({ state: 'detached' })
}

/** From the button that shows the secret to the one that sends. */
async function setPassword(page: Page, current?: string): Promise<void> {
  await page.getByRole('button', { name: 'Set a password' }).click()
  const secret = (await page.locator('.sign-in-secret code').innerText()).replaceAll(' ', '')
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  if (current !== undefined) await page.getByLabel('Your password so far').fill(current)
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByLabel('First code').fill(totp.generate())
  await page.getByRole('button', { name: 'Set the password' }).click()
}

async function keep(page: Page): Promise<void> {
  await page.getByText('I have kept them').click()
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('10 codes').waitFor()
}

describe('what somebody sees of themselves', () => {
  it(
    'says who they are, which seats they hold, how far each reaches, and lets them set their clock',
    async () => {
      const { page, context, name, user } = await enrolled()
      await open(page, 'who')
      for (const part of [`Nguyễn Thị ${name}`, 'Desk officer', 'In all channels.', 'read matters and acts'])
        await expect.poll(() => page.locator('#content').innerText()).toContain(part)
      await page.getByRole('button', { name: /Time zone/ }).click()
      await page.getByRole('option', { name: 'Asia/Shanghai' }).click()
      await page.getByRole('radio', { name: '简体中文' }).last().check({ force: true })
      await page.getByRole('button', { name: 'Save' }).click()
      await expect.poll(async () => (await strict.desk.signIn.users.get(user)).zone).toBe('Asia/Shanghai')
      expect((await strict.desk.signIn.users.get(user)).languages[0]).toBe('zh-Hans')
      await context.close()
    },
    TEST_MS,
  )

  it.each(['en', 'vi', 'zh-Hans'] as const)(
    'can be read by a machine in %s, and is never wider than a narrow window',
    async (language) => {
      const { page, context, complaints } = await enrolled({ language, theme: 'dark', width: 360 })
      for (const part of ['who', 'sign-in', 'keys', 'notices']) {
        await open(page, part)
        await expectNoViolations(page, `${part} ${language}`)
        expect(
          await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
          part,
        ).toBeLessThanOrEqual(0)
      }
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )
})

describe('ways to sign in', () => {
  it(
    'are added and removed, and the last one stays',
    async () => {
      const { page, context, user } = await enrolled()
      await open(page, 'sign-in')
      const remove = page.getByRole('button', { name: 'Remove', exact: true })
      await remove.click()
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
      await page.getByRole('dialog').getByRole('alert').waitFor()
      expect(await strict.desk.signIn.passkeys.list(user)).toHaveLength(1)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Set a password' }).click()
      await setPassword(page)
      await keep(page)
      await page.getByRole('button', { name: 'New recovery codes' }).click()
      await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor()
      await expectNoViolations(page, 'recovery codes')
      await keep(page)
      await remove.click()
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
      await page.getByText('No passkey yet').waitFor()
      expect(await strict.desk.signIn.passkeys.list(user)).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'a password is changed only by who knows it',
    async () => {
      const { page, context } = await enrolled()
      await open(page, 'sign-in')
      await page.getByRole('button', { name: 'Set a password' }).click()
      await setPassword(page)
      await keep(page)
      await page.getByRole('button', { name: 'Change it' }).click()
      await setPassword(page, 'not the one so far')
      const current = page.getByLabel('Your password so far')
      await expect.poll(() => current.getAttribute('aria-invalid'), POLL).toBe('true')
      await current.fill(PASSWORD)
      await page.getByRole('button', { name: 'Set the password' }).click()
      await keep(page)
      await context.close()
    },
    TEST_MS,
  )
})

describe('sessions', () => {
  it(
    'are ended from another browser, at once',
    async () => {
      const { page, context, user } = await enrolled()
      const { token } = await strict.desk.signIn.invitations.make('operator', user)
      const elsewhere = await strict.desk.signIn.invitations.redeem(token, {
        address: '127.0.0.1',
        agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
      })
      await open(page, 'sign-in')
      await page.getByText('Firefox 140, Windows').waitFor()
      await page.getByRole('button', { name: 'End all others' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'End all others' }).click()
      await page.getByText('Firefox 140, Windows').waitFor({ state: 'detached' })
      expect(await strict.desk.signIn.authenticate(elsewhere)).toBeUndefined()
      await context.close()
    },
    TEST_MS,
  )
})

describe('ways of notice', () => {
  it(
    'are added, tried with the result of each attempt told, and taken off',
    async () => {
      const { page, context } = await enrolled()
      await open(page, 'notices')
      await page.getByText('This node has no mail server yet').waitFor()
      await page.getByLabel('Mail address').fill('not an address')
      await page.getByRole('button', { name: 'Add it' }).click()
      await page.getByRole('alert').waitFor()
      await page.getByLabel('Mail address').fill('duty@desk.example')
      await page.getByRole('button', { name: 'Add it' }).click()
      await page.getByText('duty@desk.example').waitFor()
      await page.getByRole('button', { name: 'Send a trial' }).click()
      await expect.poll(() => page.locator('.you-attempts li').first().innerText()).toContain('failed')
      await page.getByText('This is a trial of your notifications').waitFor()
      await page.getByRole('button', { name: 'Take it off' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Take it off' }).click()
      await page.getByText('Only in this application').waitFor()
      await context.close()
    },
    TEST_MS,
  )
})
