import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectNoViolations } from './axe.ts'
import { openStage, type Stage } from './stage.ts'

const STARTING_MS = 90_000
const TEST_MS = 120_000

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
}, STARTING_MS)
afterAll(() => stage?.close())

describe('the frame around every screen', () => {
  it(
    'asks nothing of anybody but its own node, and the browser has nothing to complain of',
    async () => {
      const { page, complaints, context } = await stage.sit(stage.us, 'desk')
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      await page.goto('/')
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => undefined)
      expect(asked.length).toBeGreaterThan(5)
      expect(asked.filter((url) => !url.startsWith(stage.us.origin))).toEqual([])
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'is served under a policy that lets no text become script',
    async () => {
      const { page, context } = await stage.sit(stage.us, 'desk')
      const answer = await page.goto('/')
      const policy = answer?.headers()['content-security-policy'] ?? ''
      for (const part of ["default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'"])
        expect(policy).toContain(part)
      expect(policy).not.toContain('unsafe')
      const refusal = await page.evaluate(() => {
        const { document } = globalThis as unknown as { document: { body: { innerHTML: string } } }
        try {
          document.body.innerHTML = '<img src=x onerror=alert(1)>'
          return 'taken'
        } catch (cause) {
          return cause instanceof TypeError ? 'refused' : String(cause)
        }
      })
      expect(refusal).toBe('refused')
      await context.close()
    },
    TEST_MS,
  )

  it.each(['en', 'vi', 'zh-Hans'] as const)(
    'can be read by a machine in %s, light, dark and in high contrast',
    async (language) => {
      for (const theme of ['light', 'dark', 'contrast'] as const) {
        const { page, context } = await stage.sit(stage.us, 'desk', { language, theme })
        await page.goto('/')
        await page.getByRole('heading', { level: 1 }).waitFor()
        await expect.poll(() => page.getAttribute('html', 'lang')).toBe(language)
        await expectNoViolations(page, `${language} ${theme}`)
        await context.close()
      }
    },
    TEST_MS,
  )

  it(
    'changes its language at once, without loading anew, and remembers it',
    async () => {
      const { page, context } = await stage.sit(stage.us, 'desk')
      await page.goto('/')
      // The bar at the top moves once more when the page is live.
      await page.locator('.standing[data-state="live"]').waitFor()
      await page.getByRole('button', { name: 'desk', exact: true }).click()
      await page.getByRole('dialog').getByText('desk', { exact: true }).waitFor()
      await page.getByRole('radio', { name: 'Tiếng Việt' }).check({ force: true })
      await page.getByRole('navigation').getByRole('link', { name: 'Đường dây nóng' }).waitFor()
      await expect.poll(() => page.getAttribute('html', 'lang')).toBe('vi')
      await page.reload()
      await page.getByRole('navigation').getByRole('link', { name: 'Đường dây nóng' }).waitFor()
      await context.close()
    },
    TEST_MS,
  )
})
