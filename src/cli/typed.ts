import { fileURLToPath } from 'node:url'
import { relative } from 'node:path'

/** Words that every shell takes as they are. */
const PLAIN = /^[A-Za-z0-9_./:=@%+,-]+$/

/** A command of this program as it can be pasted into a shell from the folder that one is in. */
export function typed(...words: readonly string[]): string {
  return [program(), ...words].map(quoted).join(' ')
}

/** Placeholders such as `FILE` are for people and stay as they are. */
function quoted(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** Installed it is on the path; in a checkout it is a file. */
function program(): string {
  if (!import.meta.url.endsWith('.ts')) return 'entente'
  const file = fileURLToPath(new URL('../../bin/entente', import.meta.url))
  const near = relative(process.cwd(), file)
  return near.startsWith('..') ? file : near
}
