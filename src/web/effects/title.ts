import { every } from './clock.ts'

const TURN_MS = 1_500

/** Puts a text into the title of the page, in turn with what stands there; at rest for whoever wants no motion. */
export function callInTitle(text: string): () => void {
  let own = document.title
  const show = (): void => {
    if (document.title !== text) own = document.title
    document.title = text
  }
  const turn = (): void => {
    if (document.title === text) document.title = own
    else show()
  }
  show()
  const isStill = globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches
  const stop = every(TURN_MS, isStill ? show : turn)
  return () => {
    stop()
    if (document.title === text) document.title = own
  }
}
