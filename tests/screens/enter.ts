import type { Browser, Page } from 'playwright-core'

export interface Look {
  readonly language: string
  readonly theme: string
  readonly width: number
  readonly height: number
}

/** A browser of its own whose reader likes it so, signed in by a link of a demonstration. */
export async function signedIn(
  browser: Browser,
  link: string,
  { language, theme, width, height }: Look,
): Promise<Page> {
  const context = await browser.newContext({
    locale: language === 'zh-Hans' ? 'zh-CN' : language,
    viewport: { width, height },
    colorScheme: theme === 'dark' ? 'dark' : 'light',
    reducedMotion: 'reduce',
  })
  const liking = JSON.stringify({ language, theme, zoom: 1 })
  await context.addInitScript((kept) => {
    if (localStorage.getItem('entente-liking') === null) localStorage.setItem('entente-liking', kept)
  }, liking)
  const page = await context.newPage()
  await page.goto(link)
  await page.getByRole('button').first().click()
  await page.waitForSelector('#content')
  return page
}
