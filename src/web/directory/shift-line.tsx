import type { ReactNode } from 'react'
import { Instant } from '../look/instant.tsx'
import { useWords } from '../look/words.tsx'
import type { Names } from './names.ts'
import type { Draft } from './shifts.ts'

/** Who sits when, and on which line where it is not the seat's own. */
export function ShiftLine({ shift, names }: { readonly shift: Draft; readonly names: Names }): ReactNode {
  const words = useWords()
  return (
    <>
      <span>
        <strong>
          <bdi>{names.officerName(shift.officer)}</bdi>
        </strong>{' '}
        {shift.line !== 'seat' && words.term('line', shift.line)}
      </span>
      <span className="small">
        <Instant at={new Date(shift.fromMs).toISOString()} />
        <br />
        <Instant at={new Date(shift.untilMs).toISOString()} />
      </span>
    </>
  )
}
