import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Seated } from '../api/desks.ts'
import { loading, SCREENS, type Screen } from '../screens/screens.ts'
import { HostilePeer } from './hostile-peer.ts'
import { cutOff, staysCutOff } from './overflow.ts'
import { openStage, type Stage } from './stage.ts'
import { settled, trafficOf } from './walk.ts'

const STARTING_MS = 120_000
const ROUND_MS = 240_000
const PHONE_PX = 360

let stage: Stage
let matters: Readonly<Record<string, string>>
beforeAll(async () => {
  stage = await openStage()
  const [ours, theirs]: Seated[] = [
    await stage.us.seated('coordinator'),
    await stage.cn.seated('coordinator'),
  ]
  if (ours === undefined || theirs === undefined) throw new Error('nobody is seated')
  matters = await new HostilePeer(stage, ours, theirs).writes()
}, STARTING_MS)
afterAll(() => stage?.close())

/** Where the other side’s words stand in sight, by the names of the screens. */
const SHOWING = [
  'today',
  'matters',
  'matters-all',
  'request',
  'case',
  'call',
  'lead',
  'evidence',
  'exhibit',
  'search',
  'palette',
  'directory',
  'agency',
  'rota',
  'hotline-call',
  'a title',
  'our request',
  'the agency',
  'the deposit',
]

/** Screens that the list of all has not, since they need the name of a matter. */
function more(): readonly Screen[] {
  const { channel } = stage
  const at = (name: string, path: string): Screen => ({
    name,
    seat: 'desk',
    async open({ page, go }) {
      await go(path)
      await page.waitForSelector('#content h1')
    },
  })
  return [
    at('a title', `/channels/${channel}/matters/${matters['titled']}`),
    at('our request', `/channels/${channel}/matters/${matters['mine']}`),
    at('the agency', `/channels/${channel}/matters/${matters['agency']}`),
    at('the deposit', `/channels/${channel}/matters/${matters['evidence']}`),
    at('the feed', '/record?party=cn'),
    at('who holds what', '/record?view=held'),
    at('verifying', '/record?view=verify'),
  ]
}

/** What a page shows of what the other side wrote, and what it should not have done with it. */
const LOOK = `(() => {
  const bare = /[\\u202A-\\u202E\\u2066-\\u2069\\u200B\\u200E\\u200F\\u061C\\uFEFF\\u3164]/
  const found = []
  const { body } = document
  if ('ranHere' in globalThis) found.push('a script ran')
  if (body.querySelector('#content img, #content iframe, #content svg[onload], body script[src^=data]') !== null)
    found.push('an element was made of a text')
  for (const one of body.querySelectorAll('a[href]'))
    if (new URL(one.getAttribute('href'), location.href).origin !== location.origin)
      found.push('a link leads to ' + one.getAttribute('href').slice(0, 60))
  if (bare.test(body.textContent)) found.push('a hidden character stands bare in the text')
  if (bare.test(document.title)) found.push('a hidden character stands bare in the title')
  for (const one of body.querySelectorAll('[aria-label], [title], [alt], [placeholder]'))
    for (const name of ['aria-label', 'title', 'alt', 'placeholder'])
      if (bare.test(one.getAttribute(name) ?? '')) found.push('a hidden character stands bare in ' + name + ' of ' + one.className)
  return [...new Set(found)]
})()`
const MARKS = `document.querySelectorAll('.hidden-character').length + document.body.textContent.split('[U+').length - 1`

async function onPhone(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: PHONE_PX, height: 800 })
  const cut = await staysCutOff(page)
  await page.setViewportSize({ width: 1280, height: 900 })
  return cut
}

describe('hostile text of the other side in every field', () => {
  it(
    'runs nothing, asks nothing of anybody, hides nothing and breaks no page, on every screen of a desk',
    async () => {
      const { context, complaints, page } = await stage.sit(stage.us, 'desk')
      const traffic = trafficOf(page)
      const asked: string[] = []
      context.on('request', (request) => asked.push(request.url()))
      page.on('dialog', (dialog) => {
        asked.push(`a dialog: ${dialog.message()}`)
        void dialog.dismiss()
      })
      const origin = stage.us.origin
      const found: string[] = []
      const showing: string[] = []
      let heard = 0
      // Nothing rings here, and what waits first here is done by a form, not by being asked once more.
      const elsewhere = ['ringing', 'confirming']
      const screens = SCREENS.filter(({ name, seat }) => seat === 'desk' && !elsewhere.includes(name))
      for (const screen of [...screens, ...more()]) {
        const openedFault = await screen.open(loading(page, stage.us.origin)).then(
          () => [],
          (cause: unknown) => [`does not open: ${String(cause).slice(0, 200)}`],
        )
        await settled(page, traffic)
        const wide = await cutOff(page)
        const narrow = await onPhone(page)
        const seen = await page.evaluate<string[]>(LOOK)
        if ((await page.evaluate<number>(MARKS)) > 0) showing.push(screen.name)
        const here = [
          ...openedFault,
          ...seen,
          ...wide,
          ...narrow.map((one) => `phone: ${one}`),
          ...complaints.slice(heard),
        ]
        heard = complaints.length
        found.push(...here.map((one) => `${screen.name}: ${one}`))
      }
      expect(found).toEqual([])
      expect(asked.filter((url) => !url.startsWith(origin) && !url.startsWith('blob:'))).toEqual([])
      expect(SHOWING.filter((name) => !showing.includes(name))).toEqual([])
      await context.close()
    },
    ROUND_MS,
  )

  it(
    'names no party: who acts is said by our own charter and directory',
    async () => {
      const { context, page } = await stage.sit(stage.us, 'desk')
      for (const kind of ['request', 'case', 'lead', 'mine', 'evidence']) {
        await page.goto(`/channels/${stage.channel}/matters/${matters[kind]}`)
        const heads = page.locator('.matter-act h3')
        await heads.first().waitFor()
        const texts = await heads.allTextContents()
        for (const text of texts) expect(text, kind).toMatch(/^\d+ Ministry (?:cn|us) /)
        expect(
          texts.some((text) => / Ministry cn /.test(text)),
          kind,
        ).toBe(true)
      }
      await page.goto(`/hotline?call=${matters['call']}`)
      const title = page.getByRole('heading', { level: 1, name: 'Ministry cn → Ministry us' })
      await title.waitFor()
      await context.close()
    },
    ROUND_MS,
  )
})
