import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import type { RouteId } from '../../api/index.ts'
import type { Call, Reply } from '../api/client.ts'
import { drawId } from '../effects/draw.ts'
import { Button, type ButtonKind } from '../look/button.tsx'
import { Dialog } from '../look/dialog.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import { patiently } from './patience.ts'

/**
 * A deed that goes on the record: a button, and a dialogue that says in plain words what will stand there and who sees it
 * before it is done. What is filled in stays when the dialogue is left or the node refuses.
 */
export function Deed({
  label,
  title,
  explains,
  confirm,
  isReady = true,
  isDisabled = false,
  kind = 'plain',
  size,
  confirmKind = 'main',
  onDo,
  children,
}: {
  readonly label: string
  readonly title: string
  readonly explains: ReactNode
  /** The deed, never just "OK". */
  readonly confirm: string
  /** False while something is still to be chosen. */
  readonly isReady?: boolean
  /** It cannot even be asked for now. */
  readonly isDisabled?: boolean
  readonly kind?: ButtonKind
  /** Small where the same deed stands at every thing of a list. */
  readonly size?: 'small'
  readonly confirmKind?: ButtonKind
  readonly onDo: () => Promise<unknown>
  readonly children?: ReactNode
}): ReactNode {
  const words = useWords()
  const [isOpen, setOpen] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>()
  const go = async (): Promise<void> => {
    setBusy(true)
    setFault(undefined)
    try {
      await onDo()
      setOpen(false)
    } catch (cause) {
      setFault(cause)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Begin {...{ kind, size, label, isDisabled }} onPress={() => setOpen(true)} />
      <Dialog title={title} isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className="stack" data-gap="small">
          {explains}
        </div>
        {children}
        <Refusal of={fault} />
        {isBusy && <Busy />}
        <div className="row">
          <Button kind={confirmKind} isBusy={isBusy} isDisabled={!isReady} onPress={() => void go()}>
            {confirm}
          </Button>
          <Button kind="quiet" onPress={() => setOpen(false)}>
            {words('shell.cancel')}
          </Button>
        </div>
      </Dialog>
    </>
  )
}

function Busy(): ReactNode {
  const words = useWords()
  return (
    <p role="status" className="soft small">
      {words('evidence.busy')}
    </p>
  )
}

function Begin({
  label,
  size,
  ...rest
}: {
  readonly label: string
  readonly kind: ButtonKind
  readonly size: 'small' | undefined
  readonly isDisabled: boolean
  readonly onPress: () => void
}): ReactNode {
  return (
    <Button {...rest} {...(size === undefined ? {} : { size })}>
      {label}
    </Button>
  )
}

/**
 * Asks the node to do something once. The key stays the same while the same is asked, so that pressing again after a lost
 * answer never makes two acts; something else asked is a new deed.
 */
export function useOnce<Id extends RouteId>(id: Id): (given: Call<Id>) => Promise<Reply<Id>> {
  const client = useQueryClient()
  const last = useRef({ asked: '', key: '' })
  return async (given) => {
    const asked = JSON.stringify(given)
    if (asked !== last.current.asked) last.current = { asked, key: drawId() }
    const reply = await patiently(id, { ...given, key: last.current.key })
    // Done: the same asked once more is meant once more.
    last.current = { asked: '', key: '' }
    void client.invalidateQueries()
    return reply
  }
}
