import { readFile } from 'node:fs/promises'
import { Decrypter, generateIdentity, identityToRecipient } from 'age-encryption'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/record/index.ts'
import { codeOf, newKey, type Seated, until } from '../api/desks.ts'
import { expectNoViolations } from './axe.ts'
import { openStage, type Stage } from './stage.ts'

const STARTING_MS = 90_000
const TEST_MS = 90_000
const DISK = Buffer.from('the image of a seized disk '.repeat(4_000))

let stage: Stage
let ours: Seated
let theirs: Seated
beforeAll(async () => {
  stage = await openStage()
  ours = await stage.us.seated('desk')
  theirs = await stage.cn.seated('desk')
}, STARTING_MS)
afterAll(() => stage?.close())

interface At {
  readonly channel: string
  readonly matter: string
  readonly exhibit: string
}

/** A deposit of `us` that `cn` holds and has found to match. */
async function deposited(
  name: string,
  { data = {}, malware = false }: { data?: JsonObject; malware?: boolean } = {},
): Promise<At> {
  const { client } = ours
  const { channel } = stage
  const { id } = await client.call('uploads.begin', { body: { name, malware, bytes: DISK.length } })
  await client.call('uploads.put', {
    params: { upload: id },
    headers: { 'content-range': `bytes 0-${DISK.length - 1}/${DISK.length}` },
    body: DISK,
  })
  const made = await client.call('acts.make', {
    params: { channel },
    body: { type: 'evidence.deposit', data, uploads: [id] },
    key: newKey(),
  })
  const params = { channel, matter: made.id }
  const exhibitOf = async (seated: Seated) =>
    (await seated.client.call('matters.get', { params }).catch(() => undefined))?.exhibits[0]
  for (const seated of [ours, theirs])
    await until('both know', async () => (await exhibitOf(seated))?.received.includes('cn') === true)
  return { ...params, exhibit: (await exhibitOf(theirs))?.sealed ?? '' }
}

const addressOf = ({ channel, exhibit, matter }: At): string =>
  `/evidence?channel=${channel}&matter=${matter}&exhibit=${exhibit}`

async function ledgerOf({ client }: Seated, params: At): Promise<string[]> {
  const { items } = await client.call('evidence.ledger', { params })
  return items.map(({ by, what }) => `${by} ${what}`)
}

async function choose(page: Page, label: string | RegExp, option: string): Promise<void> {
  await page.getByRole('button', { name: label }).click()
  await page.getByRole('option', { name: option }).click()
}

describe('an exhibit on the screen', () => {
  it(
    'is downloaded once the view is on the record, and its owner reads that in the ledger, live',
    async () => {
      const at = await deposited('disk.img')
      const owner = await stage.sit(stage.us, 'desk')
      await owner.page.goto(addressOf(at))
      await owner.page.getByRole('cell', { name: 'Received, found to match' }).waitFor()
      expect(await owner.page.getByRole('cell', { name: /^Opened/ }).count()).toBe(0)

      const { page, complaints, context } = await stage.sit(stage.cn, 'desk')
      await page.goto(addressOf(at))
      await page.getByRole('button', { name: 'Download…' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('is put on the record before the first byte leaves the node').waitFor()
      expect(await dialog.getByRole('button', { name: 'Record the view and download' }).isDisabled()).toBe(
        true,
      )
      await expectNoViolations(page, 'before a view')
      await choose(page, /What for/, 'forensic examination')
      expect(await ledgerOf(theirs, at)).toEqual(['us deposit', 'cn receive'])
      const saved = page.waitForEvent('download')
      await dialog.getByRole('button', { name: 'Record the view and download' }).click()
      const download = await saved
      expect(download.suggestedFilename()).toBe('disk.img')
      expect((await readFile(await download.path())).equals(DISK)).toBe(true)
      await page.getByRole('cell', { name: /Opened.*forensic examination/s }).waitFor()

      await owner.page.getByRole('cell', { name: /Opened.*forensic examination/s }).waitFor()
      const row = owner.page.getByRole('row').filter({ hasText: 'forensic examination' })
      expect(await row.getByRole('cell', { name: 'Ministry cn' }).count()).toBe(1)
      expect([...complaints, ...owner.complaints]).toEqual([])
      await context.close()
      await owner.context.close()
    },
    TEST_MS,
  )

  it(
    'that is malware cannot be fetched plain, and leaves sealed to who is named',
    async () => {
      const at = await deposited('sample.bin', { malware: true })
      const { page, context } = await stage.sit(stage.cn, 'desk')
      await page.goto(addressOf(at))
      await page.getByText('live malware', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Download…' }).click()
      await choose(page, /What for/, 'forensic examination')
      const record = page.getByRole('button', { name: 'Record the view and download' })
      expect(await record.isDisabled()).toBe(true)
      // Whoever goes round the screen with the same session gets nothing either.
      const plain = await page.request.get(
        `${stage.cn.origin}/api/v1/channels/${at.channel}/matters/${at.matter}/exhibits/${at.exhibit}/content`,
      )
      expect(plain.status()).toBe(403)
      await page.getByLabel(/Seal to/).fill('age1nobody')
      await record.click()
      await page.getByRole('alert').waitFor()
      expect(await ledgerOf(theirs, at)).toEqual(['us deposit', 'cn receive'])

      const identity = await generateIdentity()
      await page.getByLabel(/Seal to/).fill(await identityToRecipient(identity))
      const saved = page.waitForEvent('download')
      await record.click()
      const download = await saved
      expect(download.suggestedFilename()).toBe('sample.bin.age')
      const sealed = await readFile(await download.path())
      expect(sealed.includes('the image of')).toBe(false)
      const decrypter = new Decrypter()
      decrypter.addIdentity(identity)
      expect(Buffer.from(await decrypter.decrypt(Uint8Array.from(sealed))).equals(DISK)).toBe(true)
      await context.close()
    },
    TEST_MS,
  )

  it(
    'under seal offers nobody to open it, until whoever sealed it takes the seal off; all by keyboard alone',
    async () => {
      const at = await deposited('letters.zip')
      const { page, context } = await stage.sit(stage.us, 'desk')
      await page.goto(addressOf(at))
      await page.getByRole('button', { name: 'Put under seal…' }).focus()
      await page.keyboard.press('Enter')
      await page.getByText('Nobody on any side may open').waitFor()
      await byKeyboard(page, 'court order', 'Put under seal')
      await page.getByText('It is under seal of your side').waitFor()
      expect(await page.getByRole('button', { name: 'Download…' }).count()).toBe(0)
      expect(await page.getByRole('button', { name: /Destroy/ }).count()).toBe(0)

      const other = await stage.sit(stage.cn, 'desk')
      await other.page.goto(addressOf(at))
      await other.page.getByText('It is under seal of Ministry us').waitFor()
      expect(await other.page.getByRole('button', { name: 'Download…' }).count()).toBe(0)
      expect(await other.page.getByRole('button', { name: 'Take the seal off…' }).count()).toBe(0)

      await page.getByRole('button', { name: 'Take the seal off…' }).focus()
      await page.keyboard.press('Enter')
      await byKeyboard(page, 'court order', 'Take off')
      await page.getByRole('button', { name: 'Download…' }).waitFor()
      await other.page.getByRole('button', { name: 'Download…' }).waitFor()
      expect(await ledgerOf(theirs, at)).toEqual(['us deposit', 'cn receive', 'us seal', 'us seal'])
      await context.close()
      await other.context.close()
    },
    TEST_MS,
  )

  it(
    'goes out by no way that its marks close, says which, and goes once its owner permits it',
    async () => {
      const at = await deposited('mail.mbox', { data: { marks: { handling: ['H1'], tlp: 'GREEN' } } })
      const { page, context } = await stage.sit(stage.cn, 'desk')
      await page.goto(addressOf(at))
      await page.getByText('TLP:GREEN').waitFor()
      await page.getByRole('button', { name: 'Let out…' }).click()
      await choose(page, /Way/, 'before a court')
      await page.getByText('It is marked H1: not in court without its owner’s permission.').waitFor()
      const letOut = page.getByRole('button', { name: 'Let out', exact: true })
      expect(await letOut.isDisabled()).toBe(true)

      const owner = await stage.sit(stage.us, 'desk')
      await owner.page.goto(addressOf(at))
      await owner.page.getByRole('button', { name: 'Permit a use…' }).click()
      await owner.page.getByRole('checkbox', { name: 'before a court' }).check({ force: true })
      await owner.page.getByRole('button', { name: 'Permit', exact: true }).click()
      await owner.page.getByRole('cell', { name: /Use permitted/ }).waitFor()

      await page.getByText('It rests on 1 permission of its owner.').waitFor()
      await letOut.click()
      await page.getByRole('cell', { name: /Let out/ }).waitFor()
      expect(await ledgerOf(theirs, at)).toEqual(['us deposit', 'cn receive', 'us permit', 'cn release'])
      await context.close()
      await owner.context.close()
    },
    TEST_MS,
  )

  it(
    'goes to a court as a bundle, and our copy is destroyed only when its digits are typed',
    async () => {
      const at = await deposited('phone.tar', { data: { marks: { handling: [], tlp: 'CLEAR' } } })
      const { page, context } = await stage.sit(stage.us, 'desk')
      await page.goto(addressOf(at))
      await page.getByRole('button', { name: 'Court bundle…' }).click()
      await page.getByRole('checkbox', { name: 'phone.tar' }).check({ force: true })
      await page.getByText('Nothing stops it.').waitFor()
      const saved = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Record the release and download' }).click()
      expect((await saved).suggestedFilename()).toMatch(/^us-[0-9a-f]{12}\.tar$/)

      await page.getByRole('button', { name: 'Destroy our copy…' }).click()
      await page.getByText('Ministry cn keeps its copy').waitFor()
      await choose(page, /Ground/, 'retention has ended')
      const destroy = page.getByRole('button', { name: 'Destroy', exact: true })
      expect(await destroy.isDisabled()).toBe(true)
      await page.getByLabel(/To be sure/).fill(at.exhibit.slice(0, 6))
      await destroy.click()
      await page.getByText('Your side has destroyed its copy').waitFor()
      const view = { params: at, body: { purpose: 'court' as const }, key: newKey() }
      expect(await codeOf(ours.client.call('evidence.view', view))).toBe('409 exhibit-barred')
      await context.close()
    },
    TEST_MS,
  )
})

describe('the screen of evidence', () => {
  it.each(['en', 'vi', 'zh-Hans'] as const)(
    'can be read by a machine in %s, light, dark and in high contrast, and on a narrow screen',
    async (language) => {
      const at = await deposited(`ghi chép ${language}.img`)
      for (const theme of ['light', 'dark', 'contrast'] as const) {
        const { page, context } = await stage.sit(stage.cn, 'desk', { language, theme, width: 360 })
        for (const address of [
          '/evidence',
          addressOf(at),
          `/evidence?channel=${at.channel}&matter=${at.matter}`,
        ]) {
          await page.goto(address)
          await page.getByRole('heading', { level: 1 }).waitFor()
          await page.getByText(`ghi chép ${language}.img`).first().waitFor()
          await expectNoViolations(page, `${language} ${theme} ${address.slice(0, 12)}`)
          const wide = await page.evaluate(() => document.documentElement.scrollWidth)
          expect(wide, `${language} ${theme} ${address.slice(0, 12)}`).toBeLessThanOrEqual(360)
        }
        await context.close()
      }
    },
    TEST_MS * 2,
  )

  it(
    'shows a hostile name for what it is, and gives it no effect',
    async () => {
      const name = '<img src=x onerror=alert(1)>\u3164gnp.exe'
      const at = await deposited(name)
      const { page, complaints, context } = await stage.sit(stage.cn, 'desk')
      await page.goto(addressOf(at))
      const heading = page.getByRole('heading', { level: 1 })
      await heading.getByText('<img src=x onerror=alert(1)>').waitFor()
      expect(await heading.getByRole('img').getAttribute('aria-label')).toContain('U+3164')
      expect(await page.locator('#content img').count()).toBe(0)
      expect(complaints).toEqual([])
      await context.close()
    },
    TEST_MS,
  )

  it(
    'prints the ledger with what it is about, and nothing to press',
    async () => {
      const at = await deposited('print.img')
      const { page, context } = await stage.sit(stage.us, 'desk')
      await page.goto(addressOf(at))
      await page.getByRole('cell', { name: 'Received, found to match' }).waitFor()
      await page.emulateMedia({ media: 'print' })
      await page.getByText(at.exhibit).filter({ visible: true }).first().waitFor()
      await page.getByText(at.channel).waitFor()
      expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0)
      expect(await page.getByRole('navigation').filter({ visible: true }).count()).toBe(0)
      await context.close()
    },
    TEST_MS,
  )
})

/** Chooses a ground and does the deed without a mouse. */
async function byKeyboard(page: Page, ground: string, deed: string): Promise<void> {
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      const { activeElement: found } = document
      return found instanceof HTMLButtonElement ? found.innerText : ''
    })
  const tabTo = async (text: string): Promise<void> => {
    const passed: string[] = []
    for (let presses = 0; presses < 12; presses++) {
      const now = await focused()
      if (now.includes(text)) return
      passed.push(now)
      await page.keyboard.press('Tab')
    }
    throw new Error(`no way by keyboard to ${text}: ${passed.join(' | ')}`)
  }
  await tabTo('Choose…')
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: ground }).waitFor()
  await page.keyboard.type(ground.slice(0, 4))
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: ground }).waitFor({ state: 'detached' })
  await tabTo(deed)
  await page.keyboard.press('Enter')
}
