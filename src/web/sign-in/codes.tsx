import { type ReactNode, useEffect, useRef, useState } from 'react'
import { printPage } from '../effects/print.ts'
import { Button } from '../look/button.tsx'
import { Check } from '../look/field.tsx'
import { Callout, Stack } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'

/** Recovery codes, shown this once. There is no way on until the reader says that they are kept. */
export function RecoveryCodes({
  codes,
  name,
  onKept,
}: {
  readonly codes: readonly string[]
  /** Whose they are, for the paper. */
  readonly name: string
  readonly onKept: () => void
}): ReactNode {
  const words = useWords()
  const [isKept, setKept] = useState(false)
  const [said, setSaid] = useState('')
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => head.current?.focus(), [])
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(codes.join('\n'))
      setSaid(words('shell.copied'))
    } catch {
      setSaid(words('sign-in.copy-failed'))
    }
  }
  return (
    <Stack>
      <h2 ref={head} tabIndex={-1} className="sign-in-codes-head">
        {words('sign-in.codes-title')}
      </h2>
      <Callout tone="warn">
        <p>{words('sign-in.codes-explain')}</p>
      </Callout>
      <p className="print-only">{words('sign-in.codes-of', { name, place: location.host })}</p>
      <ol className="sign-in-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="row no-print">
        <Button onPress={() => void printPage()}>{words('shell.print')}</Button>
        <Button onPress={() => void copy()}>{words('shell.copy')}</Button>
        <span role="status">{said}</span>
      </div>
      <div className="stack no-print">
        <Check isSelected={isKept} onChange={setKept}>
          {words('sign-in.codes-kept')}
        </Check>
        <div className="row">
          <Button kind="main" isDisabled={!isKept} onPress={onKept}>
            {words('sign-in.go-on')}
          </Button>
        </div>
      </div>
    </Stack>
  )
}
