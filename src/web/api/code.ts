import { after } from '../effects/clock.ts'
import { call, ProblemError } from './client.ts'

/** With the node in reach. A browser may remember that code was not to be had and never ask for it again. */
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

/**
 * Code, or words, that come when they are first needed. The node may be away at that very moment: they are asked for until
 * it is back. Undefined when the node is there and they are not to be had all the same; the page then says so.
 */
export async function fetched<T>(load: () => Promise<T>, isReached = nodeIsReached): Promise<T | undefined> {
  for (let tries = 1; ;) {
    try {
      return await load()
    } catch (cause) {
      if (await isReached()) tries += 1
      if (tries > TRIES) {
        incomplete(cause)
        return undefined
      }
      await pause()
      await askForStyles().catch(() => undefined)
    }
  }
}

function incomplete(cause: unknown): void {
  page.isIncomplete = true
  for (const listener of page.listeners) listener()
  globalThis.reportError?.(cause)
}

async function nodeIsReached(): Promise<boolean> {
  try {
    await call('health.live', { signal: AbortSignal.timeout(ANSWER_MS) })
    return true
  } catch (cause) {
    return cause instanceof ProblemError
  }
}

const pause = (): Promise<void> => new Promise((resolve) => void after(AGAIN_MS, resolve))

/** Styles that failed are not asked for with their code when that is asked for again: what loads it believes them here. */
async function askForStyles(): Promise<void> {
  if (typeof document === 'undefined') return
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')]
  const here = new Set(links.filter(({ sheet }) => sheet !== null).map(({ href }) => href))
  const missing = new Set(links.map(({ href }) => href).filter((href) => !here.has(href)))
  await Promise.all([...missing].map(styled))
}

function styled(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = href
    link.addEventListener('load', () => resolve())
    link.addEventListener('error', () => {
      link.remove()
      reject(new TypeError(`The styles at ${href} were not loaded.`))
    })
    document.head.append(link)
  })
}
