import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newKey, requestTo, type Seated, until } from '../api/desks.ts'
import { expectNoViolations } from './axe.ts'
import { openStage, type Sitting, type Stage } from './stage.ts'

const STARTING_MS = 90_000
const TEST_MS = 120_000
const HOSTILE = '<img src=x onerror="document.title=1">\u202Egnp.exe \u200Bhidden'

let stage: Stage
let theirs: Seated
beforeAll(async () => {
  stage = await openStage()
  theirs = await stage.cn.seated('desk')
}, STARTING_MS)
afterAll(() => stage?.close())

/** A request that the other side records; when it is here, its id. */
async function asked(title: string, isHere = true): Promise<string> {
  const request = await requestTo('us')
  const json = { ...(request.body.json as Record<string, unknown>), title, ourNumber: `CN-${title}` }
  const made = await theirs.client.call('acts.make', {
    params: { channel: stage.channel },
    body: { ...request, body: { ...request.body, json }, until: isHere ? 'received' : 'recorded' },
    key: newKey(),
  })
  return made.matter
}

const rows = (page: Page) => page.locator('.lists-row')
const titles = (page: Page): Promise<string[]> => page.locator('.lists-row .matter-title a').allInnerTexts()
const focused = (page: Page): Promise<string> =>
  page.evaluate(
    `document.activeElement?.closest('.lists-row')?.querySelector('.matter-title a')?.innerText ?? ''`,
  )

async function at(path: string, sitting: Sitting): Promise<Page> {
  await sitting.page.goto(path)
  await sitting.page.getByRole('heading', { level: 1 }).waitFor()
  return sitting.page
}

describe('the list of matters', () => {
  it(
    'shows a request of the other side within a second of its receipt, without being loaded again',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      const page = await at('/matters', sitting)
      await page.locator('.standing[data-state="live"]').waitFor()
      const title = 'Appears by itself'
      await asked(title)
      await page.getByRole('link', { name: title }).waitFor({ timeout: 1_000 })
      expect(sitting.complaints).toEqual([])
      await sitting.context.close()
    },
    TEST_MS,
  )

  it(
    'is driven by keys alone: along the rows, selected, given, followed, opened, and back to the same place',
    async () => {
      for (const title of ['Key one', 'Key two', 'Key three']) await asked(title)
      const sitting = await stage.sit(stage.us, 'desk')
      const page = await at('/matters?list=all&kind=request', sitting)
      await page.getByRole('link', { name: 'Key one' }).waitFor()
      const order = await titles(page)
      await page.keyboard.press('j')
      await until('the first row has the focus', async () => (await focused(page)) === order[0])
      await page.keyboard.press('j')
      await until('the second row has the focus', async () => (await focused(page)) === order[1])
      await page.keyboard.press('ArrowUp')
      await until('the first row has it again', async () => (await focused(page)) === order[0])
      await page.keyboard.press('x')
      await page.getByText('1 selected').waitFor()
      await page.keyboard.press('Escape')
      await page.getByText('1 selected').waitFor({ state: 'detached' })
      await page.keyboard.press('a')
      await rows(page).first().getByText('with me').waitFor()
      await page.keyboard.press('f')
      await until('it is followed', async () => {
        const { items } = await sitting.person.client.call('follows.list', {
          params: { channel: stage.channel },
        })
        return items.length === 1
      })
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await rows(page).first().getByRole('link').focus()
      await page.keyboard.press('Enter')
      await page.waitForURL(/\/channels\//)
      await page.goBack()
      await page.getByRole('link', { name: 'Key one' }).waitFor()
      expect(page.url()).toContain('list=all&kind=request')
      await sitting.context.close()
    },
    TEST_MS,
  )

  it(
    'lets no letter act while somebody types, nor after the letters were turned off',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      const page = await at('/matters?list=all&kind=request', sitting)
      await rows(page).first().waitFor()
      await page.keyboard.press('?')
      await page.getByText('Single letters drive the list', { exact: false }).click()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.keyboard.press('j')
      await page.keyboard.press('x')
      expect(await page.locator('.lists-bulk').count()).toBe(0)
      expect(await focused(page)).toBe('')
      await sitting.context.close()
    },
    TEST_MS,
  )

  it(
    'gives several matters to a colleague at once, tells what became of each, and takes it back',
    async () => {
      const colleague = await stage.us.seated('desk')
      const sitting = await stage.sit(stage.us, 'coordinator')
      const page = await at('/matters?list=all&kind=request', sitting)
      await rows(page).nth(1).waitFor()
      await page.getByRole('checkbox', { name: 'Select row 1' }).press('Space')
      await page.getByRole('checkbox', { name: 'Select row 2' }).press('Space')
      await page.getByText('2 selected').waitFor()
      await page.getByRole('button', { name: 'Mark as seen' }).click()
      await page.getByText('Mark as seen: 2 done.').waitFor()
      await page.getByRole('button', { name: 'Assign to me' }).click()
      const mine = async (): Promise<number> =>
        (await sitting.person.client.call('assignments.mine')).items.length
      await until('both are given', async () => (await mine()) === 2)
      await page
        .getByRole('alertdialog', { name: /Assign to me: 2 done/ })
        .getByRole('button', { name: 'Undo' })
        .click()
      await until('both are taken back', async () => (await mine()) === 0)
      expect((await colleague.client.call('assignments.mine')).items).toEqual([])
      await page.getByRole('button', { name: 'Assign to…' }).click()
      await expectNoViolations(page, 'the question to whom')
      await page.getByRole('button', { name: /To whom/ }).click()
      await page.getByRole('option').last().click()
      await page.getByRole('button', { name: 'Assign', exact: true }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByText('Assigned: 2 done.').waitFor()
      await sitting.context.close()
    },
    TEST_MS,
  )

  it(
    'keeps a view under a name over a reload, renames it, and brings it back after it was removed',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      const page = await at('/matters?list=all&kind=request', sitting)
      await page.getByRole('button', { name: 'Save this view' }).click()
      await page.getByRole('textbox', { name: 'Name of the view' }).fill(HOSTILE)
      await page.keyboard.press('Enter')
      const saved = page.getByRole('navigation', { name: 'Saved views' })
      await saved.getByText('<img src=x', { exact: false }).waitFor()
      await at('/matters', sitting)
      await saved.getByText('<img src=x', { exact: false }).click()
      await page.waitForURL(/list=all&kind=request/)
      // What stands above it has grown by then: a view of all requests is narrowed and sorted by four choices.
      await page.locator('.lists-narrow button').nth(3).waitFor()
      await page.getByRole('button', { name: 'Your saved views' }).click()
      await page.getByRole('button', { name: /^Rename/ }).click()
      await page.getByRole('textbox', { name: 'Name of the view' }).fill('Requests of all')
      await page.keyboard.press('Enter')
      await saved.getByRole('link', { name: 'Requests of all' }).waitFor()
      await page.getByRole('button', { name: /^Remove/ }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
      await saved.getByRole('link', { name: 'Requests of all' }).waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Undo' }).click()
      await saved.getByRole('link', { name: 'Requests of all' }).waitFor()
      expect(await page.title()).not.toBe('1')
      await sitting.context.close()
    },
    TEST_MS,
  )

  it(
    'shows hostile titles for what they are, and axe finds nothing wrong in three languages, dark and on a phone',
    async () => {
      await asked(HOSTILE)
      for (const [language, theme, width] of [
        ['en', 'light', 1280],
        ['vi', 'dark', 360],
        ['zh-Hans', 'contrast', 1280],
      ] as const) {
        const sitting = await stage.sit(stage.us, 'desk', { language, theme, width })
        const page = await at('/matters?list=all', sitting)
        await page.getByText('<img src=x onerror=', { exact: false }).first().waitFor()
        expect(await page.locator('.hidden-character').count()).toBeGreaterThanOrEqual(2)
        await expectNoViolations(page, `${language} ${theme}`)
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        expect(overflow).toBeLessThanOrEqual(0)
        expect(await page.title()).not.toBe('1')
        expect(sitting.complaints).toEqual([])
        await sitting.context.close()
      }
    },
    TEST_MS,
  )

  it(
    'keeps what the reader looks at where it is when something new comes above it, and fills every frame',
    async () => {
      for (let i = 0; i < 60; i++) await asked(`Long ${i}`, i === 59)
      const sitting = await stage.sit(stage.us, 'desk')
      const page = await at('/matters?list=all&kind=request', sitting)
      await page.getByRole('link', { name: 'Long 59' }).waitFor()
      await page.locator('.lists-count', { hasText: 'and no more' }).waitFor()
      await page.mouse.wheel(0, 2_500)
      await until('it is scrolled and stands still', () =>
        page.evaluate<boolean>(
          `new Promise((done) => { const was = scrollY; requestAnimationFrame(() => requestAnimationFrame(() => done(was > 2_000 && scrollY === was))) })`,
        ),
      )
      const seen = await page.evaluate(
        `(() => { const rows = [...document.querySelectorAll('.lists-row')];
          const row = rows.find((one) => one.getBoundingClientRect().top > 200);
          row.querySelector('a').id = 'anchor'; return row.getBoundingClientRect().top })()`,
      )
      const before = Number.parseInt(await page.locator('.lists-count').innerText(), 10)
      await asked('Comes above')
      await until(
        'it is in the list',
        async () => (await page.getByText(`${before + 1} matters`).count()) === 1,
      )
      const now = await page.evaluate(
        `document.querySelector('#anchor').closest('.lists-row').getBoundingClientRect().top`,
      )
      expect(Math.abs(Number(now) - Number(seen))).toBeLessThan(4)
      // A wheel that is faster than any hand: nothing in sight is without a row.
      for (let i = 0; i < 6; i++) {
        await page.mouse.wheel(0, i % 2 === 0 ? 1_800 : -1_800)
        const isFull = await page.evaluate(
          `[150, 450, 750].every((y) => document.elementFromPoint(700, y)?.closest('.lists-row') !== null || document.querySelector('.lists').getBoundingClientRect().bottom < y || document.querySelector('.lists').getBoundingClientRect().top > y)`,
        )
        expect(isFull).toBe(true)
      }
      await sitting.context.close()
    },
    TEST_MS,
  )

  it(
    'is printed whole, though only what is in sight is drawn, and says on the paper how much of it is there',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      const page = await at('/matters?list=all&kind=request', sitting)
      await rows(page).first().waitFor()
      await page.locator('.lists-count', { hasText: 'and no more' }).waitFor()
      const count = Number.parseInt(await page.locator('.lists-count').innerText(), 10)
      expect(await rows(page).count()).toBeLessThan(count)
      await page.emulateMedia({ media: 'print' })
      await page.evaluate(`dispatchEvent(new Event('beforeprint'))`)
      expect(await rows(page).count()).toBe(count)
      expect(await page.locator('.lists-paper').innerText()).toContain(`${count} of ${count}`)
      await page.evaluate(`dispatchEvent(new Event('afterprint'))`)
      await page.emulateMedia({ media: 'screen' })
      await until('the screen draws what is in sight', async () => (await rows(page).count()) < count)
      await sitting.context.close()
    },
    TEST_MS,
  )
})

describe('the palette', () => {
  it(
    'opens a matter by the first digits of its id and by its number, and remembers it by its id alone',
    async () => {
      const matter = await asked('Found by digits')
      const sitting = await stage.sit(stage.us, 'desk')
      const page = await at('/', sitting)
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').fill(matter.slice(0, 8))
      await page.getByRole('option', { name: /Found by digits/ }).waitFor()
      await expectNoViolations(page, 'palette')
      await page.keyboard.press('Enter')
      await page.waitForURL(new RegExp(matter))
      await until('it is remembered', async () =>
        String(await page.evaluate(`localStorage.getItem('entente-recent')`)).includes(matter),
      )
      await at('/', sitting)
      await page.keyboard.press('Control+k')
      await page.getByRole('option', { name: /Found by digits/ }).waitFor()
      const kept = String(await page.evaluate(`localStorage.getItem('entente-recent')`))
      expect(JSON.parse(kept)).toEqual([[stage.channel, matter]])
      await page.getByRole('combobox').fill('CN-Found')
      await page.getByRole('option', { name: /Found by digits/ }).waitFor()
      await sitting.context.close()
    },
    TEST_MS,
  )

  it(
    'goes to the hotline and places no call, changes the appearance, and finds screens without diacritics',
    async () => {
      const sitting = await stage.sit(stage.us, 'desk', { language: 'vi' })
      const page = await at('/', sitting)
      const choose = async (typed: string, name: RegExp): Promise<void> => {
        await page.getByRole('combobox').waitFor({ state: 'detached' })
        await page.keyboard.press('Control+k')
        await page.getByRole('combobox').fill(typed)
        await page.getByRole('option', { name }).waitFor()
        await page.getByRole('option', { name }).click()
      }
      await choose('goi duong day', /Gọi đường dây nóng/)
      await page.waitForURL(/\/hotline/)
      const { items } = await sitting.person.client.call('hotline.calls', {
        params: { channel: stage.channel },
      })
      expect(items).toEqual([])
      await choose('giao dien', /Tương phản cao/)
      await until(
        'the appearance is changed',
        async () => (await page.evaluate('document.documentElement.dataset.theme')) === 'contrast',
      )
      await sitting.context.close()
    },
    TEST_MS,
  )
})

describe('search', () => {
  it(
    'finds words as they are typed, marks them, leads to the very act, and never runs what it finds',
    async () => {
      const matter = await asked(`Cannonball ${HOSTILE}`)
      const sitting = await stage.sit(stage.us, 'desk')
      await sitting.person.client.call('notes.write', {
        params: { channel: stage.channel, matter },
        body: { text: 'Our own cannonball note' },
      })
      await until('both are found', async () => {
        const { items } = await sitting.person.client.call('search.find', { query: { q: 'cannonball' } })
        return items.length === 2
      })
      const page = await at('/search', sitting)
      await expectNoViolations(page, 'search, empty')
      await page.getByRole('searchbox').fill('cannonb')
      await page
        .locator('mark', { hasText: /cannonball/i })
        .nth(1)
        .waitFor()
      expect(await page.locator('.search-hits > li[data-private="true"]').count()).toBe(1)
      await page.getByText('<img src=x', { exact: false }).first().waitFor()
      await expectNoViolations(page, 'search, found')
      await page.locator('.search-hits > li[data-private="false"] a').first().click()
      await page.waitForURL(new RegExp(`${matter}\\?act=${matter}`))
      await page.goBack()
      await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('cannonb')
      expect(await page.title()).not.toBe('1')
      expect(sitting.complaints).toEqual([])
      await sitting.context.close()
    },
    TEST_MS,
  )
})
