import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPERATOR, type SeatKind } from '../../src/sign-in/index.ts'
import { initNode } from '../../src/app/index.ts'
import { launchBrowser } from '../browser/launch.ts'
import { expectNoViolations } from '../web/axe.ts'
import { type Desk, type Desks, openDesks, setDesk, startDesk } from './desks.ts'

const STARTING_MS = 90_000
const TEST_MS = 60_000

let browser: Browser
let desks: Desks
let strict: Desk
let folder = ''

beforeAll(async () => {
  browser = await launchBrowser()
  desks = await openDesks()
  folder = await mkdtemp(join(tmpdir(), 'entente-pages-'))
  const own = join(folder, 'node')
  await initNode(own, 'vn', 'Bộ <b>X</b>', '')
  await setDesk(own, { port: 0 })
  strict = await startDesk(own)
}, STARTING_MS)

afterAll(async () => {
  await browser?.close()
  await strict?.opened.stop()
  await desks?.close()
  await rm(folder, { recursive: true, force: true })
})

/** A link for somebody in a seat of that kind, as an operator makes it. */
async function linkFor({ origin, signIn }: Desk, kind: SeatKind): Promise<string> {
  const user = await signIn.users.make(OPERATOR, {
    name: `${kind}-by-link`,
    display: `Officer <i>${kind}</i>`,
    zone: 'Asia/Shanghai',
  })
  const seat = await signIn.seats.make(OPERATOR, { kind, title: `seat of ${kind}` })
  await signIn.seats.grant(OPERATOR, { seat: seat.id, user: user.id, channels: '*' })
  return `${origin}/enter/${(await signIn.invitations.make(OPERATOR, user.id)).token}`
}

/** A page of a browser of its own, with everything that it complained of. */
async function fresh(locale = 'en'): Promise<{ page: Page; complaints: string[] }> {
  const page = await (await browser.newContext({ locale })).newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { page, complaints }
}

/** What the door says of a browser’s session. */
async function meOf(page: Page, origin: string): Promise<unknown> {
  return (await page.request.get(`${origin}/api/v1/me`)).json()
}

describe('a link', () => {
  it(
    'is used by its button and never by looking at it, in a browser that obeys the policy and runs no script',
    async () => {
      const { us } = desks
      const link = await linkFor(us, 'desk')
      const { page, complaints } = await fresh()
      const answer = await page.goto(link)
      const policy = answer?.headers()['content-security-policy'] ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).not.toContain('script-src')
      expect(await page.evaluate('document.styleSheets.length')).toBe(1)
      expect(await page.evaluate('document.scripts.length')).toBe(0)
      expect(await page.innerText('main')).toContain('This link signs you in')
      expect(await meOf(page, us.origin)).toMatchObject({ code: 'not-signed-in' })
      expect(complaints).toEqual([])
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL(`${us.origin}/`)
      expect(await meOf(page, us.origin)).toMatchObject({
        display: 'Officer <i>desk</i>',
        strength: 'demo',
        grants: [{ kind: 'desk', title: 'seat of desk' }],
      })
      expect(complaints).toEqual([])
    },
    TEST_MS,
  )

  it(
    'of a node that does not play lets its holder enrol and nothing else, once, and is refused after that in their language',
    async () => {
      const link = await linkFor(strict, 'desk')
      const { page } = await fresh('vi')
      await page.goto(link)
      const late = await fresh('vi')
      await late.page.goto(link)
      // Whoever borrowed the browser reads it in their own language, and so what their press is answered with.
      await late.page.getByRole('link', { name: '简体中文' }).click()
      expect(await late.page.getAttribute('html', 'lang')).toBe('zh-Hans')
      await expectNoViolations(late.page, 'a link in the language that was chosen')
      expect(await page.innerText('.brand')).toBe('Bộ <b>X</b>')
      await page.getByRole('button', { name: 'Đăng nhập' }).click()
      await page.waitForURL(`${strict.origin}/`)
      expect(await meOf(page, strict.origin)).toMatchObject({ strength: 'invitation', permissions: [] })
      await late.page.getByRole('button', { name: '登录' }).click()
      expect(await late.page.innerText('main')).toContain('entente user link 文件夹 用户名')
      await late.page.getByRole('link', { name: 'Tiếng Việt' }).click()
      expect(await late.page.innerText('main')).toContain('entente user link THƯ_MỤC TÊN')
      expect(await late.page.getByRole('link', { name: 'Tiếng Việt' }).getAttribute('aria-current')).toBe(
        'true',
      )
      expect(late.complaints.filter((each) => !each.includes('401'))).toEqual([])
      const other = await fresh('zh-CN')
      expect((await other.page.goto(link))?.status()).toBe(401)
      expect(await other.page.innerText('h1')).toContain('链接')
      expect(await other.page.innerText('.brand')).toBe('Bộ <b>X</b>')
      expect(await other.page.innerText('main')).toContain('entente user link 文件夹 用户名')
      await expectNoViolations(other.page, 'a link that is used up')
      expect(await meOf(other.page, strict.origin)).toMatchObject({ code: 'not-signed-in' })
      await other.page.locator('main').getByRole('link').click()
      await other.page.waitForURL(`${strict.origin}/`)
    },
    TEST_MS,
  )
})

describe('the way out', () => {
  it(
    'works by a form alone, when the screens do not',
    async () => {
      const { us } = desks
      const { page } = await fresh()
      await page.goto(await linkFor(us, 'operator'))
      await page.getByRole('button').click()
      await page.waitForURL(`${us.origin}/`)
      const left = await page.request.post(`${us.origin}/leave`, {
        headers: { origin: us.origin, 'content-type': 'application/x-www-form-urlencoded' },
        data: '',
        maxRedirects: 0,
      })
      expect(left.status()).toBe(303)
      expect(await meOf(page, us.origin)).toMatchObject({ code: 'not-signed-in' })
    },
    TEST_MS,
  )
})

describe('a form of another site', () => {
  it('signs nobody in and nobody out', async () => {
    const link = await linkFor(desks.cn, 'desk')
    const { origin } = desks.cn
    const body = new URLSearchParams({ token: link.slice(link.lastIndexOf('/') + 1) })
    for (const said of ['https://elsewhere.example', 'null', undefined]) {
      const headers = said === undefined ? {} : { origin: said }
      const answer = await fetch(`${origin}/enter`, { method: 'POST', body, headers, redirect: 'manual' })
      expect(answer.status).toBe(403)
      expect(await answer.text()).toContain(`work at its own address only: ${origin}`)
      expect(answer.headers.get('set-cookie')).toBeNull()
    }
    const large = new URLSearchParams({ token: 'x'.repeat(9_000) })
    expect(
      (await fetch(`${origin}/enter`, { method: 'POST', body: large, headers: { origin } })).status,
    ).toBe(413)
  })
})
