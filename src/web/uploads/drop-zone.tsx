import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { Button } from '../look/button.tsx'
import { useWords } from '../look/words.tsx'
import { canKeepHandles, dropped, pickWithHandles, type Picked } from './picked.ts'

/** Where files are dropped; whoever has no mouse picks them by the button within. */
export function DropZone({
  hint,
  onPick,
}: {
  readonly hint: ReactNode
  readonly onPick: (picked: readonly Picked[]) => void
}): ReactNode {
  const words = useWords()
  const [isOver, setOver] = useState(false)
  const over = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    setOver(true)
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    void dropped(event.dataTransfer).then(onPick)
  }
  return (
    <div
      className="uploads-drop no-print"
      data-over={isOver}
      onDragEnter={over}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>{words('uploads.drop')}</p>
      <PickButton isMany onPick={onPick}>
        {words('uploads.pick')}
      </PickButton>
      <p className="soft small">{hint}</p>
    </div>
  )
}

/** Opens the browser's picker: the one that remembers where a file lies, where there is such. */
export function PickButton({
  isMany = false,
  size,
  onPick,
  children,
}: {
  readonly isMany?: boolean
  readonly size?: 'small'
  readonly onPick: (picked: readonly Picked[]) => void
  readonly children: ReactNode
}): ReactNode {
  const input = useRef<HTMLInputElement>(null)
  const press = (): void => {
    if (canKeepHandles()) void pickWithHandles(isMany).then(onPick)
    else input.current?.click()
  }
  return (
    <>
      <Button {...(size === undefined ? {} : { size })} onPress={press}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={isMany}
        onChange={({ currentTarget }) => {
          onPick([...(currentTarget.files ?? [])].map((file) => ({ file, handle: undefined })))
          // Else the same file could not be picked a second time.
          currentTarget.value = ''
        }}
      />
    </>
  )
}
