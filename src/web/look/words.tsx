import { createContext, type ReactNode, use } from 'react'
import type { ScreenWords } from '../../words/index.ts'

const Words = createContext<ScreenWords | undefined>(undefined)

/** Hands the words of the reader's language to everything inside. */
export function WithWords({ words, children }: { words: ScreenWords; children: ReactNode }): ReactNode {
  return <Words value={words}>{children}</Words>
}

/** The words of the reader's language: `words('today.title')`, `words.term('stage', matter.status)`. */
export function useWords(): ScreenWords {
  const words = use(Words)
  if (words === undefined) throw new TypeError('A screen is shown outside WithWords.')
  return words
}
