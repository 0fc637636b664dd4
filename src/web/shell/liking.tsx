import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react'
import { I18nProvider } from 'react-aria-components'
import { keepLiking, type Liking, recallLiking } from '../effects/kept.ts'
import { WithWords } from '../look/words.tsx'
import { WordsStoreContext } from './whole-words.tsx'
import type { WordsStore } from './words-store.ts'

interface Kept {
  readonly liking: Liking
  readonly like: (change: Partial<Liking>) => void
}
const LikingContext = createContext<Kept | undefined>(undefined)

/** Language, appearance and size of text; changed at once, without losing what is typed. */
export function WithLiking({
  store,
  children,
}: {
  readonly store: WordsStore
  readonly children: ReactNode
}): ReactNode {
  const [liking, setLiking] = useState(recallLiking)
  const words = useSyncExternalStore(store.subscribe, store.current)
  const { language, theme, zoom } = liking
  useEffect(() => {
    void store.change(language)
  }, [language, store])
  useEffect(() => {
    const { documentElement: root } = document
    root.lang = words.language
    if (theme === 'system') delete root.dataset['theme']
    else root.dataset['theme'] = theme
    root.style.setProperty('--zoom', String(zoom))
  }, [words.language, theme, zoom])
  const like = (change: Partial<Liking>): void => {
    const next = { ...liking, ...change }
    keepLiking(next)
    setLiking(next)
  }
  return (
    <LikingContext value={{ liking, like }}>
      <WordsStoreContext value={store}>
        <WithWords words={words}>
          <I18nProvider locale={LOCALES[words.language]}>{children}</I18nProvider>
        </WithWords>
      </WordsStoreContext>
    </LikingContext>
  )
}

const LOCALES = { en: 'en-GB', vi: 'vi-VN', 'zh-Hans': 'zh-CN' } as const

export function useLiking(): Kept {
  const kept = use(LikingContext)
  if (kept === undefined) throw new TypeError('A screen is shown outside WithLiking.')
  return kept
}
