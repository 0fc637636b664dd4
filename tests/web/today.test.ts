import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newKey, requestTo, type Seated, until } from '../api/desks.ts'
import { expectNoViolations } from './axe.ts'
import { openStage, type Stage } from './stage.ts'

const STARTING_MS = 90_000
const TEST_MS = 120_000
const HOUR_MS = 3_600_000
const HOSTILE = '<script>document.title=1</script>\u202Eevil'

let stage: Stage
let theirs: Seated
beforeAll(async () => {
  stage = await openStage()
  theirs = await stage.cn.seated('desk')
}, STARTING_MS)
afterAll(() => stage?.close())

async function asked(title: string, dueInMs: number, urgency = 'routine'): Promise<string> {
  const request = await requestTo('us')
  const acknowledgeBy = new Date(Date.now() + dueInMs).toISOString()
  const json = { ...(request.body.json as Record<string, unknown>), title }
  const { matter } = await theirs.client.call('acts.make', {
    params: { channel: stage.channel },
    body: {
      ...request,
      data: { ...request.data, acknowledgeBy, urgency },
      body: { ...request.body, json },
      until: 'received',
    },
    key: newKey(),
  })
  return matter
}

describe('today', () => {
  it(
    'shows what changed while it was being opened, although it began to listen after that',
    async () => {
      const { complaints, context, page } = await stage.sit(stage.us, 'desk')
      let listen: () => void = () => undefined
      const mayListen = new Promise<void>((resolve) => (listen = resolve))
      await page.route(/\/api\/v1\/events/, async (route) => {
        await mayListen
        await route.continue()
      })
      await page.goto('/matters')
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined)
      await asked('Came in between', 48 * HOUR_MS)
      // What is hinted at later of the same request, such as that it has settled, is over by then.
      await new Promise((resolve) => setTimeout(resolve, 3_000))
      expect(await page.getByRole('link', { name: 'Came in between' }).count()).toBe(0)
      listen()
      await page.getByRole('link', { name: 'Came in between' }).first().waitFor()
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'says in its first line what presses most, and that it is overdue once it is',
    async () => {
      await asked('Takes its time', 90 * HOUR_MS)
      await asked('Presses', 2 * HOUR_MS, 'emergency')
      const { complaints, context, page } = await stage.sit(stage.us, 'desk')
      await page.goto('/')
      const next = page.getByRole('region', { name: 'Our next deadline' })
      await next.getByRole('link', { name: 'Presses' }).waitFor()
      expect(await next.innerText()).toMatch(/in 1 h 5\d min|in 2 h/)
      const soon = await asked('Falls due at once', 1_500)
      await next.getByRole('link', { name: 'Falls due at once' }).waitFor()
      await until('it is overdue on the node', async () => {
        const { items } = await theirs.client.call('inbox.overdue')
        return items.some(({ id }) => id === soon)
      })
      await page.reload()
      await next.getByText('1 matter on our side is overdue', { exact: false }).waitFor()
      await expectNoViolations(page, 'today, overdue')
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'shows a request of the other side within a second of its receipt, and its title harmless',
    async () => {
      const { context, page } = await stage.sit(stage.us, 'desk')
      await page.goto('/')
      await page.locator('.standing[data-state="live"]').waitFor()
      await page.getByRole('heading', { name: 'On our clock' }).waitFor()
      await asked(HOSTILE, 60 * HOUR_MS)
      await page
        .getByText('<script>document.title=1</script>', { exact: false })
        .first()
        .waitFor({ timeout: 1_000 })
      expect(await page.locator('.hidden-character').first().innerText()).toBe('U+202E')
      expect(await page.title()).not.toBe('1')
      await context.close()
    },
    TEST_MS,
  )

  it(
    'tells what changed until it is opened or marked as seen, and takes the mark back',
    async () => {
      const title = 'Changed for whoever looks'
      await asked(title, 70 * HOUR_MS)
      const { context, page } = await stage.sit(stage.us, 'desk')
      await page.goto('/')
      const changed = page.getByRole('region', { name: 'Changed since you looked' })
      await changed.getByRole('link', { name: title }).click()
      await page.waitForURL(/\/channels\//)
      await until('it counts as seen', async () => {
        await page.goto('/')
        await changed.getByRole('button', { name: 'Mark all as seen' }).waitFor()
        return (await changed.getByRole('link', { name: title }).count()) === 0
      })
      await changed.getByRole('button', { name: 'Mark all as seen' }).click()
      await changed.getByText('You have seen every change.').waitFor()
      await page.getByRole('button', { name: 'Undo' }).click()
      await changed.getByRole('button', { name: 'Mark all as seen' }).waitFor()
      expect(await changed.getByText('You have seen every change.').count()).toBe(0)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'puts what was given to me first, and shows drafts of mine as private',
    async () => {
      const matter = await asked('Given to the reader', 80 * HOUR_MS)
      const { context, page, person } = await stage.sit(stage.us, 'coordinator')
      const params = { channel: stage.channel, matter }
      const holder = { kind: 'user', id: person.user } as const
      await person.client.call('assignments.assign', { params, body: { holder, note: '' } })
      await person.client.call('drafts.make', {
        params: { channel: stage.channel },
        body: { content: { type: 'request.open', data: {}, body: { title: 'A draft of mine' } } },
      })
      await page.goto('/')
      const given = page.getByRole('region', { name: 'Given to me' })
      await given.getByRole('link', { name: 'Given to the reader' }).waitFor()
      await page.getByRole('heading', { level: 2, name: 'On our clock' }).waitFor()
      const heads = await page.getByRole('heading', { level: 2 }).allInnerTexts()
      expect(heads.indexOf('Given to me')).toBeLessThan(heads.indexOf('On our clock'))
      const ours = page.getByRole('region', { name: 'On our clock', exact: true })
      expect(await ours.getByRole('link', { name: 'Given to the reader' }).count()).toBe(0)
      const drafts = page.getByRole('region', { name: 'Drafts that wait' })
      await drafts.getByText('A draft of mine', { exact: false }).waitFor()
      expect(await drafts.getAttribute('data-tone')).toBe('private')
      await context.close()
    },
    TEST_MS,
  )

  it(
    'leads an operator, who reads nothing here, to the operator’s page',
    async () => {
      const { complaints, context, page } = await stage.sit(stage.us, 'operator')
      await page.goto('/')
      await page.getByRole('heading', { level: 1, name: 'Operator' }).waitFor()
      expect(new URL(page.url()).pathname).toBe('/operator')
      // Whoever goes back goes to where they came from, and not to Today and here again.
      await page.getByRole('region', { name: 'This node' }).waitFor()
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'has nothing that axe finds wrong in three languages, dark and on a phone, and scrolls in one direction only',
    async () => {
      for (const [language, theme, width] of [
        ['en', 'dark', 1280],
        ['vi', 'light', 360],
        ['zh-Hans', 'contrast', 360],
      ] as const) {
        const { context, page } = await stage.sit(stage.us, 'coordinator', { language, theme, width })
        await page.goto('/')
        await page.locator('.today-rows').first().waitFor()
        await expectNoViolations(page, `${language} ${theme}`)
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(
          0,
        )
        await context.close()
      }
    },
    TEST_MS,
  )
})
