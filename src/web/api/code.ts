import { after } from '../effects/clock.ts'
import { lostStyles } from '../effects/styles.ts'
import { call, isAway, ProblemError } from './client.ts'

/** With the node in reach. Most browsers remember that code was not to be had, and never ask for it again. */
const TRIES = 3
const AGAIN_MS = 1_000
const ANSWER_MS = 10_000

/** Of this page. */
const page = { isIncomplete: false, listeners: new Set<() => void>() }

/** Whether something that belongs on the page is not to be had: only loading the page anew brings it. */
export const isIncomplete = (): boolean => page.isIncomplete

export function onIncomplete(changed: () => void): () => void {
  page.listeners.add(changed)
  return () => page.listeners.delete(changed)
}

/** For whoever looks after the software, the cause goes to the browser's console. */
export function tellIncomplete(cause: unknown): void {
  page.isIncomplete = true
  for (const listener of page.listeners) listener()
  globalThis.reportError(cause)
}

interface Fetching {
  readonly isReached?: () => Promise<boolean>
  /** Asked before each further try. */
  readonly isWanted?: () => boolean
}

/**
 * Code, or words, that come when they are first needed. The node may be away at that very moment: they are asked for until
 * it is back. Undefined when the node is there and they are not to be had all the same, which the page then says, and when
 * they are wanted no more.
 */
export async function fetched<T>(
  load: () => Promise<T>,
  { isReached = nodeIsReached, isWanted = () => true }: Fetching = {},
): Promise<T | undefined> {
  let missed = ''
  for (let tries = 1; ;) {
    try {
      // Styles that failed with another part may be of this one too; those that this one failed for must be here.
      const lost = await lostStyles()
      if (lost.some((href) => missed.includes(href))) throw new TypeError(missed)
      return await load()
    } catch (cause) {
      missed = String(cause)
      if (await isReached()) tries += 1
      if (!isWanted()) return undefined
      if (tries > TRIES) {
        tellIncomplete(cause)
        return undefined
      }
      await new Promise<void>((resolve) => void after(AGAIN_MS, resolve))
    }
  }
}

/** A node that is just stopping or starting has no code to give either. */
async function nodeIsReached(): Promise<boolean> {
  try {
    await call('health.live', { signal: AbortSignal.timeout(ANSWER_MS) })
    return true
  } catch (cause) {
    return cause instanceof ProblemError && !isAway(cause)
  }
}
