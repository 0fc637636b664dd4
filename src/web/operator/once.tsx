import { type ReactNode, useId } from 'react'
import { Button } from '../look/button.tsx'
import { Callout } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { CopyButton } from './copy-button.tsx'

/** A secret that the node shows this once and keeps no copy of. It goes away when its reader says so, not before. */
export function Once({
  title,
  secret,
  onDone,
  children,
}: {
  readonly title: string
  readonly secret: string
  readonly onDone: () => void
  /** What it is for. */
  readonly children: ReactNode
}): ReactNode {
  const words = useWords()
  const id = useId()
  return (
    <Callout tone="warn" role="status">
      <strong id={id}>{title}</strong>
      <div>{children}</div>
      <p className="operator-secret code" aria-labelledby={id} tabIndex={0} role="group">
        {secret}
      </p>
      <p className="small">{words('operator.once')}</p>
      <div className="row no-print">
        <CopyButton text={secret} label={words('shell.copy')} />
        <Button size="small" onPress={onDone}>
          {words('operator.once-done')}
        </Button>
      </div>
    </Callout>
  )
}
