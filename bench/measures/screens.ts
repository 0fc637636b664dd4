import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../../tests/browser/launch.ts'
import { type Figure, figure, median, quantile } from '../figures.ts'
import type { Seated } from '../node-process.ts'
import { Pair } from '../pair.ts'
import { fill } from './lists.ts'
import type { Measure, MeasureOptions } from './measure.ts'

const ACTS = 1_000_000
const ACTS_QUICK = 20_000
const LOADS = 9
const LOADS_QUICK = 5
/** What a reader waits for on Today: the first deadline of the list. */
const USABLE = '.today-rows li'
/** Rows of the whole list, scrolled through a screen at a time. */
const SCROLLS = 60
const WAIT_MS = 60_000
const KB = 1_000

/** The screens over a channel that is full: how soon they can be used, and whether a list keeps up with its reader. */
export const screens: Measure = {
  name: 'screens',
  what: 'the first screen cold and warm, its JavaScript, and scrolling through all matters',
  async run(options) {
    const pair = await Pair.start({ desks: ['peer'] })
    const browser = await launchBrowser()
    try {
      const channel = await pair.found()
      const desk = await pair.node('peer').ask('seated', { kind: 'desk' })
      await fill(pair, channel, 0, options.quick ? ACTS_QUICK : ACTS, options)
      options.say('until the desk has read all of them')
      await pair.node('peer').ask('readersIdle', { channel })
      return [...(await opened(browser, desk, options)), ...(await scrolled(browser, desk, options))]
    } finally {
      await browser.close()
      await pair.dispose()
    }
  },
}

/** Cold: a browser that never saw the node. Warm: the page loaded again in it. */
async function opened(browser: Browser, desk: Seated, { quick, say }: MeasureOptions): Promise<Figure[]> {
  const cold: number[] = []
  const warm: number[] = []
  const bare: number[] = []
  let scripts = 0
  let shown = 0
  say('opening the first screen')
  for (let i = 0; i < (quick ? LOADS_QUICK : LOADS); i += 1) {
    const page = await seatedPage(browser, desk)
    cold.push(await usable(page, () => page.goto(desk.origin)))
    const sizes = await page.evaluate<{ bytes: number; rows: number }>(
      `({ bytes: performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'))
           .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
          rows: document.querySelectorAll(${JSON.stringify(USABLE)}).length })`,
    )
    scripts = sizes.bytes
    shown = sizes.rows
    warm.push(await usable(page, () => page.reload()))
    const beganMs = performance.now()
    await page.goto(`${desk.origin}/icon.svg`)
    bare.push(performance.now() - beganMs)
    await page.context().close()
  }
  say(`${shown} rows on the first screen`)
  const limit = { value: median(bare), name: 'one small file of the same node in the same browser' }
  return [
    figure('first screen usable, cold, median', median(cold), 'ms', limit),
    figure('first screen usable, cold, slowest', Math.max(...cold), 'ms', limit),
    figure('first screen usable, warm, median', median(warm), 'ms', limit),
    figure('first screen usable, warm, slowest', Math.max(...warm), 'ms', limit),
    figure('JavaScript loaded until then and just after, compressed', scripts / KB, 'KB'),
  ]
}

async function usable(page: Page, go: () => Promise<unknown>): Promise<number> {
  const beganMs = performance.now()
  await go()
  await page.locator(USABLE).first().waitFor({ timeout: WAIT_MS })
  return performance.now() - beganMs
}

async function seatedPage(browser: Browser, { cookie, origin }: Seated): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en' })
  const [name = '', value = ''] = cookie.split('=', 2)
  await context.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: 'Strict' }])
  return context.newPage()
}

/** A frame is blank when the middle of the list's window shows no row. */
const SCROLL = `(async (steps) => {
  const gaps = []
  let blank = 0
  let frames = 0
  let last = performance.now()
  const rows = () => document.querySelectorAll('.lists-row').length
  for (let i = 0; i < steps; i += 1) {
    window.scrollBy(0, window.innerHeight * 0.8)
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const now = performance.now()
    gaps.push(now - last)
    last = now
    frames += 1
    const middle = document.elementFromPoint(640, window.innerHeight / 2)
    const isRow = middle !== null && middle.closest('.lists-row') !== null
    const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2
    if (!isRow && !atEnd) blank += 1
    await new Promise((resolve) => setTimeout(resolve, 100))
    last = performance.now()
  }
  return { gaps, blank, frames, rows: rows(), height: document.documentElement.scrollHeight }
})`

async function scrolled(browser: Browser, desk: Seated, { say }: MeasureOptions): Promise<Figure[]> {
  const page = await seatedPage(browser, desk)
  await page.goto(`${desk.origin}/matters?list=all`)
  await page.locator('.lists-row').first().waitFor({ timeout: WAIT_MS })
  const { gaps, blank, frames, height } = await page.evaluate<{
    gaps: number[]
    blank: number
    frames: number
    height: number
  }>(`${SCROLL}(${SCROLLS})`)
  say(`${frames} screens scrolled, ${Math.round(height)} pixels in all`)
  await page.context().close()
  return [
    figure('scrolling a list of all matters: blank frames', blank, 'frames'),
    figure('scrolling a list of all matters: from scroll to frame, p95', quantile(gaps, 0.95), 'ms'),
  ]
}
