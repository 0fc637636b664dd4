import { type ReactNode, useRef, useState } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Button, type ButtonKind } from './button.tsx'
import { useEarlyEscape } from './escape.ts'
import { ownSize } from './parts.tsx'
import { Refusal } from './refusal.tsx'
import { useWords } from './words.tsx'

/** A question that has to be answered before anything else is done. Escape and the close button leave it. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  width,
  isPressing = false,
}: {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  /** In CSS units. */
  readonly width?: string
  /** It may not be left by Escape or by pressing beside it. */
  readonly isPressing?: boolean
}): ReactNode {
  const box = useRef<HTMLElement>(null)
  useEarlyEscape(isOpen && !isPressing, box, onClose)
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      isDismissable={!isPressing}
      isKeyboardDismissDisabled={isPressing}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      style={width === undefined ? {} : ownSize('--dialog-width', width)}
    >
      <Modal className="dialog">
        <AriaDialog ref={box} role={isPressing ? 'alertdialog' : 'dialog'}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/**
 * A button that asks again, in words that say what will happen, before it does something that cannot be undone. What is
 * filled in stays when the question is left or the node refuses.
 */
export function ConfirmButton({
  label,
  title,
  explains,
  confirm,
  onConfirm,
  kind = 'plain',
  confirmKind = 'danger',
  size,
  isDisabled = false,
  isReady = true,
  busy,
  children,
}: {
  readonly label: string
  readonly title: string
  readonly explains: ReactNode
  /** What the second button says: the deed, never just "OK". */
  readonly confirm: string
  readonly onConfirm: () => Promise<unknown>
  readonly kind?: ButtonKind
  readonly confirmKind?: ButtonKind
  readonly size?: 'small'
  /** It cannot even be asked for now. */
  readonly isDisabled?: boolean
  /** False while something of the question is still to be chosen. */
  readonly isReady?: boolean
  /** What is said while it is done, where that may take long. */
  readonly busy?: string
  /** Fields that belong to the question. */
  readonly children?: ReactNode
}): ReactNode {
  const [isOpen, setOpen] = useState(false)
  const { isBusy, fault, go } = useTried(onConfirm, () => setOpen(false))
  return (
    <>
      <Button
        kind={kind}
        {...(size === undefined ? {} : { size })}
        isDisabled={isDisabled}
        onPress={() => setOpen(true)}
      >
        {label}
      </Button>
      <Dialog title={title} isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className="stack" data-gap="small">
          {explains}
        </div>
        {children}
        <Refusal of={fault} />
        {isBusy && busy !== undefined && (
          <p role="status" className="soft small">
            {busy}
          </p>
        )}
        <div className="row">
          <Button kind={confirmKind} isBusy={isBusy} isDisabled={!isReady} onPress={() => void go()}>
            {confirm}
          </Button>
          <Leave onPress={() => setOpen(false)} />
        </div>
      </Dialog>
    </>
  )
}

function Leave({ onPress }: { readonly onPress: () => void }): ReactNode {
  const words = useWords()
  return (
    <Button kind="quiet" onPress={onPress}>
      {words('shell.cancel')}
    </Button>
  )
}

interface Tried {
  readonly isBusy: boolean
  /** Why it was not done, when it was last tried. */
  readonly fault: unknown
  readonly go: () => Promise<void>
}

function useTried(deed: () => Promise<unknown>, onDone: () => void): Tried {
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>()
  // Presses come faster than the button is drawn busy.
  const isGoing = useRef(false)
  const go = async (): Promise<void> => {
    if (isGoing.current) return
    isGoing.current = true
    setBusy(true)
    setFault(undefined)
    try {
      await deed()
      onDone()
    } catch (cause) {
      setFault(cause)
    } finally {
      isGoing.current = false
      setBusy(false)
    }
  }
  return { isBusy, fault, go }
}
