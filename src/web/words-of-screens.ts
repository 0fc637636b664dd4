import type { Plugin } from 'vite'

/** Words that only the command line, the daemon's mail and the script-less pages say. */
const NOT_ON_SCREEN = /^(help|demo|usage|init|start|import|cli|page|restore|log-fault)\./

/** Leaves out of the catalogues what no screen says, so that a browser does not carry the words of the command line. */
export function wordsOfScreens(): Plugin {
  return {
    name: 'words-of-screens',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/src\/words\/(en|vi|zh-Hans)\.json$/.test(id)) return null
      const texts = Object.entries(JSON.parse(code) as Readonly<Record<string, string>>)
      return JSON.stringify(Object.fromEntries(texts.filter(([key]) => !NOT_ON_SCREEN.test(key))))
    },
  }
}
