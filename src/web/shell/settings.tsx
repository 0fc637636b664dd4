import { type ReactNode } from 'react'
import { Opener } from '../look/opener.tsx'
import { useReader } from '../look/reader.tsx'
import { Closed, piece } from '../look/piece.tsx'

const SettingsPanel = piece(async () => (await import('./settings-panel.tsx')).SettingsPanel, Closed)

/** Under the reader's own name: language, appearance, size of text, and the way out. */
export function Settings(): ReactNode {
  const { name } = useReader()
  return <Opener Panel={SettingsPanel}>{name}</Opener>
}
