import type { ReactNode } from 'react'
import { Panel } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import type { Names } from './names.ts'
import { ShiftLine } from './shift-line.tsx'
import { type Draft, shiftKey, without } from './shifts.ts'

/**
 * What a rota adds to the one on the record, and what it takes off. It replaces the whole of that, and one that was begun
 * yesterday would take off what a colleague has put there since.
 */
export function RotaChange({
  standing,
  shifts,
  names,
}: {
  /** On the record now, and still to come. */
  readonly standing: readonly Draft[]
  readonly shifts: readonly Draft[]
  readonly names: Names
}): ReactNode {
  const words = useWords()
  const added = without(shifts, standing)
  const gone = without(standing, shifts)
  if (added.length + gone.length === 0) return null
  return (
    <Panel title={words('directory.rota-change')}>
      <Shifts title={words('directory.rota-adds', { count: added.length })} shifts={added} names={names} />
      <Shifts title={words('directory.rota-takes-off', { count: gone.length })} shifts={gone} names={names} />
    </Panel>
  )
}

function Shifts({
  title,
  shifts,
  names,
}: {
  readonly title: string
  readonly shifts: readonly Draft[]
  readonly names: Names
}): ReactNode {
  if (shifts.length === 0) return null
  return (
    <section>
      <h3>{title}</h3>
      <ul className="directory-shifts">
        {shifts
          .toSorted((a, b) => a.fromMs - b.fromMs)
          .map((shift) => (
            <li key={shiftKey(shift)}>
              <ShiftLine shift={shift} names={names} />
            </li>
          ))}
      </ul>
    </section>
  )
}
