import type { ReactNode } from 'react'
import {
  Text,
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { Button } from './button.tsx'
import { useWords } from './words.tsx'

interface Said {
  readonly text: string
  /** Takes it back. */
  readonly undo?: () => Promise<unknown>
}

/** WCAG 2.2.1: long enough to be read and reached; what can be undone stays longer. */
const SHOWN_MS = 6_000
const SHOWN_WITH_UNDO_MS = 15_000

const queue = new ToastQueue<Said>({ maxVisibleToasts: 3 })

/** Tells that something was done; with `undo` while it is still private and can be taken back. */
export function tell(text: string, undo?: () => Promise<unknown>): void {
  queue.add(
    { text, ...(undo === undefined ? {} : { undo }) },
    { timeout: undo === undefined ? SHOWN_MS : SHOWN_WITH_UNDO_MS },
  )
}

export function Toasts(): ReactNode {
  const words = useWords()
  return (
    <ToastRegion queue={queue} className="toasts" aria-label={words('shell.notices')}>
      {({ toast }) => (
        <AriaToast toast={toast} className="toast">
          <ToastContent>
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          {toast.content.undo !== undefined && (
            <Button
              size="small"
              onPress={() => {
                void toast.content
                  .undo?.()
                  .then(() => queue.add({ text: words('shell.undone') }, { timeout: SHOWN_MS }))
                queue.close(toast.key)
              }}
            >
              {words('shell.undo')}
            </Button>
          )}
          <Button size="small" slot="close" aria-label={words('shell.close')}>
            {'\u2715'}
          </Button>
        </AriaToast>
      )}
    </ToastRegion>
  )
}
