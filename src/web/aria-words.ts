import { readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const path = fileURLToPath(new URL('aria-vietnamese.json', import.meta.url))
const vietnamese = Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, string>>)

/**
 * What React Aria itself says to a screen reader, in our languages alone: it brings English and Chinese, and no
 * Vietnamese. The strings of its other thirty languages stay out of the browser.
 */
export function ariaWords(): Plugin {
  return { name: 'aria-words', enforce: 'pre', transform: ariaStrings }
}

/** The module that lists one component's strings by language, or null for any other module. */
export function ariaStrings(code: string, id: string): string | null {
  if (!/\/react-aria(?:-components)?\/dist\/.*\/intlStrings\.mjs$/.test(id)) return null
  const folder = /from "([^"]+)en-US\.mjs"/.exec(code)?.[1]
  if (folder === undefined) throw new Error(`${id}: the strings of React Aria are not where they were.`)
  const component = basename(dirname(id))
  const said = vietnamese
    .filter(([key]) => key.startsWith(`${component}.`))
    .map(([key, text]) => `${JSON.stringify(key.slice(component.length + 1))}: say(${JSON.stringify(text)})`)
  const message = `new IntlMessageFormat(text, 'vi', undefined, { ignoreTag: true })`
  const own = said.length === 0 ? '' : `'vi-VN': { ${said.join(', ')} },`
  return `import { IntlMessageFormat } from 'intl-messageformat'
import en from "${folder}en-US.mjs"
import zh from "${folder}zh-CN.mjs"
const say = (text) => text.includes('{') ? (values) => String(${message}.format(values)) : text
export default { ${own} 'en-US': en, 'zh-CN': zh }
`
}
