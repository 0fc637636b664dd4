import { createContext, type ReactNode, use } from 'react'
import type { WordsStore } from './words-store.ts'

export const WordsStoreContext = createContext<WordsStore | undefined>(undefined)

/** Waits until all words are here. For what is shown beside the first screen and says more than it. */
export function WholeWords({ children }: { readonly children: ReactNode }): ReactNode {
  const store = use(WordsStoreContext)
  if (store === undefined) throw new TypeError('A screen is shown outside WithLiking.')
  // The frame says that the page is not whole.
  return use(store.whole()) === undefined ? null : children
}
