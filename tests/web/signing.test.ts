import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newKey } from '../api/desks.ts'
import { plugIn } from './authenticator.ts'
import { expectNoViolations } from './axe.ts'
import { listedAgency } from './listed-agency.ts'
import { MadeMatters } from './made-matters.ts'
import { openStage, type Sitting, type Stage } from './stage.ts'

const STARTING_MS = 90_000
const TEST_MS = 90_000
const STEP = { timeout: 20_000 }
/** What the request is about, as every bundle of the matter holds it. */
const SUBJECT = 'The logs of the twelfth of May.'

let stage: Stage
let matter: string
/** The address under which the directory shows our agency. */
let agency: string
let signer: Sitting
let security: Awaited<ReturnType<typeof plugIn>>

beforeAll(async () => {
  stage = await openStage()
  const asker = await stage.us.seated('desk')
  matter = await new MadeMatters(stage, asker, await stage.cn.seated('desk')).opened({ wanted: SUBJECT })
  agency = await listedAgency(await stage.us.seated('coordinator'), stage.channel, {
    timeZone: 'Asia/Ho_Chi_Minh',
    function: 'central-authority',
    seat: 'Head',
    hours: 'office',
  })
  signer = await stage.sit(stage.us, 'coordinator')
  security = await plugIn(signer.page)
}, STARTING_MS)
afterAll(() => stage?.close())

async function show(page: Page): Promise<void> {
  await page.goto(`/channels/${stage.channel}/matters/${matter}`)
  await page.locator('.matter-act').first().waitFor()
}

/** The files that come down after something was pressed, by how their names end. */
async function taken(page: Page, endings: readonly string[], press: () => Promise<void>): Promise<string[]> {
  const coming = endings.map((ending) =>
    page.waitForEvent('download', (one) => one.suggestedFilename().endsWith(ending)),
  )
  await press()
  return Promise.all(
    coming.map(async (one) => {
      const download = await one
      const path = join(stage.dir, `${newKey()}-${download.suggestedFilename()}`)
      await download.saveAs(path)
      return path
    }),
  )
}

async function cards(page: Page): Promise<string[]> {
  await page.goto('/record?view=carry')
  const found: string[] = []
  for (const party of ['us', 'cn']) {
    const button = page.getByRole('button', { name: `Card of Ministry ${party}` })
    found.push(...(await taken(page, ['.json'], () => button.click())))
  }
  return found
}

interface Verdict {
  readonly code: number
  /** In one line. */
  readonly told: string
}

/** What `entente verify` says of a file, in a process that knows nothing of the nodes, and how it ends. */
function verified(path: string, ...more: readonly string[]): Promise<Verdict> {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
  return new Promise((resolve) => {
    execFile(process.execPath, [main, 'verify', path, ...more, '--lang', 'en'], (fault, stdout, stderr) => {
      const code = fault === null ? 0 : Number(fault.code)
      resolve({ code, told: `${stdout} ${stderr}`.replaceAll(/\s+/g, ' ') })
    })
  })
}

describe('an officer with a passkey', () => {
  it(
    'enrols it, and is appointed with it by somebody who finds them by name',
    async () => {
      const { page } = signer
      await page.goto('/you?part=sign-in')
      await page.getByRole('button', { name: 'Add a passkey' }).click()
      await page.getByLabel('Name of this passkey').fill('Key on the ring')
      await page.getByRole('button', { name: 'Make a passkey' }).click()
      await page.getByText('Key on the ring').waitFor(STEP)
      await show(page)
      expect(await page.getByRole('button', { name: 'Sign act 1 as an officer' }).count()).toBe(0)

      await page.goto(`/directory?agency=${agency}`)
      await page.getByRole('button', { name: 'Appoint…' }).click()
      await page.getByRole('button', { name: /Person/ }).click()
      await page.getByRole('option').first().click()
      await page.getByRole('textbox', { name: /Name as the other side reads it/ }).fill('An Nguyễn')
      await page.getByRole('button', { name: 'Appoint', exact: true }).click()
      await page.getByRole('button', { name: 'Relieve…' }).waitFor(STEP)
    },
    TEST_MS,
  )

  it(
    'is told in one sentence that nothing was signed when the question of the browser is not answered',
    async () => {
      const { page } = signer
      const { cdp, id } = security
      await show(page)
      await page.getByRole('button', { name: 'Sign act 1 as an officer' }).click()
      const dialog = page.getByRole('dialog', { name: 'Sign as an officer' })
      await expectNoViolations(page, 'signing')
      await dialog.getByText('Approved').click()
      await cdp.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: false })
      await dialog.getByRole('button', { name: 'Sign with the passkey' }).click()
      const alert = dialog.getByRole('alert')
      await alert.waitFor(STEP)
      expect(await alert.innerText()).toBe(
        'Nothing was signed: the browser’s question was closed or ran out, or this device does not hold your passkey.',
      )
      await cdp.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: true })
      // What was chosen stands still, and the same button does it now.
      expect(await dialog.getByRole('radio', { name: 'Approved' }).isChecked()).toBe(true)
      await dialog.getByRole('button', { name: 'Sign with the passkey' }).click()
      await dialog.waitFor({ ...STEP, state: 'detached' })
    },
    TEST_MS,
  )

  it(
    'has signed for both sides to see',
    async () => {
      const theirs = await stage.sit(stage.cn, 'desk')
      await show(theirs.page)
      for (const { page } of [signer, theirs]) {
        const list = page.getByRole('list', { name: 'Officers’ signatures' })
        await list.waitFor(STEP)
        expect(await list.getByRole('listitem').count()).toBe(1)
        await expect.poll(() => list.innerText()).toMatch(/^verified\s+Approved for Ministry us: /i)
      }
      expect(theirs.complaints).toEqual([])
      await theirs.context.close()
    },
    TEST_MS,
  )

  it(
    'has signed for whoever verifies the record without the node',
    async () => {
      const { page } = signer
      const anchors = (await cards(page)).flatMap((card) => ['--card', card])
      const link = page.getByRole('link', { name: 'Download the record' })
      const [record = ''] = await taken(page, ['.tar'], () => link.click())
      const { code, told } = await verified(record, ...anchors)
      expect(told).toContain('1 officer’s signature holds, by officers in office')
      expect(told).toContain('VERIFIED')
      expect(code).toBe(0)
    },
    TEST_MS,
  )
})

describe('what is carried out of the page of a matter', () => {
  it(
    'is a bundle that the command finds good, and not when one byte of it is another',
    async () => {
      const { page } = signer
      const anchors = (await cards(page)).flatMap((card) => ['--card', card])
      await show(page)
      await page.getByRole('button', { name: 'Court bundle', exact: true }).click()
      const go = page.getByRole('button', { name: 'Record the release and fetch the bundle' })
      const [bundle = ''] = await taken(page, ['.tar'], () => go.click())
      const good = await verified(bundle, ...anchors)
      expect(good.told).toMatch(/ VERIFIED\./)
      expect(good.told).toContain(`Matter ${matter.slice(0, 12)}`)
      expect(good.code).toBe(0)

      const bytes = await readFile(bundle)
      const place = bytes.indexOf(SUBJECT)
      expect(place).toBeGreaterThan(0)
      bytes[place] = (bytes[place] ?? 0) ^ 1
      const forged = join(stage.dir, 'forged.tar')
      await writeFile(forged, bytes)
      const bad = await verified(forged, ...anchors)
      expect(bad.told).toContain('NOT VERIFIED')
      expect(bad.code).toBe(1)
    },
    TEST_MS,
  )

  it(
    'is the proof of one act with its keys, which the command verifies',
    async () => {
      const { page } = signer
      const anchors = (await cards(page)).flatMap((card) => ['--card', card])
      await show(page)
      const button = page.getByRole('button', { name: 'Download the proof of act 1' })
      const [proof = '', policy = ''] = await taken(page, ['.tlog-proof', '.policy'], () => button.click())
      expect(await readFile(policy, 'utf8')).toMatch(/^log /m)
      const { code, told } = await verified(proof, ...anchors)
      expect(told).toMatch(/ VERIFIED\. The act stands/)
      expect(told).toContain(`act ${matter.slice(0, 12)}`)
      expect(code).toBe(0)
      expect(signer.complaints).toEqual([])
    },
    TEST_MS,
  )
})
