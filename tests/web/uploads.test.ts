import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, mkdtemp, open, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, setDesk, startDesk, until } from '../api/desks.ts'
import { expectNoViolations } from './axe.ts'
import { openStage, type Sitting, type Stage } from './stage.ts'

const MiB = 1024 * 1024
/** `ENTENTE_UPLOAD_MIB=1024` sends a gigabyte. */
const LARGE_BYTES = Number(process.env['ENTENTE_UPLOAD_MIB'] ?? 160) * MiB
/** When a file was changed last: a whole second, which every file system keeps. */
const CHANGED_S = 1_700_000_000
const STARTING_MS = 90_000
const TEST_MS = 60_000 + (LARGE_BYTES / MiB) * 400

let stage: Stage
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entente-uploads-'))
  stage = await openStage()
}, STARTING_MS)
afterAll(async () => {
  await stage?.close()
  await rm(folder, { recursive: true, force: true })
})

/** A file of that size, without a pattern that repeats at any boundary of a segment. */
async function fileOf(name: string, bytes: number): Promise<string> {
  const path = join(folder, name)
  const file = await open(path, 'w')
  const block = randomBytes(MiB)
  for (let at = 0; at < bytes; at += MiB) {
    block.writeUInt32LE(at / MiB, 0)
    await file.write(block, 0, Math.min(MiB, bytes - at))
  }
  await file.close()
  return path
}

async function hashOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of content) hash.update(piece)
  return hash.digest('hex')
}

/** As in a browser that gives no handles of files: Firefox and Safari. */
async function withoutHandles({ context }: Sitting): Promise<void> {
  await context.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'showOpenFilePicker')
  })
}

async function openDeposit(page: Page): Promise<void> {
  await page.goto('/evidence')
  await page.getByRole('button', { name: 'Deposit evidence' }).first().click()
  await page.getByRole('button', { name: 'Pick files…' }).waitFor()
}

async function pick(page: Page, button: string | RegExp, ...paths: string[]): Promise<void> {
  const chosen = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: button }).click()
  await (await chosen).setFiles(paths)
}

/** Bytes that the node says it holds of the one file on its way. */
async function receivedOf({ person }: Sitting): Promise<number> {
  const { items } = await person.client.call('uploads.list')
  return items[0]?.receivedBytes ?? 0
}

/** The same once the node has finished writing down what had arrived. */
async function stoppedAt(sitting: Sitting): Promise<number> {
  let last = -1
  const isSame = async (): Promise<boolean> => {
    const before = last
    last = await receivedOf(sitting)
    await new Promise((resolve) => setTimeout(resolve, 700))
    return last === before
  }
  await until('nothing more arrives', isSame, TEST_MS)
  return last
}

/** Slows what the page sends, so that there is time to do something meanwhile. */
async function slowly(page: Page, bytesPerSecond: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  })
}

describe('a file of many bytes', () => {
  it(
    `of ${LARGE_BYTES / MiB} MiB is paused, the page is loaded anew, the same file is picked again, and it arrives whole on the other side`,
    async () => {
      const sitting = await stage.sit(stage.us, 'desk')
      await withoutHandles(sitting)
      const { page, complaints } = sitting
      const path = await fileOf('disk.img', LARGE_BYTES)
      await openDeposit(page)
      await page.locator('[name="form.title"]').fill('Image of a seized disk')
      await pick(page, 'Pick files…', path)
      await until('a quarter is there', async () => (await receivedOf(sitting)) > LARGE_BYTES / 4, TEST_MS)
      await page.getByRole('button', { name: 'Pause disk.img' }).click()
      await page.getByText('Paused. What your node holds is kept.').first().waitFor()
      const paused = await stoppedAt(sitting)
      expect(paused).toBeLessThan(LARGE_BYTES)
      await page.locator('.forms-kept-now').getByText('Kept on your node').waitFor()

      await page.reload()
      await page.getByRole('button', { name: 'Deposit evidence' }).first().click()
      await expect.poll(() => page.locator('[name="form.title"]').inputValue()).toBe('Image of a seized disk')
      await page.getByText('Paused.').first().waitFor()
      await page.getByRole('button', { name: 'Go on with disk.img' }).click()
      const beganMs = performance.now()
      await pick(page, 'Pick the same file again…', path)
      await page.getByText('All of it is at your node.').waitFor({ timeout: TEST_MS })
      const tookMs = performance.now() - beganMs
      const sent = LARGE_BYTES - paused
      console.log(
        `uploads: ${Math.round(LARGE_BYTES / MiB)} MiB; checked ${Math.round(paused / MiB)} MiB and sent ${Math.round(sent / MiB)} MiB in ${(tookMs / 1000).toFixed(1)} s, ${(sent / MiB / (tookMs / 1000)).toFixed(0)} MiB/s with the check`,
      )

      const depositMs = performance.now()
      await page.getByRole('button', { name: 'Put on the record', exact: true }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Put on the record', exact: true }).click()
      await page.waitForURL(/\/channels\/[0-9a-f]{64}\/matters\/[0-9a-f]{64}/, { timeout: TEST_MS })
      console.log(`uploads: sealed and recorded in ${((performance.now() - depositMs) / 1000).toFixed(1)} s`)
      const matter = /matters\/([0-9a-f]{64})/.exec(page.url())?.[1] ?? ''
      const theirs = await stage.cn.seated('desk')
      const at = { channel: stage.channel, matter }
      await until(
        'the other side has it whole',
        async () => {
          const found = await theirs.client.call('matters.get', { params: at }).catch(() => undefined)
          return found?.exhibits[0]?.received.includes('cn') === true
        },
        TEST_MS,
      )
      const { exhibits } = await theirs.client.call('matters.get', { params: at })
      const [exhibit] = exhibits
      expect(exhibit?.name).toBe('disk.img')
      const answer = await theirs.client.call('exhibits.content', {
        params: { ...at, exhibit: exhibit?.sealed ?? '' },
      })
      expect(await hashOf(answer.body as never)).toBe(await hashOf(createReadStream(path)))
      expect(await sitting.person.client.call('uploads.list')).toEqual({ items: [] })
      expect(complaints).toEqual([])
      await sitting.context.close()
      await rm(path)
    },
    TEST_MS * 2,
  )

  it('goes on by itself after a reload where the browser keeps a handle of the file', async () => {
    const sitting = await stage.sit(stage.us, 'desk')
    const { page, context } = sitting
    // The browser's window of files cannot be driven, and a headless one dies of a handle that it takes out of IndexedDB:
    // a plain object stands for it, which reads from the browser's private file system.
    await context.addInitScript(() => {
      const fileOf = async (name: string): Promise<FileSystemFileHandle> =>
        (await navigator.storage.getDirectory()).getFileHandle(name, { create: true })
      Object.defineProperty(Object.prototype, 'getFile', {
        configurable: true,
        async value(this: { name: string }) {
          return (await fileOf(this.name)).getFile()
        },
      })
      Object.assign(globalThis, {
        showOpenFilePicker: async () => {
          const handle = await fileOf('handled.bin')
          const out = await handle.createWritable()
          const block = new Uint8Array(1024 * 1024)
          for (let i = 0; i < 24; i++) await out.write(block.fill(i + 1))
          await out.close()
          return [{ kind: 'file', name: 'handled.bin' }]
        },
      })
    })
    await openDeposit(page)
    await slowly(page, 4 * MiB)
    await page.getByRole('button', { name: 'Pick files…' }).click()
    await until('some of it is there', async () => (await receivedOf(sitting)) > 2 * MiB, TEST_MS)
    await page.goto('/record')
    await page.reload()
    const gone = await receivedOf(sitting)
    expect(gone).toBeLessThan(24 * MiB)
    // On any screen: nobody has to come back to where it was begun.
    await page.getByRole('button', { name: '1 file here' }).waitFor({ timeout: TEST_MS })
    expect(await receivedOf(sitting)).toBe(24 * MiB)
    await context.close()
  }, 120_000)

  it('is never joined to another file: a wrong one that is picked is refused in one sentence', async () => {
    const sitting = await stage.sit(stage.us, 'desk')
    await withoutHandles(sitting)
    const { page, context } = sitting
    const path = await fileOf('part.img', 24 * MiB)
    await utimes(path, CHANGED_S, CHANGED_S)
    await openDeposit(page)
    await slowly(page, 4 * MiB)
    await pick(page, 'Pick files…', path)
    await until('some of it is there', async () => (await receivedOf(sitting)) > 2 * MiB, TEST_MS)
    await page.reload()
    const before = await stoppedAt(sitting)
    await page.getByRole('button', { name: '1 file waits for you' }).click()
    const elsewhere = join(folder, 'else')
    await mkdir(elsewhere)

    const otherName = await fileOf('other.img', 24 * MiB)
    await pick(page, 'Pick the same file again…', otherName)
    await page.getByText('This is not the same file: its name is another. Nothing of it was sent.').waitFor()

    const shorter = join(elsewhere, 'part.img')
    await writeFile(shorter, 'short')
    await pick(page, 'Pick the same file again…', shorter)
    await page.getByText('This is not the same file: its size is another.').waitFor()

    await copyFile(path, shorter)
    await pick(page, 'Pick the same file again…', shorter)
    await page.getByText('This is not the same file: it was changed at another time.').waitFor()

    // The same name, size and time, and one byte of what was sent is another.
    const file = await open(shorter, 'r+')
    await file.write(Buffer.of(1, 2, 3), 0, 3, MiB + 7)
    await file.close()
    await utimes(shorter, CHANGED_S, CHANGED_S)
    await pick(page, 'Pick the same file again…', shorter)
    await page.getByText('This is not the same file: its content is not what was sent before.').waitFor()
    expect(await receivedOf(sitting)).toBe(before)
    await expectNoViolations(page, 'a wrong file')

    await pick(page, 'Pick the same file again…', path)
    await page.getByText('All of it is at your node.').waitFor({ timeout: TEST_MS })
    expect(await receivedOf(sitting)).toBe(24 * MiB)
    await context.close()
  }, 180_000)

  it('whose name turns its own reading is refused for that character, and goes under the name that is offered', async () => {
    const sitting = await stage.sit(stage.us, 'desk', { language: 'vi' })
    await withoutHandles(sitting)
    const { page, person, context } = sitting
    await page.goto('/evidence')
    await page.getByRole('button', { name: 'Nộp chứng cứ' }).first().click()
    const before = (await person.client.call('uploads.list')).items.length
    await pick(page, 'Chọn tệp…', await fileOf('anh\u202egpj.exe', 1))
    await page.getByText('Tên có ký tự U+202E, là ký tự không được dùng').waitFor()
    const field = page.getByRole('textbox', { name: 'Tên tệp' })
    expect(await field.inputValue()).toBe('anhgpj.exe')
    await expectNoViolations(page, 'a file to be renamed')
    await field.fill('anh-gpj.exe')
    await page.keyboard.press('Enter')
    await page.getByText('Toàn bộ tệp đã về nút của quý vị.').waitFor()
    const { items } = await person.client.call('uploads.list')
    expect(items.map(({ name }) => name)).toContain('anh-gpj.exe')
    expect(items).toHaveLength(before + 1)
    await context.close()
  }, 120_000)

  it('goes on after its node was stopped and started in the middle', async () => {
    const other = await openStage()
    const sitting = await other.sit(other.us, 'desk')
    await withoutHandles(sitting)
    const { page, person } = sitting
    const path = await fileOf('long.img', 24 * MiB)
    await openDeposit(page)
    await slowly(page, 4 * MiB)
    await pick(page, 'Pick files…', path)
    await until('some of it is there', async () => (await receivedOf(sitting)) > 2 * MiB, TEST_MS)
    const { origin } = other.us
    await other.us.opened.stop()
    await page.getByText('Your node cannot be reached. What it holds is kept.').first().waitFor()
    const again = await startAgain(join(other.dir, 'us'), origin)
    try {
      await page.getByText('All of it is at your node.').waitFor({ timeout: TEST_MS })
      const { items } = await person.client.call('uploads.list')
      expect(items).toMatchObject([{ name: 'long.img', bytes: 24 * MiB, receivedBytes: 24 * MiB }])
    } finally {
      await other.browser.close()
      await again.opened.stop()
      await other.cn.opened.stop()
      await rm(other.dir, { recursive: true, force: true })
    }
  }, 180_000)
})

/** Where browsers still look for it. */
async function startAgain(dir: string, origin: string): Promise<Desk> {
  const port = Number(new URL(origin).port)
  await setDesk(dir, { port, demo: true, strangersPerMinute: 100_000, requestsPerMinute: 100_000 })
  return startDesk(dir)
}
