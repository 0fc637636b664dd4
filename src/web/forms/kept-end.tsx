import type { ReactNode } from 'react'
import { Button } from '../look/button.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import type { KeptForm } from './kept-form.tsx'

/** The end of a kept form: why it was not taken, the deed, and leaving without it. */
export function KeptEnd({
  form: { fault, isBusy },
  deed,
  kind = 'main',
  isReady = true,
  onGo,
  onCancel,
}: {
  readonly form: KeptForm
  /** What the button says. */
  readonly deed: string
  readonly kind?: 'main' | 'danger'
  /** False while something is still to be filled in. */
  readonly isReady?: boolean
  /** A refusal is shown by the form, not thrown on. */
  readonly onGo: () => Promise<void>
  readonly onCancel?: () => void
}): ReactNode {
  const words = useWords()
  return (
    <>
      <Refusal of={fault} />
      <div className="row">
        <Button
          kind={kind}
          isBusy={isBusy}
          isDisabled={!isReady}
          onPress={() => void onGo().catch(() => undefined)}
        >
          {deed}
        </Button>
        {onCancel !== undefined && (
          <Button kind="quiet" onPress={onCancel}>
            {words('shell.cancel')}
          </Button>
        )}
      </div>
    </>
  )
}
