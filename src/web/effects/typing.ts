import { after } from './clock.ts'

const PAUSE_MS = 800
/** Whoever goes on for so long is interrupted. */
const PAUSE_WITHIN_MS = 10_000

/** Runs once the reader has paused between two keys, within ten seconds in any case. Gives what takes it back. */
export function whenTypingPauses(run: () => void): () => void {
  let cancel = after(PAUSE_MS, paused)
  const stop = after(PAUSE_WITHIN_MS, paused)
  const typed = (): void => {
    cancel()
    cancel = after(PAUSE_MS, paused)
  }
  globalThis.addEventListener('keydown', typed, { capture: true })
  function leave(): void {
    cancel()
    stop()
    globalThis.removeEventListener('keydown', typed, { capture: true })
  }
  function paused(): void {
    leave()
    run()
  }
  return leave
}
