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

/** Told before the browser sets the page for paper, in time to draw what only paper needs, and when that is over. */
export function onPrinting(begin: () => void, end: () => void): () => void {
  addEventListener('beforeprint', begin)
  addEventListener('afterprint', end)
  return () => {
    removeEventListener('beforeprint', begin)
    removeEventListener('afterprint', end)
  }
}
