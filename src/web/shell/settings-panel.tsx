import type { ReactNode } from 'react'
import { Button } from '../look/button.tsx'
import type { OpenedPanel } from '../look/opener.tsx'
import { PanelPopover } from '../look/panel-popover.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { useLeave } from './leave.ts'
import { Likings } from './likings.tsx'

export function SettingsPanel(opened: OpenedPanel): ReactNode {
  const words = useWords()
  const { name } = useReader()
  const leave = useLeave()
  return (
    <PanelPopover {...opened} label={words('shell.you')} className="stack settings">
      {/* Whole: on a phone the button that opens this has no room for it. */}
      <p>
        <strong>{name}</strong>
      </p>
      <Likings />
      <Button onPress={() => void leave()}>{words('shell.sign-out')}</Button>
    </PanelPopover>
  )
}
