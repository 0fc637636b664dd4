import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { feedOf } from '../../src/exchange/index.ts'
import { emptyRoot, makeForkProof, originOf, signHead, signersFromSeeds } from '../../src/record/index.ts'
import { newKey, requestTo, type Seated, until } from '../api/desks.ts'
import { expectNoViolations } from './axe.ts'
import { openStage, type Sitting, type Stage } from './stage.ts'
import { expectLive } from './liveness.ts'

const run = promisify(execFile)
const STARTING_MS = 90_000
const TEST_MS = 120_000
const VERIFYING_MS = 60_000
/** A bell, a right-to-left override and markup, as a file's name. */
const HOSTILE = 'proof\u202e<img src=x onerror=alert(1)>.txt'

let stage: Stage
let theirs: Seated
let matter = ''

beforeAll(async () => {
  stage = await openStage()
  const officer = await stage.us.seated('desk')
  theirs = await stage.cn.seated('desk')
  const made = await officer.client.call('acts.make', {
    params: { channel: stage.channel },
    body: { ...(await requestTo('cn')), until: 'settled', waitMs: 20_000 },
    key: newKey(),
  })
  matter = made.id
}, STARTING_MS)
afterAll(() => stage?.close())

async function openAt(
  view: string,
  ...liking: Parameters<Stage['sit']> extends [unknown, unknown, ...infer L] ? L : never
): Promise<Sitting> {
  const sitting = await stage.sit(stage.us, 'desk', ...liking)
  await sitting.page.goto(view)
  await sitting.page.getByRole('heading', { level: 1 }).waitFor()
  return sitting
}

/** The file that the button or link hands down. */
async function taken(page: Page, press: () => Promise<void>): Promise<{ name: string; path: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  const path = join(stage.dir, `${newKey()}-${download.suggestedFilename()}`)
  await download.saveAs(path)
  return { name: download.suggestedFilename(), path }
}

const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { document } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number; clientWidth: number } }
    }
    return Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)
  })

describe('the feeds side by side', () => {
  it(
    'show by themselves what the other side records, with the way to it in its matter',
    async () => {
      const { page, complaints, context } = await openAt('/record')
      const feed = page.getByRole('list', { name: /Entries of Ministry cn/ })
      await feed.getByRole('listitem').first().waitFor()
      await page.getByText('Live').first().waitFor()
      const acknowledged = feed.getByRole('link', { name: /acknowledges the request/ })
      expect(await acknowledged.count()).toBe(0)
      await theirs.client.call('acts.make', {
        params: { channel: stage.channel },
        body: { type: 'request.acknowledge', about: matter, data: {}, until: 'received', waitMs: 20_000 },
        key: newKey(),
      })
      const receivedMs = performance.now()
      await acknowledged.waitFor()
      expectLive('an entry', performance.now() - receivedMs)
      expect(await acknowledged.getAttribute('href')).toMatch(
        new RegExp(`/matters/${matter}\\?act=[0-9a-f]{64}$`),
      )
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'say that all of ours is received, and hand down the proof of an entry that the command verifies',
    async () => {
      const { page, context } = await openAt('/record')
      await page
        .getByText(/Everything of ours, \d+ entries, has been received: Ministry cn has signed/)
        .waitFor()
      const button = page
        .getByRole('button', { name: /Download the proof of no\. \d+ of Ministry us/ })
        .first()
      const { path } = await taken(page, () => button.click())
      expect(await readFile(path, 'utf8')).toContain('c2sp.org/tlog-proof@v1')
      await page.goto('/record?view=carry')
      const cards: string[] = []
      for (const party of ['Ministry us', 'Ministry cn'])
        cards.push(
          (await taken(page, () => page.getByRole('button', { name: `Card of ${party}` }).click())).path,
        )
      expect(await verdictOfCommand(path, cards)).toMatch(/^VERIFIED/m)
      await page.goto('/record?view=verify')
      await page.locator('input[type=file]').setInputFiles(path)
      const outcome = page.getByRole('group', { name: /Verdict on/ })
      await outcome.waitFor({ timeout: VERIFYING_MS })
      expect(await outcome.locator('.record-verdict').innerText()).toMatch(/^VERIFIED\. The act stands/)
      expect(await outcome.getByText(/number \d+ of the \d+ under root [0-9a-f]{12}/).count()).toBe(1)
      await context.close()
    },
    TEST_MS,
  )
})

describe('verification in the browser', () => {
  it(
    'comes to the verdict of the command on the same channel, and to the sizes and roots that the node shows',
    async () => {
      const { page, complaints, context } = await openAt('/record?view=verify')
      await page.getByRole('button', { name: 'Verify everything that both sides have signed' }).click()
      const outcome = page.getByRole('group', { name: /Verdict on/ })
      await outcome.waitFor({ timeout: VERIFYING_MS })
      await outcome.getByText('the same size and the same root').nth(1).waitFor()
      expect(await outcome.getByText('the same size and the same root').count()).toBe(2)
      const said = await outcome.locator('.record-verdict').innerText()
      const link = page.getByRole('link', { name: 'Download the record' })
      await page.goto('/record?view=carry')
      const { name, path } = await taken(page, () => link.click())
      expect(name).toBe(`us-${stage.channel.slice(0, 12)}.tar`)
      const cards: string[] = []
      for (const party of ['Ministry us', 'Ministry cn'])
        cards.push(
          (await taken(page, () => page.getByRole('button', { name: `Card of ${party}` }).click())).path,
        )
      const told = (await verdictOfCommand(path, cards)).replaceAll(/\s+/g, ' ')
      // The command was given cards; here nobody gave any.
      expect(said).toContain('of the parties’ cards as our node holds them')
      expect(told).toContain(
        said.replace('the parties’ cards as our node holds them', 'the cards that you gave'),
      )
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'finds one flipped byte in a file that is dropped, and names what is wrong in words',
    async () => {
      const { page, complaints, context } = await openAt('/record?view=carry')
      const { path } = await taken(page, () =>
        page.getByRole('link', { name: 'Download the record' }).click(),
      )
      const bytes = await readFile(path)
      const at = bytes.indexOf('request.open')
      expect(at).toBeGreaterThan(0)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      const forged = join(stage.dir, 'forged.tar')
      await writeFile(forged, bytes)
      await page.goto('/record?view=verify')
      await page.locator('input[type=file]').setInputFiles(forged)
      const outcome = page.getByRole('group', { name: 'Verdict on forged.tar' })
      await outcome.waitFor({ timeout: VERIFYING_MS })
      expect(await outcome.getByRole('alert').first().innerText()).toContain('NOT VERIFIED')
      expect(await outcome.getByRole('heading', { name: 'Found wrong' }).count()).toBe(1)
      await page.locator('input[type=file]').setInputFiles(path)
      const good = page.locator('.record-verdict', { hasText: /^VERIFIED/ })
      await good.waitFor({ timeout: VERIFYING_MS })
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'can tell nothing of whose keys they are without a card, and takes one that is dropped beside the file',
    async () => {
      const { page, context } = await openAt('/record?view=carry')
      const { path } = await taken(page, () =>
        page.getByRole('link', { name: 'Download the record' }).click(),
      )
      const cards: string[] = []
      for (const party of ['Ministry us', 'Ministry cn'])
        cards.push(
          (await taken(page, () => page.getByRole('button', { name: `Card of ${party}` }).click())).path,
        )
      await page.goto('/record?view=verify')
      await page.getByRole('checkbox', { name: /as our node holds them/ }).uncheck({ force: true })
      await page.locator('input[type=file]').setInputFiles(path)
      await page.locator('.record-verdict', { hasText: /^HOLDS TOGETHER/ }).waitFor({ timeout: VERIFYING_MS })
      const good = page.locator('.record-verdict', { hasText: /^VERIFIED/ })
      await page.locator('input[type=file]').setInputFiles(cards)
      await good.getByText('the cards that you dropped here;').waitFor({ timeout: VERIFYING_MS })
      expect(await page.getByText('its keys are those of the card that you dropped here').count()).toBe(2)
      expect(await page.getByText('Card of us, from the file').count()).toBe(1)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'checks one act where it stands in its matter',
    async () => {
      const { page, complaints, context } = await stage.sit(stage.us, 'desk')
      await page.goto(`/channels/${stage.channel}/matters/${matter}`)
      await page.getByRole('button', { name: 'Verify act 1 in the browser' }).click()
      const said = page.getByText(
        /Verified in this browser: number \d+ of the \d+ that Ministry us has signed/,
      )
      await said.waitFor({ timeout: VERIFYING_MS })
      expect(await page.getByText('Receipted by Ministry cn.').count()).toBe(1)
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'shows the name of a hostile file for what it is',
    async () => {
      const { page, complaints, context } = await openAt('/record?view=verify')
      const file = {
        name: HOSTILE,
        mimeType: 'text/plain',
        buffer: Buffer.from('no record at all, but long enough to look'),
      }
      await page.locator('input[type=file]').setInputFiles(file)
      await page.locator('.record-verdict', { hasText: /^CANNOT TELL/ }).waitFor({ timeout: VERIFYING_MS })
      expect(await page.locator('.record-file .hidden-character').innerText()).toBe('U+202E')
      expect(await page.locator('.record-file img').count()).toBe(0)
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )
})

describe('a party that signs two histories', () => {
  it(
    'raises an alarm that cannot be missed, with a proof that this browser verifies',
    async () => {
      const feed = feedOf(stage.us.node.channel(stage.channel).held, 'cn')
      feed.frozen = { reason: 'fork', proof: forkOf(), at: Date.UTC(2026, 0, 1) }
      try {
        const { page, context } = await openAt('/record')
        const alarm = page
          .getByRole('alert')
          .filter({ hasText: 'Ministry cn has signed two different histories' })
        await alarm.waitFor()
        const { path } = await taken(page, () =>
          alarm.getByRole('link', { name: 'Download the proof' }).click(),
        )
        expect(await verdictOfCommand(path, [])).toMatch(/VERIFIED\. cn has signed two histories/)
        await expectNoViolations(page, 'fork alarm')
        await alarm.getByRole('link', { name: 'Check the proof here' }).click()
        const verdict = page.locator('.record-verdict', { hasText: 'cn has signed two histories' })
        await verdict.waitFor({ timeout: VERIFYING_MS })
        await context.close()
      } finally {
        feed.frozen = undefined
      }
    },
    TEST_MS,
  )
})

describe('the record, however it is read', () => {
  it.each([
    ['en', 'light'],
    ['vi', 'dark'],
    ['zh-Hans', 'contrast'],
  ] as const)(
    'has no fault that a machine finds in any of its parts, in %s, %s',
    async (language, theme) => {
      const { page, complaints, context } = await stage.sit(stage.us, 'desk', { language, theme })
      for (const view of ['feeds', 'held', 'verify', 'carry']) {
        await page.goto(`/record?view=${view}`)
        await page.locator('.panel').first().waitFor()
        await expectNoViolations(page, view)
      }
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'fits a telephone: one feed at a time, chosen by its tab, and nothing to scroll sideways',
    async () => {
      const { page, context } = await openAt('/record', { width: 360, height: 740 })
      const cn = page.getByRole('list', { name: /Entries of Ministry cn/ })
      await page.getByRole('list', { name: /Entries of Ministry us/ }).waitFor()
      expect(await cn.isVisible()).toBe(false)
      await page
        .getByRole('navigation', { name: 'Whose feed is shown' })
        .getByRole('link', { name: 'Ministry cn' })
        .click()
      await cn.waitFor()
      for (const view of ['feeds', 'held', 'verify', 'carry']) {
        await page.goto(`/record?view=${view}`)
        await page.locator('.panel').first().waitFor()
        expect([view, await sideways(page)]).toEqual([view, 0])
      }
      await context.close()
    },
    TEST_MS,
  )

  it(
    'is verified by the keyboard alone, and the verdict takes the focus',
    async () => {
      const { page, context } = await openAt('/record')
      await page.getByRole('link', { name: 'Verify' }).focus()
      await page.keyboard.press('Enter')
      const button = page.getByRole('button', { name: 'Verify everything that both sides have signed' })
      await button.waitFor()
      await button.focus()
      await page.keyboard.press('Enter')
      await page.locator('.record-verdict').waitFor({ timeout: VERIFYING_MS })
      expect(await page.locator('.record-verdict').innerText()).toMatch(/^VERIFIED/)
      await until('the verdict has the focus', () =>
        page.evaluate(() => {
          const { document } = globalThis as unknown as {
            document: { activeElement: { className: string } | null }
          }
          return document.activeElement?.className === 'record-outcome'
        }),
      )
      await context.close()
    },
    TEST_MS,
  )
})

/** What `entente verify` says of a file, in a process that knows nothing of the nodes; it ends with 1 for a bad one. */
async function verdictOfCommand(path: string, cards: readonly string[]): Promise<string> {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
  const args = [main, 'verify', path, ...cards.flatMap((card) => ['--card', card]), '--lang', 'en']
  const { stdout } = await run(process.execPath, args)
  return stdout
}

/** The other side's keys, turned against it: a second head of the size that it has signed before. */
function forkOf(): string {
  const { held } = stage.us.node.channel(stage.channel)
  const document = held.peers.find(({ party }) => party === 'cn')?.document
  const head = feedOf(held, 'cn').head
  if (document === undefined || head === undefined) throw new Error('no head')
  const { head: keys } = signersFromSeeds(stage.cn.node.needs.secrets.seeds)
  const other = signHead(originOf(stage.channel, 'cn'), head.size, emptyRoot(), 1, keys)
  return makeForkProof({
    genesis: held.genesisBytes,
    document,
    headA: head.note,
    headB: other,
    consistency: undefined,
  })
}
