import type { ReactNode } from 'react'
import { Button } from '../look/button.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'

/** Puts a text into the clipboard, exactly as it is. `label`: what is copied. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const words = useWords()
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => tell(words('shell.copied')),
      () => tell(words('operator.copy-failed')),
    )
  }
  return (
    <Button size="small" onPress={copy}>
      {label}
    </Button>
  )
}
