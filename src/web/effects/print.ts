import { after } from './clock.ts'

/** What was just loaded has to be drawn before it can be printed. */
const DRAWN_MS = 100

/** Opens the browser's own print dialogue. */
export function printPage(): Promise<void> {
  return new Promise((resolve) => {
    after(DRAWN_MS, () => {
      globalThis.print()
      resolve()
    })
  })
}
