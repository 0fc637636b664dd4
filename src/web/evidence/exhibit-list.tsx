import type { ReactNode } from 'react'
import type { Reply } from '../api/client.ts'
import { Foreign } from '../look/foreign.tsx'

/** The exhibits of a matter: what each is, who holds it, and what may be done with it. */
export function ExhibitList({
  exhibits,
}: {
  readonly channel: string
  readonly matter: string
  readonly exhibits: Reply<'matters.get'>['exhibits']
}): ReactNode {
  return (
    <ul>
      {exhibits.map(({ sealed, name }) => (
        <li key={sealed}>
          <Foreign text={name} />
        </li>
      ))}
    </ul>
  )
}
