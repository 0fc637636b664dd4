import {
  type ComponentType,
  type ReactNode,
  type RefObject,
  Suspense,
  useCallback,
  useRef,
  useState,
} from 'react'
import { Button } from './button.tsx'
import { Coming } from './coming.tsx'

/** What a panel is told: beside which button it stands, and how it is left. */
export interface OpenedPanel {
  readonly triggerRef: RefObject<HTMLButtonElement | null>
  readonly onClose: () => void
}

/** A button that opens a panel beside itself. The panel is loaded when it is first opened. */
export function Opener({
  Panel,
  children,
}: {
  readonly Panel: ComponentType<OpenedPanel>
  readonly children: ReactNode
}): ReactNode {
  const triggerRef = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const close = useCallback(() => setOpen(false), [])
  return (
    <>
      <Button
        kind="quiet"
        ref={triggerRef}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPress={() => setOpen(!isOpen)}
      >
        {children}
      </Button>
      {isOpen && (
        <Suspense fallback={<Coming onClose={close} />}>
          <Panel triggerRef={triggerRef} onClose={close} />
        </Suspense>
      )}
    </>
  )
}
