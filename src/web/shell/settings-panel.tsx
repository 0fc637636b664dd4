import type { ReactNode } from 'react'
import { Button } from '../look/button.tsx'
import type { OpenedPanel } from '../look/opener.tsx'
import { PanelPopover } from '../look/panel-popover.tsx'
import { useWords } from '../look/words.tsx'
import { useLeave } from './leave.ts'
import { Likings } from './likings.tsx'

export function SettingsPanel(opened: OpenedPanel): ReactNode {
  const words = useWords()
  const leave = useLeave()
  return (
    <PanelPopover {...opened} label={words('shell.you')} className="stack settings">
      <Likings />
      <Button onPress={() => void leave()}>{words('shell.sign-out')}</Button>
    </PanelPopover>
  )
}
