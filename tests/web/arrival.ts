import type { BrowserContext, Locator, Page } from 'playwright-core'
import { OPERATOR, type SeatKind } from '../../src/sign-in/index.ts'
import { type Language, loadScreenWords, type ScreenWords } from '../../src/words/index.ts'
import type { Desk } from '../api/desks.ts'
import { byKeyboard, byMouse, type Hands } from './hands.ts'
import { arrive } from './newcomer.ts'
import type { Stage } from './stage.ts'

/** Somebody who came by a one-time link, with the words that their screens say. */
export interface Arrived {
  readonly page: Page
  readonly context: BrowserContext
  readonly complaints: readonly string[]
  readonly words: ScreenWords
  readonly hands: Hands
  /** The button that says exactly this. */
  button(says: string, within?: Locator): Locator
}

let people = 0

/** Opens the link that an operator handed over and presses the button on it; what follows is the first screen. */
export async function enter(
  { browser }: Stage,
  desk: Desk,
  kind: SeatKind,
  { language, isByKeyboard = false }: { language: Language; isByKeyboard?: boolean },
): Promise<Arrived> {
  const { invitations, seats, users } = desk.signIn
  const name = `arrived-${(people += 1)}`
  const user = await users.make(OPERATOR, { name, display: `Officer ${people}` })
  const seat = await seats.make(OPERATOR, { kind, title: `Desk ${people}` })
  await seats.grant(OPERATOR, { seat: seat.id, user: user.id, channels: '*' })
  const { token } = await invitations.make(OPERATOR, user.id)
  const { page, context, complaints } = await arrive(browser, desk.origin, { language })
  // Its picker cannot be filled by a test; the one of Firefox and Safari can.
  await context.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'showOpenFilePicker')
  })
  const hands = isByKeyboard ? byKeyboard(page) : byMouse()
  await page.goto(`/enter/${token}`)
  await hands.press(page.getByRole('button'))
  const words = await loadScreenWords(language)
  await page.getByRole('heading', { level: 1, name: words('today.title'), exact: true }).waitFor()
  return {
    page,
    context,
    complaints,
    words,
    hands,
    button: (says, within = page.locator('body')) => within.getByRole('button', { name: says, exact: true }),
  }
}
