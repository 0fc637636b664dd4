import type { ReactNode } from 'react'
import { Button } from '../../look/button.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'

const SHOWN_DIGITS = 12

/** Puts a text into the clipboard, exactly as it stands in the record. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }): ReactNode {
  const words = useWords()
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    tell(words('shell.copied'))
  }
  return (
    <Button
      size="small"
      kind="quiet"
      aria-label={words('matter.copy-what', { what })}
      onPress={() => void copy().catch(() => tell(words('matter.copy-failed')))}
    >
      {words('shell.copy')}
    </Button>
  )
}

/** The first digits of an id or a hash; all of them for who points at it and for paper. */
export function CodeTag({ code }: { readonly code: string }): ReactNode {
  return (
    <code className="matter-code" title={code}>
      {code.slice(0, SHOWN_DIGITS)}
      <span className="matter-code-rest">{code.slice(SHOWN_DIGITS)}</span>
    </code>
  )
}
