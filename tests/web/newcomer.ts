import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { initNode, openNode } from '../../src/app/index.ts'
import { systemClock } from '../../src/exchange/index.ts'
import { OPERATOR, type SeatKind } from '../../src/sign-in/index.ts'
import { Desk, setDesk } from '../api/desks.ts'
import type { Liking } from './stage.ts'

/** A node that does not play: links let people enrol, and nothing else. */
export interface Strict {
  readonly desk: Desk
  /** A one-time link for somebody new in a seat of that kind, and the name by which they sign in. */
  invite(kind: SeatKind): Promise<{ readonly link: string; readonly name: string; readonly user: string }>
  /** Puts the node’s clock forward. */
  pass(ms: number): void
  close(): Promise<void>
}

export async function openStrict(): Promise<Strict> {
  const folder = await mkdtemp(join(tmpdir(), 'entente-strict-'))
  const own = join(folder, 'node')
  await initNode(own, 'vn', 'Bộ Công an', '')
  await setDesk(own, { port: 0, strangersPerMinute: 100_000, requestsPerMinute: 100_000 })
  let aheadMs = 0
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs }
  const opened = await openNode(own, {}, () => undefined, clock)
  await opened.start()
  const desk = new Desk(opened, [])
  let count = 0
  return {
    desk,
    pass(ms) {
      aheadMs += ms
    },
    async invite(kind) {
      const { invitations, seats, users } = desk.signIn
      const name = `${kind}-${(count += 1)}`
      const user = await users.make(OPERATOR, {
        name,
        display: `Nguyễn Thị ${name}`,
        zone: 'Asia/Ho_Chi_Minh',
      })
      const seat = await seats.make(OPERATOR, { kind, title: `Desk ${count}` })
      await seats.grant(OPERATOR, { seat: seat.id, user: user.id, channels: '*' })
      const { token } = await invitations.make(OPERATOR, user.id)
      return { link: `${desk.origin}/enter/${token}`, name, user: user.id }
    },
    async close() {
      await desk.opened.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Nobody yet, before a browser of their own, with everything that it complains of. */
export async function arrive(
  browser: Browser,
  origin: string,
  { language = 'en', theme = 'light', width = 1280, height = 900 }: Liking = {},
): Promise<{ page: Page; context: BrowserContext; complaints: string[] }> {
  const context = await browser.newContext({
    baseURL: origin,
    locale: language === 'zh-Hans' ? 'zh-CN' : language,
    viewport: { width, height },
    colorScheme: theme === 'dark' ? 'dark' : 'light',
    reducedMotion: 'reduce',
  })
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
    // A refusal is an answer like any other; the browser notes its status.
    if (said.type() === 'error' && !said.text().includes('status of 4')) complaints.push(said.text())
  })
  return { page, context, complaints }
}
