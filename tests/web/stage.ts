import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { SeatKind } from '../../src/sign-in/index.ts'
import { type Desk, type Desks, openDesks, type Seated } from '../api/desks.ts'
import { launchBrowser } from '../browser/launch.ts'

export interface Liking {
  readonly language?: 'en' | 'vi' | 'zh-Hans'
  readonly theme?: 'system' | 'light' | 'dark' | 'contrast'
  /** In CSS pixels. */
  readonly width?: number
  readonly height?: number
}

/** Somebody who sits before a browser of their own. */
export interface Sitting {
  readonly page: Page
  readonly context: BrowserContext
  readonly person: Seated
  /** Whatever the browser complained of: errors on the console (the content policy speaks there) and thrown faults. */
  readonly complaints: readonly string[]
}

/** Two parties' nodes with one channel, and a browser from which anybody may sit down before either. */
export interface Stage extends Desks {
  readonly browser: Browser
  sit(desk: Desk, kind: SeatKind, liking?: Liking): Promise<Sitting>
}

export async function openStage(charter?: string): Promise<Stage> {
  const [browser, desks] = await Promise.all([launchBrowser(), openDesks(charter)])
  return {
    ...desks,
    browser,
    sit: (desk, kind, liking) => sit(browser, desk, kind, liking),
    async close() {
      await browser.close()
      await desks.close()
    },
  }
}

/** Signed in, with the screens in the language and look that are asked for. Opens no page: go where the test begins. */
export async function sit(
  browser: Browser,
  desk: Desk,
  kind: SeatKind,
  { language = 'en', theme = 'light', width = 1280, height = 900 }: Liking = {},
): Promise<Sitting> {
  const person = await desk.seated(kind)
  const context = await browser.newContext({
    baseURL: desk.origin,
    locale: language === 'zh-Hans' ? 'zh-CN' : language,
    viewport: { width, height },
    colorScheme: theme === 'dark' ? 'dark' : 'light',
    reducedMotion: 'reduce',
  })
  const [name = '', value = ''] = person.cookie.split('=', 2)
  await context.addCookies([{ name, value, url: desk.origin, httpOnly: true, sameSite: 'Strict' }])
  await context.addInitScript(
    (kept) => {
      if (localStorage.getItem('entente-liking') === null) localStorage.setItem('entente-liking', kept)
    },
    JSON.stringify({ language, theme, zoom: 1 }),
  )
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (fault) => complaints.push(fault.message))
  page.on('console', (said) => {
    if (said.type() === 'error') complaints.push(said.text())
  })
  return { page, context, person, complaints }
}
