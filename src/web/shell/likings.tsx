import type { ReactNode } from 'react'
import { LANGUAGES, OWN_NAMES } from '../../words/index.ts'
import { type Theme, ZOOMS } from '../effects/kept.ts'
import { Radios } from '../look/field.tsx'
import { useWords } from '../look/words.tsx'
import { useLiking } from './liking.tsx'

const THEMES: readonly Theme[] = ['system', 'light', 'dark', 'contrast']

/** Language, appearance and size of text. */
export function Likings(): ReactNode {
  const words = useWords()
  const { liking, like } = useLiking()
  return (
    <>
      <Radios
        isRow
        label={words('shell.language')}
        options={LANGUAGES.map((id) => ({ id, label: OWN_NAMES[id] }))}
        value={liking.language}
        onChange={(language) => like({ language })}
      />
      <Radios
        isRow
        label={words('shell.theme')}
        options={THEMES.map((id) => ({ id, label: words(`shell.theme-${id}`) }))}
        value={liking.theme}
        onChange={(theme) => like({ theme })}
      />
      <Radios
        isRow
        label={words('shell.density')}
        options={ZOOMS.map((zoom) => ({ id: String(zoom), label: `${Math.round(zoom * 100)} %` }))}
        value={String(liking.zoom)}
        onChange={(zoom) => like({ zoom: Number(zoom) })}
      />
    </>
  )
}
