import type { ReactNode } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { useWords } from '../look/words.tsx'
import { figureName } from './texts.ts'

/** The name of a figure, and one press away from when to when it counts what. */
export function Means({
  code,
  measure,
}: {
  readonly code: string
  /** Which of its measures. */
  readonly measure?: string
}): ReactNode {
  const words = useWords()
  const name = figureName(code, words)
  const shown = measure === undefined ? name : words.listed([name, measure])
  if (!words.knows('figure-means', code)) return shown
  const label = words('figures.means', { name })
  return (
    <span className="figures-means">
      {shown}{' '}
      <DialogTrigger>
        <Button className="figures-ask no-print" aria-label={label}>
          <span aria-hidden="true">{'?'}</span>
        </Button>
        <Popover className="popover figures-meaning">
          <Dialog aria-label={label}>
            <strong>{name}</strong>
            <p>{words.term('figure-means', code)}</p>
          </Dialog>
        </Popover>
      </DialogTrigger>
    </span>
  )
}
