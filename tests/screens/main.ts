import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../browser/launch.ts'
import { playDemo } from './demo.ts'
import { signedIn } from './enter.ts'
import { loading, SCREENS } from './screens.ts'

const USAGE = `Pictures of every screen, in three languages and two themes.
  npm run screens -- --out FOLDER [--only NAME,NAME] [--languages en,vi,zh-Hans] [--themes light,dark] [--width 1280]
                     [--desk LINK --operator LINK]     links of a demonstration that runs already
FOLDER must lie outside the project. Names: ${SCREENS.map(({ name }) => name).join(' ')}`
const HEIGHT = 900
/** Taller than this no picture is looked at. */
const HEIGHT_MAX = 16_000
const SETTLE_MS = 10_000

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    only: { type: 'string' },
    languages: { type: 'string', default: 'en,vi,zh-Hans' },
    themes: { type: 'string', default: 'light,dark' },
    width: { type: 'string', default: '1280' },
    desk: { type: 'string' },
    operator: { type: 'string' },
  },
})
const root = fileURLToPath(new URL('../../', import.meta.url))
const out = values.out === undefined ? undefined : resolve(values.out)
if (out === undefined || `${out}/`.startsWith(root)) {
  console.error(USAGE)
  process.exit(2)
}
await mkdir(out, { recursive: true })
const wanted = values.only?.split(',')
const screens = SCREENS.filter(({ name }) => wanted === undefined || wanted.includes(name))
const demo =
  values.desk === undefined || values.operator === undefined
    ? await playDemo()
    : { desk: values.desk, operator: values.operator, stop: () => Promise.resolve() }
const browser = await launchBrowser()
const troubles: string[] = []
let count = 0
try {
  for (const language of values.languages.split(','))
    for (const theme of values.themes.split(','))
      for (const seat of ['desk', 'operator'] as const) {
        const mine = screens.filter((screen) => screen.seat === seat)
        if (mine.length === 0) continue
        const width = Number(values.width)
        const page = await signedIn(browser, demo[seat], { language, theme, width, height: HEIGHT })
        page.on('pageerror', (fault) => troubles.push(`${language} ${theme}: ${fault.message}`))
        page.on('console', (said) => {
          if (said.type() === 'error') troubles.push(`${language} ${theme} ${page.url()}: ${said.text()}`)
        })
        const shown = loading(page, demo[seat])
        for (const screen of mine) {
          await screen.open(shown)
          await page.waitForLoadState('networkidle', { timeout: SETTLE_MS }).catch(() => undefined)
          const path = join(out, `${screen.name}-${language}-${theme}-${width}.png`)
          await picture(page, width, path)
          count += 1
        }
        await page.context().close()
      }
} finally {
  await browser.close()
  await demo.stop()
}
/** The whole page in a window as high as it: what stays in its place stands where the window ends, over nothing. */
async function picture(page: Page, width: number, path: string): Promise<void> {
  // What is still on its way is no picture of the screen.
  await page.locator('.skeleton').first().waitFor({ state: 'detached', timeout: SETTLE_MS })
  const high = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width, height: Math.min(HEIGHT_MAX, Math.max(HEIGHT, high)) })
  await page.screenshot({ path, fullPage: true })
  await page.setViewportSize({ width, height: HEIGHT })
}

for (const trouble of new Set(troubles)) console.error(trouble)
console.log(
  `screens: ${count} pictures of ${screens.length} screens in ${out}; ${troubles.length} complaints of the browser`,
)
process.exitCode = troubles.length === 0 ? 0 : 1
