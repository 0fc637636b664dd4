import type { Page } from 'playwright-core'

/**
 * What a reader would have to scroll sideways for, or cannot see at all: a page wider than its window, and text that its
 * own box cuts off. Boxes that scroll by themselves and say so, such as tables, are let be.
 */
const LOOK = `(() => {
  const found = []
  const { documentElement: root } = document
  if (root.scrollWidth > root.clientWidth + 1) {
    const wide = [...document.querySelectorAll('body *')].filter((one) => {
      const { right, width } = one.getBoundingClientRect()
      if (width === 0 || right <= root.clientWidth + 1) return false
      for (let up = one.parentElement; up !== null; up = up.parentElement) {
        const { overflowX } = getComputedStyle(up)
        if (overflowX !== 'visible' && up !== document.body && up !== root) return false
      }
      return true
    })
    const names = wide.slice(-3).map((one) => one.tagName.toLowerCase() + '.' + one.className)
    found.push('the page is ' + root.scrollWidth + ' wide in a window of ' + root.clientWidth + ': ' + names.join(', '))
  }
  for (const one of document.querySelectorAll('button, a, label, th, td, .tag, .tab, dt, dd, h1, h2, h3')) {
    const style = getComputedStyle(one)
    const isCut = (style.overflowX === 'hidden' || style.overflowX === 'clip') && one.scrollWidth > one.clientWidth + 1
    if (isCut && style.clipPath === 'none' && one.clientWidth > 0)
      found.push('cut off: ' + one.tagName.toLowerCase() + '.' + one.className + ' ' + one.textContent.slice(0, 40))
  }
  return found
})()`

export async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(LOOK)
}

/** Every text on the page made half as long again, as a translation may be. */
const LENGTHEN = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const texts = []
  while (walker.nextNode() !== null) texts.push(walker.currentNode)
  let count = 0
  for (const text of texts) {
    const said = text.data
    if (said.trim().length < 2) continue
    text.data = said + ' ' + 'ñ'.repeat(4) + ' ' + 'ő'.repeat(Math.max(1, Math.ceil(said.length / 2) - 5))
    count += 1
  }
  return count
})()`

export async function lengthened(page: Page): Promise<void> {
  const count = await page.evaluate<number>(LENGTHEN)
  if (count === 0) throw new Error('there was no text to make longer')
}
