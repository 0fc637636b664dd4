import type { Page } from 'playwright-core'
import { colourViolations, violations } from './axe.ts'
import { cutOff, lengthened, spaced, staysCutOff } from './overflow.ts'
import { drawn } from './walk.ts'

/** One way of looking at a screen that is on the page. It leaves the page as it found it, unless it says that it spoils it. */
export interface Look {
  readonly name: string
  /** In which languages; in all where none is named. */
  readonly languages?: readonly string[]
  readonly spoils?: true
  found(page: Page): Promise<readonly string[]>
}

const WINDOW = { width: 1280, height: 900 }
/** A window of 1280 pixels at 200 %. */
const ZOOMED = { width: 640, height: 450 }
/** What a phone has, and the width that WCAG 1.4.10 names: 1280 pixels at 400 %. */
const NARROW = [
  { width: 360, height: 800 },
  { width: 320, height: 640 },
]
/** A sheet of A4. */
const SHEET = { width: 794, height: 1123 }

/** Called by what the tests say of every screen. In the order in which they are cheapest: as few changes of size as can be. */
export const LOOKS: readonly Look[] = [
  { name: 'has nothing that axe finds wrong in the light', found: violations },
  {
    name: 'has nothing that axe finds wrong in the dark',
    found: async (page) => {
      await page.emulateMedia({ colorScheme: 'dark' })
      await drawn(page)
      // All rules: the contrast is nearly the whole price of them.
      const found = await violations(page)
      await page.emulateMedia({ colorScheme: 'light' })
      return found
    },
  },
  {
    name: 'can be read in high contrast',
    languages: ['en'],
    found: async (page) => {
      await page.evaluate(`document.documentElement.dataset.theme = 'contrast'`)
      await drawn(page)
      const found = await colourViolations(page)
      await page.evaluate(`delete document.documentElement.dataset.theme`)
      return found
    },
  },
  { name: 'is titled in the browser by its own name, or by the room that it is in', found: untitled },
  { name: 'moves nothing for whoever wants no motion', found: moving },
  {
    name: 'has room for text spaced as widely as a reader may wish',
    languages: ['en', 'vi'],
    found: async (page) => {
      const back = await spaced(page)
      await drawn(page)
      const found = await staysCutOff(page)
      await back()
      return found
    },
  },
  {
    name: 'is printed black on white, without its frame and its buttons, and nothing of it is cut off',
    languages: ['vi'],
    found: printed,
  },
  {
    name: 'fits a window at 200 percent, and cuts nothing off',
    found: async (page) => sized(page, ZOOMED),
  },
  {
    name: 'fits a phone, and cuts nothing off',
    found: async (page) => {
      const found: string[] = []
      for (const size of NARROW)
        found.push(...(await sized(page, size)).map((each) => `${size.width}: ${each}`))
      return found
    },
  },
  {
    name: 'has room for words that are half as long again',
    languages: ['en'],
    spoils: true,
    found: async (page) => {
      await lengthened(page)
      const narrow = await sized(page, NARROW[0] ?? WINDOW)
      const wide = await sized(page, WINDOW)
      return [...wide.map((each) => `wide: ${each}`), ...narrow.map((each) => `phone: ${each}`)]
    },
  },
]

/** Looks at a screen in every way that its language calls for. Tells what was found by the name of the look. */
export async function lookedAt(
  page: Page,
  language: string,
): Promise<{ found: Map<string, readonly string[]>; isSpoilt: boolean }> {
  const found = new Map<string, readonly string[]>()
  const looks = LOOKS.filter(({ languages }) => languages?.includes(language) ?? true)
  for (const look of looks) found.set(look.name, await look.found(page))
  await page.setViewportSize(WINDOW)
  return { found, isSpoilt: looks.some(({ spoils }) => spoils) }
}

async function sized(page: Page, size: { width: number; height: number }): Promise<string[]> {
  await page.setViewportSize(size)
  await drawn(page)
  return staysCutOff(page)
}

/** While it rings the title tells of the call. */
const UNTITLED = `(() => {
  if (document.querySelector('.hotline-ring') !== null) return []
  const { title } = document
  const named = document.querySelector('#content h1')?.textContent ?? ''
  const room = document.querySelector('.room[aria-current="page"]')?.textContent
  const isIts = title !== '' && (named.startsWith(title) || title.startsWith(named) || title === room)
  return isIts ? [] : [title + ' is the title of ' + named]
})()`

async function untitled(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(UNTITLED)
}

async function moving(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    `document.getAnimations().filter((one) => {
       const { duration, iterations } = one.effect?.getComputedTiming() ?? {}
       return one.playState === 'running' && (Number(duration) > 1 || iterations === Infinity)
     }).map((one) => String(one.animationName ?? one.transitionProperty) + ' of ' + one.effect.target?.className)`,
  )
}

/** In the dark: paper is white whatever the screen is. */
async function printed(page: Page): Promise<string[]> {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.setViewportSize(SHEET)
  // At once: on its way to a printer a page is laid out, but nothing in it can answer.
  const cut = await cutOff(page)
  const left = await page.locator('.top:visible, .rooms:visible, .button:visible').count()
  const colours = await page.evaluate<string>(
    '(({ backgroundColor, color }) => color + " on " + backgroundColor)(getComputedStyle(document.documentElement))',
  )
  // A panel that is open is not printed, and hides the page beneath it from machines.
  const isHidden = (await page.locator('.popover').count()) > 0
  const pale = isHidden ? [] : await colourViolations(page)
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' })
  return [
    ...(left === 0 ? [] : [`${left} buttons or bars are printed`]),
    ...(colours === 'rgb(0, 0, 0) on rgb(255, 255, 255)' ? [] : [`printed in ${colours}`]),
    ...cut,
    ...pale,
  ]
}
