import type { ReactNode } from 'react'
import { Button } from '../look/button.tsx'
import { Callout } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'

/** Says that a form did not begin empty, and offers to begin another. Undefined: it began now. */
export function GoneOnWith({ onAnew }: { readonly onAnew: (() => void) | undefined }): ReactNode {
  const words = useWords()
  if (onAnew === undefined) return null
  return (
    <Callout>
      <p>{words('forms.continued')}</p>
      <div className="row">
        <Button size="small" onPress={onAnew}>
          {words('forms.begin-anew')}
        </Button>
      </div>
    </Callout>
  )
}
