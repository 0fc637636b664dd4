import type { Browser, Page, Request } from 'playwright-core'
import { signedIn } from '../screens/enter.ts'
import { loading, SCREENS, type Screen, type Shown } from '../screens/screens.ts'

export type Seat = Screen['seat']

/**
 * The screen before stays until the next one is ready: the router says when that is. And a part that is still to come has
 * something that stands for it.
 */
const IS_THERE = `(({ state }) =>
  state.status === 'idle' && state.resolvedLocation?.href === state.location.href &&
  document.querySelector('#content .skeleton') === null)(__TSR_ROUTER__)`
const PATIENCE_MS = 60_000

/** A signed-in page that goes from screen to screen, and knows when one is wholly there. */
export interface Walker {
  readonly page: Page
  /** Whatever the browser complained of since it was last asked. */
  complaints(): readonly string[]
  to(screen: Screen): Promise<void>
  /** What is on the page is not as the application made it: the next screen is loaded anew. */
  spoilt(): void
  close(): Promise<void>
}

/**
 * It goes by the application's own navigation, as a reader does who follows links: loading forty screens anew each time is
 * slower than looking at them. The first screen, and each after one that lingers, is loaded.
 */
export async function walker(browser: Browser, link: string, language: string): Promise<Walker> {
  const page = await signedIn(browser, link, { language, theme: 'system', width: 1280, height: 900 })
  const traffic = trafficOf(page)
  const anew = loading(page, link)
  const within: Shown = {
    ...anew,
    async go(path) {
      await page.evaluate(`history.pushState({}, '', ${JSON.stringify(path)})`)
      await settled(page, traffic)
    },
  }
  const complaints: string[] = []
  page.on('pageerror', (fault) => complaints.push(fault.message))
  page.on('console', (said) => {
    if (said.type() === 'error') complaints.push(said.text())
  })
  let mustLoad = true
  return {
    page,
    complaints: () => complaints.splice(0),
    spoilt: () => (mustLoad = true),
    close: () => page.context().close(),
    async to(screen) {
      await screen.open(mustLoad || screen.lingers === true ? anew : within)
      mustLoad = screen.lingers === true
      await settled(page, traffic)
      // What was pressed on the way may lie under the bar at the top; a reader who arrives has nothing scrolled.
      await page.evaluate('scrollTo(0, 0)')
    },
  }
}

type Traffic = ReadonlySet<Request>

/** Requests under way; the stream of events never ends and is not one of them. */
export function trafficOf(page: Page): Traffic {
  const underWay = new Set<Request>()
  page.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') underWay.add(request)
  })
  page.on('requestfinished', (request) => underWay.delete(request))
  page.on('requestfailed', (request) => underWay.delete(request))
  return underWay
}

/** Nothing stands for a part that is still to come, and nothing is asked of the node any more. */
export async function settled(page: Page, traffic: Traffic): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  let quiet = 0
  while (quiet < 2) {
    if (performance.now() > deadline)
      throw new Error(`not there yet, waits for: ${[...traffic].map((one) => one.url()).join(' ')}`)
    await drawn(page)
    quiet = traffic.size === 0 && (await page.evaluate<boolean>(IS_THERE)) ? quiet + 1 : 0
  }
}

/** The page has been laid out and drawn after what was done last, and what watches its sizes has answered. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))',
  )
}

export const screensOf = (seat: Seat): readonly Screen[] => SCREENS.filter((screen) => screen.seat === seat)
