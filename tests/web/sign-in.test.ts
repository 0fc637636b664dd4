import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { decodeQR } from 'qr/decode.js'
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

/** Opens a one-time link and uses it by its button. */
async function enter(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('button').click()
  await page.waitForURL(new URL('/', link).href)
}

async function signOut(page: Page, display: string): Promise<void> {
  // The bar at the top moves once more when the page is live.
  await page.locator('.standing[data-state="live"]').waitFor()
  await page.getByRole('button', { name: display }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor()
}

/** What a camera reads in the code: its squares as they are drawn, eight points each. */
async function scanned(page: Page): Promise<string> {
  const code = page.getByRole('img', { name: /QR code/ })
  await code.waitFor()
  const path = (await code.locator('path').getAttribute('d')) ?? ''
  const [, , width = 0] = ((await code.getAttribute('viewBox')) ?? '').split(' ').map(Number)
  const side = width * SQUARE
  const data = new Uint8Array(side * side * 4).fill(255)
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)/g))
    for (let row = 0; row < SQUARE; row += 1) {
      const from = (Number(y) * SQUARE + row) * side + Number(x) * SQUARE
      data.fill(0, from * 4, (from + Number(length) * SQUARE) * 4)
    }
  for (let alpha = 3; alpha < data.length; alpha += 4) data[alpha] = 255
  return decodeQR({ width: side, height: side, data })
}
const SQUARE = 8

/** Sets a password as an invitation asks; gives the application’s secret and the codes for a lost phone. */
async function setPassword(page: Page): Promise<{ totp: TOTP; codes: string[] }> {
  await page.getByRole('button', { name: 'Set a password' }).click()
  const secret = (await page.locator('.sign-in-secret code').innerText()).replaceAll(' ', '')
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  const uri = await page.getByRole('link', { name: /Open it in the application/ }).getAttribute('href')
  expect(uri).toContain(`otpauth://totp/`)
  expect(await scanned(page)).toBe(uri)
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByLabel('First code').fill(totp.generate())
  await page.getByRole('button', { name: 'Set the password' }).click()
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor()
  const codes = await page.locator('.sign-in-codes code').allInnerTexts()
  return { totp, codes }
}

async function byPassword(page: Page, name: string, password: string, code: string): Promise<void> {
  const way = page.getByRole('button', { name: 'Name, password and code' })
  if ((await way.getAttribute('aria-expanded')) !== 'true') await way.click()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('textbox', { name: 'Code' }).fill(code)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

describe('somebody new', () => {
  it(
    'comes by a one-time link, makes a passkey, and signs in with it from then on',
    async () => {
      const { link, name, user } = await strict.invite('desk')
      const { page, complaints, context } = await arrive(browser, strict.desk.origin)
      await plugIn(page)
      await enter(page, link)
      await page.getByRole('heading', { name: `Welcome, Nguyễn Thị ${name}` }).waitFor()
      await page.getByLabel('Name of this passkey').fill('Blue key')
      await page.getByRole('button', { name: 'Make a passkey' }).click()
      await page.locator('#content h1').waitFor()
      expect((await strict.desk.signIn.passkeys.list(user)).map(({ label }) => label)).toEqual(['Blue key'])
      await signOut(page, `Nguyễn Thị ${name}`)
      await page.goto('/figures')
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
      await page.locator('#content h1').waitFor()
      expect(new URL(page.url()).pathname, 'where one was').toBe('/figures')
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'makes a password with an authenticator application, and each recovery code lets in once',
    async () => {
      const { link, name } = await strict.invite('desk')
      const { page, complaints, context } = await arrive(browser, strict.desk.origin)
      await enter(page, link)
      const { codes } = await setPassword(page)
      expect(codes).toHaveLength(10)
      const goOn = page.getByRole('button', { name: 'Go on' })
      expect(await goOn.isDisabled(), 'not before they are kept').toBe(true)
      await page.getByText('I have kept them').click()
      await goOn.click()
      await page.locator('#content h1').waitFor()
      await signOut(page, `Nguyễn Thị ${name}`)
      await byPassword(page, name, PASSWORD, codes[0] ?? '')
      await page.locator('#content h1').waitFor()
      await signOut(page, `Nguyễn Thị ${name}`)
      await byPassword(page, name, PASSWORD, codes[0] ?? '')
      expect(await page.getByRole('alert').innerText()).toContain('Name, password or code is not right.')
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'is told the rule at the field where a password is weak or the first code is wrong, and keeps what was typed',
    async () => {
      const { link } = await strict.invite('desk')
      const { page, context } = await arrive(browser, strict.desk.origin)
      await enter(page, link)
      await page.getByRole('button', { name: 'Set a password' }).click()
      await page.getByLabel('New password').fill('short')
      await page.getByLabel('First code').fill('000000')
      await page.getByRole('button', { name: 'Set the password' }).click()
      const password = page.getByLabel('New password')
      await expect.poll(() => password.getAttribute('aria-invalid'), POLL).toBe('true')
      expect(await password.inputValue()).toBe('short')
      await password.fill(PASSWORD)
      await page.getByRole('button', { name: 'Set the password' }).click()
      await expect.poll(() => page.getByLabel('First code').getAttribute('aria-invalid'), POLL).toBe('true')
      await context.close()
    },
    TEST_MS,
  )
})

describe('whoever guesses', () => {
  it(
    'reads the same sentence whichever part was wrong',
    async () => {
      const { link, name } = await strict.invite('desk')
      const { page, context } = await arrive(browser, strict.desk.origin)
      await enter(page, link)
      const { totp } = await setPassword(page)
      await context.clearCookies()
      await page.goto('/')
      const wrong: (readonly [string, string, string])[] = [
        ['nobody-here', PASSWORD, totp.generate()],
        [name, 'another password altogether', totp.generate()],
        [name, PASSWORD, '000000'],
      ]
      const said = new Set<string>()
      for (const [who, password, code] of wrong) {
        await page.goto('/')
        await byPassword(page, who, password, code)
        said.add(await page.getByRole('alert').innerText())
        expect(await page.getByRole('textbox', { name: 'Password' }).inputValue(), 'still there').toBe(
          password,
        )
      }
      expect([...said]).toEqual(['Name, password or code is not right.'])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'learns nothing from a passkey, a link or a sealed code that is not good',
    async () => {
      const { page, context } = await arrive(browser, strict.desk.origin)
      await plugIn(page)
      await page.goto('/')
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
      expect(await page.getByRole('alert').innerText()).toContain('No passkey was used')
      await page.getByRole('button', { name: 'One-time link' }).click()
      const field = page.getByRole('textbox', { name: 'One-time link' })
      await field.fill('https://elsewhere.example/enter/abcdefghijklmnopqrstuvwxyz')
      await page.getByText('belongs to another node').waitFor()
      expect(await page.getByRole('button', { name: 'Use the link' }).isDisabled()).toBe(true)
      await field.fill(`${strict.desk.origin}/enter/${'a'.repeat(43)}`)
      await page.getByRole('button', { name: 'Use the link' }).click()
      await page.getByText('The link was used, has ended, or was withdrawn.').waitFor()
      await page.getByRole('button', { name: 'Sealed emergency code' }).click()
      await page.getByRole('textbox', { name: 'Code from the sealed envelope' }).fill('aaaaa-bbbbb')
      await page.getByLabel('Reason').fill('Nobody answers.')
      await page.getByRole('button', { name: 'Use the emergency code' }).click()
      await page.getByText('The code is not the sealed one, or was used.').waitFor()
      await context.close()
    },
    TEST_MS,
  )

  it(
    'cannot write a sentence of their own onto the page by a link',
    async () => {
      const { page, context } = await arrive(browser, strict.desk.origin)
      await page.goto(`/?refused=${encodeURIComponent('Call +1 555 0100 to unlock')}`)
      await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor()
      expect(await page.locator('body').innerText()).not.toContain('555')
      await page.goto('/?refused=oidc-nobody')
      expect(await page.getByRole('alert').innerText()).toContain('nobody here is linked to you')
      await expect.poll(() => page.url(), POLL).toBe(`${strict.desk.origin}/`)
      await context.close()
    },
    TEST_MS,
  )
})

describe('the sealed code', () => {
  it(
    'lets in with a reason, which stands where those who watch read it',
    async () => {
      const code = await strict.desk.signIn.breakGlass.seal()
      const { page, context } = await arrive(browser, strict.desk.origin)
      await page.goto('/')
      await page.getByRole('button', { name: 'Sealed emergency code' }).click()
      const use = page.getByRole('button', { name: 'Use the emergency code' })
      await page.getByRole('textbox', { name: 'Code from the sealed envelope' }).fill(code)
      expect(await use.isDisabled(), 'no reason yet').toBe(true)
      await page.getByLabel('Reason').fill('The duty officer is in hospital.')
      await use.click()
      await page.locator('#content h1').waitFor()
      const [used] = await strict.desk.signIn.breakGlass.uses()
      expect(used?.reason).toBe('The duty officer is in hospital.')
      await page.goto('/you?part=sign-in')
      await page.getByText('This session is nobody’s account').waitFor()
      await context.close()
    },
    TEST_MS,
  )
})

describe('signing in', () => {
  it(
    'is done by the keyboard alone',
    async () => {
      const { link, name } = await strict.invite('desk')
      const { page, context } = await arrive(browser, strict.desk.origin)
      await plugIn(page)
      await enter(page, link)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await tabTo(page, 'Make a passkey')
      await page.keyboard.press('Enter')
      await page.locator('#content h1').waitFor()
      await signOut(page, `Nguyễn Thị ${name}`)
      await tabTo(page, 'Sign in with a passkey')
      await page.keyboard.press('Enter')
      await page.locator('#content h1').waitFor()
      expect(new URL(page.url()).pathname).toBe('/')
      await context.close()
    },
    TEST_MS,
  )

  it.each([
    ['vi', 'Đăng nhập', 'Đăng nhập bằng khóa truy cập', 'Tạo khóa truy cập'],
    ['zh-Hans', '登录', '使用通行密钥登录', '创建通行密钥'],
  ] as const)(
    'speaks %s throughout',
    async (language, title, button, make) => {
      const { link } = await strict.invite('desk')
      const { page, context, complaints } = await arrive(browser, strict.desk.origin, { language })
      await plugIn(page)
      await enter(page, link)
      await page.getByRole('button', { name: make }).click()
      await page.locator('#content h1').waitFor()
      await context.clearCookies()
      await page.goto('/')
      await page.getByRole('heading', { name: title, level: 1 }).waitFor()
      await expect.poll(() => page.title()).toBe(title)
      await page.getByRole('button', { name: button }).click()
      await page.locator('#content h1').waitFor()
      await expect.poll(() => page.getAttribute('html', 'lang')).toBe(language)
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'changes its language and look before anybody has signed in',
    async () => {
      const { page, context } = await arrive(browser, strict.desk.origin)
      await page.goto('/')
      await page.getByRole('button', { name: '简体中文' }).click()
      await page.getByRole('heading', { name: '登录', level: 1 }).waitFor()
      await page.getByRole('button', { name: '外观' }).click()
      await page.getByRole('radio', { name: '深色' }).check({ force: true })
      await expect.poll(() => page.getAttribute('html', 'data-theme')).toBe('dark')
      await context.close()
    },
    TEST_MS,
  )

  it.each([
    ['en', 'light', 1280],
    ['vi', 'dark', 360],
    ['zh-Hans', 'contrast', 360],
  ] as const)(
    'can be read by a machine in %s, %s, at %i pixels, with every way open, and is never wider than the window',
    async (language, theme, width) => {
      const { link } = await strict.invite('desk')
      const { page, context, complaints } = await arrive(browser, strict.desk.origin, {
        language,
        theme,
        width,
      })
      await page.goto('/')
      await page.getByRole('heading', { level: 1 }).waitFor()
      for (const way of await page.locator('.sign-in-way-name').all()) {
        if ((await way.getAttribute('aria-expanded')) !== 'true') await way.click()
        await expectNoViolations(page, `${language} ${theme} ${await way.innerText()}`)
        await expectNoOverflow(page)
      }
      await enter(page, link)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.locator('form + *, section').last().getByRole('button').first().click()
      await page.locator('.sign-in-secret').waitFor()
      await expectNoViolations(page, `${language} ${theme} enrolment`)
      await expectNoOverflow(page)
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )
})

async function expectNoOverflow(page: Page): Promise<void> {
  expect(
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  ).toBeLessThanOrEqual(0)
}

/** Presses Tab until something of that name has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).waitFor()
  for (let i = 0; i < 30; i += 1) {
    const text = await page.evaluate('document.activeElement?.textContent ?? ""')
    if (text === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`“${name}” was not reached by the keyboard`)
}
