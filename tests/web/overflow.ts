import type { Page } from 'playwright-core'

const FOLLOW_MS = 1_000

/**
 * What a reader would have to scroll sideways for, or cannot see at all: a page wider than its window, and text that its
 * own box cuts off. Boxes that scroll by themselves and say so, such as tables, are let be.
 */
const LOOK = `(() => {
  const found = []
  const { body, documentElement: root } = document
  const named = (one) => one.tagName.toLowerCase() + '.' + (one.getAttribute('class') ?? '')
  const cuts = (overflow) => overflow === 'hidden' || overflow === 'clip'
  if (root.scrollWidth > root.clientWidth + 1) {
    const wide = [...document.querySelectorAll('body *')].filter((one) => {
      const { right, width } = one.getBoundingClientRect()
      if (width === 0 || right <= root.clientWidth + 1) return false
      for (let up = one.parentElement; up !== null; up = up.parentElement) {
        const { overflowX } = getComputedStyle(up)
        if (overflowX !== 'visible' && up !== body && up !== root) return false
      }
      return true
    })
    const names = [...wide.slice(0, 2), ...wide.slice(-3)].map(named)
    found.push('the page is ' + root.scrollWidth + ' wide in a window of ' + root.clientWidth + ': ' + names.join(', '))
  }
  for (const one of [root, ...document.querySelectorAll('body, body *')]) {
    if (one.clientWidth === 0) continue
    // What was typed into a field is scrolled by its cursor; what a hint in it says, or a day and an hour, is not.
    if (one.tagName === 'INPUT' && one.selectionStart !== null && one.value !== '') continue
    const { clipPath, overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(one)
    // Meant for ears alone; or ended by an ellipsis after some lines, and whole on the screen that it leads to.
    if (clipPath !== 'none' || webkitLineClamp !== 'none') continue
    // The same of a name of any length on a button: it is whole in what the button opens.
    if (textOverflow === 'ellipsis' && one.hasAttribute('aria-haspopup')) continue
    // Behind a dialogue the page is held still, at whatever height.
    const isTall = one !== root && cuts(overflowY) && one.scrollHeight > one.clientHeight + 1
    if (isTall || (cuts(overflowX) && one.scrollWidth > one.clientWidth + 1)) found.push('cut off: ' + named(one) + ' ' + (one.placeholder || one.value || one.textContent).slice(0, 40))
  }
  return found
})()`

export async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(LOOK)
}

/** The same for a page whose size was just changed: plots and long lists follow a moment later, and are given it. */
export async function staysCutOff(page: Page): Promise<string[]> {
  const end = performance.now() + FOLLOW_MS
  let found = await cutOff(page)
  while (found.length > 0 && performance.now() < end) found = await cutOff(page)
  return found
}

/** Every text on the page made half as long again, as a translation may be: by words, of which none is too long to set. */
const LENGTHEN = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const texts = []
  while (walker.nextNode() !== null) texts.push(walker.currentNode)
  let count = 0
  for (const text of texts) {
    const said = text.data
    // Numbers and signs are as long in every language.
    if (!/\\p{L}{2}/u.test(said)) continue
    let more = ''
    while (more.length < said.length / 2) more += ' ' + 'ñő'.repeat(Math.min(6, Math.ceil(said.length / 4)))
    text.data = said + more
    count += 1
  }
  return count
})()`

export async function lengthened(page: Page): Promise<void> {
  const count = await page.evaluate<number>(LENGTHEN)
  if (count === 0) throw new Error('there was no text to make longer')
}

/** What WCAG 1.4.12 lets a reader set. Put on as readers' own tools do; the page's policy lets no other style in. */
const SPACE = `(() => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(
    '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }' +
      'p { margin-block-end: 2em !important }',
  )
  document.adoptedStyleSheets = [sheet]
  return getComputedStyle(document.body).letterSpacing
})()`

/** Widens the spaces in all text. Gives what takes it back. */
export async function spaced(page: Page): Promise<() => Promise<void>> {
  const spacing = await page.evaluate<string>(SPACE)
  if (Number.parseFloat(spacing) < 1) throw new Error(`the text is not spaced: ${spacing}`)
  return async () => {
    await page.evaluate('document.adoptedStyleSheets = []')
  }
}
