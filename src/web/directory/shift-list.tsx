import type { ReactNode } from 'react'
import { Button } from '../look/button.tsx'
import { Panel } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import type { Names } from './names.ts'
import { ShiftLine } from './shift-line.tsx'
import { type Draft, shiftKey } from './shifts.ts'

/** Shifts that are running or to come, each with the way to take it out. */
export function ShiftList({
  shifts,
  names,
  onRemove,
}: {
  readonly shifts: readonly Draft[]
  readonly names: Names
  readonly onRemove: (shift: Draft) => void
}): ReactNode {
  const words = useWords()
  return (
    <Panel title={words('directory.shifts')} aside={<span className="small soft">{shifts.length}</span>}>
      {shifts.length === 0 && <p className="soft">{words('directory.shifts-none')}</p>}
      <ul className="directory-shifts">
        {shifts
          .toSorted((a, b) => a.fromMs - b.fromMs)
          .map((shift) => {
            const name = names.officerName(shift.officer)
            return (
              <li key={shiftKey(shift)}>
                <ShiftLine shift={shift} names={names} />
                <Button
                  size="small"
                  aria-label={words('directory.remove-shift', {
                    name,
                    at: new Date(shift.fromMs).toISOString().slice(0, 16),
                  })}
                  onPress={() => onRemove(shift)}
                >
                  {words('directory.remove')}
                </Button>
              </li>
            )
          })}
      </ul>
    </Panel>
  )
}
