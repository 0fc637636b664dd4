import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPERATOR, type SeatKind } from '../../src/sign-in/index.ts'
import { initNode } from '../../src/app/index.ts'
import { launchBrowser } from '../browser/launch.ts'
import { type Desk, type Desks, newKey, openDesks, requestTo, setDesk, startDesk, until } from './desks.ts'

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

describe('a link of a node that plays', () => {
  it(
    'signs in by one button, in a browser that obeys the policy, and shows what waits in both zones',
    async () => {
      const { us, cn, channel } = desks
      const asker = await cn.seated('desk')
      const made = await asker.client.call('acts.make', {
        params: { channel },
        body: await requestTo('us'),
        key: newKey(),
      })
      await until('the request has come over', async () => {
        const held = await us.node.channel(channel).folds.matter(made.id)
        return held !== undefined
      })
      const { page, complaints } = await fresh()
      const link = await linkFor(us, 'desk')
      await page.goto(link)
      await page.getByRole('button', { name: 'Sign in' }).click()
      const text = await page.innerText('main')
      expect(text).toContain('Officer <i>desk</i>')
      expect(text).toContain('desk officer')
      expect(text).toMatch(/\d\d:\d\d UTC \(.*\d\d:\d\d Asia\/Shanghai\)\s+cn: request/)
      expect(page.url()).toBe(`${us.origin}/`)
      expect(await page.evaluate('document.styleSheets.length')).toBe(1)
      await page.getByRole('link', { name: made.id.slice(0, 12) }).click()
      expect(await page.innerText('body')).toContain(made.id)
      await page.goto(us.origin)
      await page.getByRole('button', { name: 'Sign out' }).click()
      expect(await page.innerText('main')).toContain('Nobody is signed in')
      await page.goto(link)
      await page.getByRole('button').click()
      expect(await page.innerText('main')).toContain('On our clock')
      expect(complaints).toEqual([])
    },
    TEST_MS,
  )

  it(
    'shows an operator nothing of what passes through the node',
    async () => {
      const { page } = await fresh('vi')
      await page.goto(await linkFor(desks.us, 'operator'))
      await page.getByRole('button', { name: 'Đăng nhập' }).click()
      const text = await page.innerText('main')
      expect(text).toContain('không đọc nội dung')
      expect(text).not.toContain('request')
    },
    TEST_MS,
  )
})

describe('a link of a node that does not play', () => {
  it(
    'lets its holder enrol once; from then on name, password and code sign in',
    async () => {
      const link = await linkFor(strict, 'desk')
      const { page, complaints } = await fresh()
      await page.goto(link)
      await page.getByRole('button', { name: 'Sign in' }).click()
      const secret = await page.locator('code').innerText()
      const totp = new TOTP({ secret: Secret.fromBase32(secret) })
      const password = 'correct horse battery staple of the desk'
      await page.getByLabel('New password').fill(password)
      await page.getByLabel('First code').fill('000000')
      await page.getByRole('button').click()
      expect(await page.locator('code').innerText()).toBe(secret)
      expect(await page.getByRole('alert').innerText()).not.toBe('')
      await page.getByLabel('New password').fill(password)
      await page.getByLabel('First code').fill(totp.generate())
      await page.getByRole('button').click()
      const codes = await page.locator('li code').allInnerTexts()
      expect(codes.length).toBeGreaterThan(4)
      await page.getByRole('link', { name: 'Go on' }).click()
      expect(await page.innerText('main')).toContain('by password and code')
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByLabel('Name').fill('desk-by-link')
      await page.getByLabel('Password').fill(password)
      await page.getByLabel('Code').fill(codes[0] ?? '')
      await page.getByRole('button').click()
      expect(await page.innerText('main')).toContain('On our clock')
      expect(await page.innerText('h1')).toBe('Bộ <b>X</b>')
      const other = await fresh('zh-CN')
      await other.page.goto(link)
      await other.page.getByRole('button').click()
      expect(await other.page.innerText('h1')).toContain('链接')
      // A refusal is an answer like any other; the browser notes its status.
      expect(complaints.filter((each) => !each.includes('status of 4'))).toEqual([])
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
      expect(answer.headers.get('set-cookie')).toBeNull()
    }
    const large = new URLSearchParams({ token: 'x'.repeat(9_000) })
    expect(
      (await fetch(`${origin}/enter`, { method: 'POST', body: large, headers: { origin } })).status,
    ).toBe(413)
  })
})
