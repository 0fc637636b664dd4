import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const CRYPTO = here('./node-crypto.ts')
const BUFFER = here('./buffer.ts')

/** The rooms that are pure and yet written for node. */
const PURE_ROOM = /[/\\]src[/\\](?:record|acts|channel|instruments|words)[/\\][^?]*\.ts$/

/**
 * Lets the pure rooms run in a browser as they stand: `node:crypto` is ours, and a room that speaks of `Buffer` imports it.
 * To be given to the pages and to the workers, which Vite builds each by itself.
 */
export function browserRooms(): Plugin {
  return {
    name: 'entente:browser-rooms',
    enforce: 'pre',
    resolveId: (id) => (id === 'node:crypto' ? CRYPTO : undefined),
    transform(code, id) {
      if (!PURE_ROOM.test(id)) return undefined
      // On the first line, so that every line keeps its number.
      const reached = /\bBuffer\b/.test(code)
        ? `import { Buffer } from ${JSON.stringify(BUFFER)};${code}`
        : code
      // To import a pure room does nothing: what a page does not use of it, calendars of all countries say, is left out.
      return { code: reached, map: null, moduleSideEffects: false }
    },
  }
}
