import type { ReactNode } from 'react'
import { Button, type ButtonKind } from '../look/button.tsx'
import { Refused, useDeed } from './deed.tsx'

/** Fields that are sent together; what was typed stays when the node refuses. */
export function DoorForm({
  go,
  submit,
  kind = 'plain',
  isReady,
  children,
}: {
  readonly go: () => Promise<void>
  /** What the button says. */
  readonly submit: string
  readonly kind?: ButtonKind
  readonly isReady: boolean
  /** With the refusal, for those whose fields show it themselves: they say where they do. */
  readonly children:
    ReactNode | ((fault: unknown) => { readonly fields: ReactNode; readonly isShown: boolean })
}): ReactNode {
  const { isBusy, fault, run } = useDeed()
  const { fields, isShown } =
    typeof children === 'function' ? children(fault) : { fields: children, isShown: false }
  return (
    <form
      className="stack"
      // The node’s own sentence is told, in the reader’s language and not in the browser’s.
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void run(go)
      }}
    >
      {fields}
      {!isShown && <Refused of={fault} />}
      <div className="row">
        <Button type="submit" kind={kind} isBusy={isBusy} isDisabled={!isReady}>
          {submit}
        </Button>
      </div>
    </form>
  )
}
