import { type ReactNode, useSyncExternalStore } from 'react'
import { isIncomplete, onIncomplete } from '../api/code.ts'
import { Button } from '../look/button.tsx'
import { Callout, Row } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'

/** Something of this page was not to be had of a node that is there: an alarm that would not ring must not go unsaid. */
export function NotWhole({ children }: { readonly children?: ReactNode }): ReactNode {
  const words = useWords()
  const isMissing = useSyncExternalStore(onIncomplete, isIncomplete)
  if (!isMissing) return null
  return (
    <Callout tone="bad" role="alert">
      <p>
        {words('shell.not-whole')} {children}
      </p>
      <Row>
        <Button onPress={() => globalThis.location.reload()}>{words('shell.reload')}</Button>
      </Row>
    </Callout>
  )
}
