import type { ReactNode } from 'react'
import { Dialog } from '../look/dialog.tsx'
import { useWords } from '../look/words.tsx'

export function Palette({ onClose }: { readonly onClose: () => void }): ReactNode {
  const words = useWords()
  return (
    <Dialog title={words('shell.palette')} isOpen onClose={onClose}>
      {null}
    </Dialog>
  )
}
