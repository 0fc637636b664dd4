import { createContext, type ReactNode, use } from 'react'
import type { WordsStore } from './words-store.ts'

export const WordsStoreContext = createContext<WordsStore | undefined>(undefined)

/** Waits until all words are here. For what is shown beside the first screen and says more than it. */
export function WholeWords({
  children,
  otherwise = null,
}: {
  readonly children: ReactNode
  /** Shown when they are not to be had, which the frame says; the first words alone are here then. */
  readonly otherwise?: ReactNode
}): ReactNode {
  const store = use(WordsStoreContext)
  if (store === undefined) throw new TypeError('A screen is shown outside WithLiking.')
  return use(store.whole()) === undefined ? otherwise : children
}
