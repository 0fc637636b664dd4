import type { ReactNode } from 'react'
import { Foreign } from '../look/foreign.tsx'

/** A file on its way to this node, as an act names it. */
export interface NamedUpload {
  /** The id of `uploads.*`. */
  readonly upload: string
  readonly name: string
  readonly bytes: number
}

/** Files for an act: dragged in or picked, each with its progress. An entry stands in `value` from its first byte on. */
export function Files({
  value,
}: {
  readonly channel: string
  readonly value: readonly NamedUpload[]
  readonly onChange: (value: readonly NamedUpload[]) => void
}): ReactNode {
  return (
    <ul>
      {value.map(({ upload, name }) => (
        <li key={upload}>
          <Foreign text={name} />
        </li>
      ))}
    </ul>
  )
}
