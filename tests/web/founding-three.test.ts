import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, openDesk, writable } from '../api/desks.ts'
import { launchBrowser } from '../browser/launch.ts'
import { chooseFile, downloaded, wordsOn } from './founding-files.ts'
import { sit, type Sitting } from './stage.ts'

const STARTING_MS = 120_000
const TEST_MS = 120_000

describe('a channel between three', () => {
  const parties = ['us', 'vn', 'ph'] as const
  const desksBy: Record<string, Desk> = {}
  const sitting: Record<string, Sitting> = {}
  let browser: Browser
  let dir = ''
  const deskOf = (party: string): Desk => {
    const found = desksBy[party]
    if (found === undefined) throw new Error(`there is no node of ${party}`)
    return found
  }
  const pageOf = (party: string): Page => {
    const found = sitting[party]
    if (found === undefined) throw new Error(`nobody sits at ${party}`)
    return found.page
  }

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'entente-screens-three-'))
    browser = await launchBrowser()
    for (const party of parties) {
      const desk = await openDesk(dir, party)
      desksBy[party] = desk
      sitting[party] = await sit(browser, desk, 'operator')
    }
  }, STARTING_MS)
  afterAll(async () => {
    await browser?.close()
    for (const { opened } of Object.values(desksBy)) await opened.stop()
    await rm(dir, { recursive: true, force: true })
  })

  /** Takes in a file that another party has handed on. */
  async function take(party: string, text: string): Promise<void> {
    const page = pageOf(party)
    await page.goto('/operator?part=founding')
    await page.getByLabel('Or paste the text of the file').fill(text)
    await page.getByRole('button', { name: 'Read what was pasted' }).click()
    await page.waitForURL(/id=[0-9a-f]{64}/)
    await page.getByRole('region', { name: 'Who has agreed' }).waitFor()
  }

  async function hear(party: string, words: readonly string[]): Promise<void> {
    const page = pageOf(party)
    await page.getByRole('button', { name: '2. I listen' }).click()
    for (const [at, word] of words.entries()) await page.getByLabel(`Word ${at + 1}`).fill(word)
    await page.keyboard.press('Tab')
    // The words of one are typed; of each other one somebody says that they heard the same.
    const confirm = page.getByRole('button', { name: 'Compare and confirm' })
    expect(await confirm.isDisabled()).toBe(true)
    await page
      .locator('label')
      .filter({ has: page.getByRole('checkbox') })
      .last()
      .click()
    await confirm.click()
  }

  const handOn = async (party: string): Promise<string> => {
    const page = pageOf(party)
    const link = page.getByRole('link', { name: 'Download the file to hand on' })
    return (await downloaded(page, () => link.click())).text
  }

  it(
    'is founded on three screens: one proposes, two agree one after the other, and it opens at all',
    async () => {
      const page = pageOf('us')
      await page.goto('/operator?part=founding&id=new')
      for (const party of ['vn', 'ph']) {
        await pageOf(party).goto('/operator?part=founding')
        const link = pageOf(party).getByRole('link', { name: new RegExp(`^Download ${party}`) })
        const card = await downloaded(pageOf(party), () => link.click())
        await chooseFile(page, /Cards of the other/, card.name, card.text)
        await page.locator('.founding-card').getByText(`Ministry ${party}`).waitFor()
      }
      await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Accord of three')
      await page.getByRole('textbox', { name: 'Text', exact: true }).fill('All three answer in time.')
      await page.getByRole('button', { name: 'Read the charter over' }).click()
      await page.getByRole('button', { name: 'Propose the channel' }).click()
      await page.getByText('waits for others').waitFor()
      const words = await wordsOn(page)
      const proposed = await handOn('us')

      await take('vn', proposed)
      expect(await wordsOn(pageOf('vn'))).toEqual(words)
      await hear('vn', words)
      await pageOf('vn').getByRole('button', { name: 'Agree' }).click()
      await pageOf('vn').getByRole('dialog').getByRole('button', { name: 'Sign and agree' }).click()
      // Two of three: it is open nowhere.
      await pageOf('vn').getByText('waits for others').waitFor()
      await expect.poll(() => pageOf('vn').getByText('missing', { exact: true }).count()).toBe(1)
      const second = await handOn('vn')

      await take('ph', second)
      await hear('ph', words)
      await pageOf('ph').getByRole('button', { name: 'Agree' }).click()
      await pageOf('ph').getByRole('dialog').getByRole('button', { name: 'Sign and agree' }).click()
      await pageOf('ph').getByText('Give people seats', { exact: true }).waitFor()
      const whole = await handOn('ph')

      await take('vn', whole)
      await pageOf('vn').getByText('Give people seats', { exact: true }).waitFor()
      await take('us', whole)
      await hear('us', words)
      await page.getByText('Give people seats', { exact: true }).waitFor()
      const [channel] = deskOf('us').node.channels
      expect(channel?.held.parties.toSorted()).toEqual(['ph', 'us', 'vn'])
      for (const party of parties) {
        const { channels } = deskOf(party).node
        expect(channels.map(({ id }) => id)).toEqual([channel?.id])
        for (const one of channels) await writable(one)
        expect(sitting[party]?.complaints).toEqual([])
      }
    },
    TEST_MS,
  )
})
