import { type ReactNode, useRef } from 'react'
import { Dialog as AriaDialog, Popover } from 'react-aria-components'
import { useEarlyEscape } from './escape.ts'
import type { OpenedPanel } from './opener.tsx'

/** A panel beside the button that opened it; Escape and a press elsewhere leave it. */
export function PanelPopover({
  label,
  className,
  triggerRef,
  onClose,
  children,
}: OpenedPanel & {
  readonly label: string
  readonly className: string
  readonly children: ReactNode
}): ReactNode {
  const box = useRef<HTMLElement>(null)
  useEarlyEscape(true, box, onClose)
  return (
    <Popover
      className="popover"
      placement="bottom end"
      triggerRef={triggerRef}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <AriaDialog ref={box} aria-label={label} className={className}>
        {children}
      </AriaDialog>
    </Popover>
  )
}
