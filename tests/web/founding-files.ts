import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'

/** What a button or link hands down. */
export async function downloaded(
  page: Page,
  press: () => Promise<void>,
): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
}
/** Into the panel of that name. */
export const chooseFile = (page: Page, region: string | RegExp, name: string, text: string): Promise<void> =>
  page
    .getByRole('region', { name: region })
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) })
/** The words of the fingerprint, as they are read aloud. */
export async function wordsOn(page: Page): Promise<string[]> {
  const words = page.locator('.founding-words li')
  await words.first().waitFor()
  return words.allTextContents()
}
