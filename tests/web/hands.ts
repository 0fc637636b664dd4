import type { Locator, Page } from 'playwright-core'

/** How somebody works a page: with a mouse, or with no more than a keyboard. */
export interface Hands {
  /** Buttons and links. */
  press(target: Locator): Promise<void>
  write(target: Locator, text: string): Promise<void>
  /** An option of a list that a button opens. */
  choose(list: Locator, option: Locator): Promise<void>
  /** A radio button or a checkbox. */
  mark(target: Locator): Promise<void>
}

const PRESSES_MAX = 300

export function byMouse(): Hands {
  return {
    press: (target) => target.click(),
    write: (target, text) => target.fill(text),
    async choose(list, option) {
      await list.click()
      await option.click()
    },
    // What one sees and presses is the label; the box in it is for machines.
    mark: (target) => target.locator('xpath=ancestor::label').click(),
  }
}

/** Everything by Tab, arrows, Enter and letters: whatever cannot be reached so fails the test. */
export function byKeyboard(page: Page): Hands {
  const reach = async (target: Locator): Promise<void> => {
    await target.waitFor({ state: 'attached' })
    await pressUntil(page, 'Tab', target)
  }
  return {
    async press(target) {
      await reach(target)
      await page.keyboard.press('Enter')
    },
    async write(target, text) {
      await reach(target)
      await page.keyboard.insertText(text)
    },
    async choose(list, option) {
      await reach(list)
      await page.keyboard.press('Enter')
      await option.waitFor()
      await pressUntil(page, 'ArrowDown', option)
      await page.keyboard.press('Enter')
      await option.waitFor({ state: 'detached' })
    },
    async mark(target) {
      await target.waitFor({ state: 'attached' })
      if ((await target.getAttribute('type')) === 'checkbox') {
        await reach(target)
        await page.keyboard.press('Space')
        return
      }
      // One Tab leads to the whole group, arrows to each in it.
      await pressUntil(
        page,
        'Tab',
        target,
        (one) => (document.activeElement as HTMLInputElement | null)?.name === (one as HTMLInputElement).name,
      )
      const isFirst = await target.evaluate((one) => one === document.activeElement)
      if (isFirst) await page.keyboard.press('Space')
      else await pressUntil(page, 'ArrowDown', target)
    },
  }
}

async function pressUntil(
  page: Page,
  key: string,
  target: Locator,
  isThere: (one: Element) => boolean = (one) => one === document.activeElement,
): Promise<void> {
  for (let pressed = 0; pressed < PRESSES_MAX; pressed += 1) {
    if (await target.evaluate(isThere)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${key} leads nowhere near ${String(target)}`)
}
