import type { ReactNode } from 'react'
import { useNow } from '../effects/clock.ts'
import { useReader } from '../look/reader.tsx'
import { shortZone } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import type { Names } from './names.ts'
import { cut, dayIn, hourOf, type Span } from './week.ts'

interface Shift {
  readonly from: string
  readonly until: string
  readonly line: string
  readonly officer: string
}
type Piece = Span & { readonly shift: Shift | null }

/** Whoever sits there, then whoever stands behind them: every day in the same order. */
const LINES = ['seat', 'deputy', 'principal']
const rankOf = ({ shift }: Piece): number => (shift === null ? 0 : LINES.indexOf(shift.line))

/** One day of one seat: who is there from when to when, and when nobody is. */
export function DayCell({
  day,
  isToday,
  shifts,
  gaps,
  names,
}: {
  readonly day: Span & { readonly day: string }
  readonly isToday: boolean
  readonly shifts: readonly Shift[]
  readonly gaps: readonly Span[]
  readonly names: Names
}): ReactNode {
  const words = useWords()
  const { zone } = useReader()
  const format = new Intl.DateTimeFormat(words.language === 'en' ? 'en-GB' : words.language, {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
  })
  const pieces: Piece[] = [
    ...shifts.flatMap((shift) => {
      const part = cut({ fromMs: Date.parse(shift.from), untilMs: Date.parse(shift.until) }, day)
      return part === undefined ? [] : [{ ...part, shift }]
    }),
    ...gaps.flatMap((gap) => {
      const part = cut(gap, day)
      return part === undefined ? [] : [{ ...part, shift: null }]
    }),
  ].toSorted((a, b) => a.fromMs - b.fromMs || rankOf(a) - rankOf(b))
  return (
    <li className="directory-day" data-today={isToday}>
      <p className="directory-day-name">
        {format.format(day.fromMs)} {isToday && <span className="small">{words('directory.today')}</span>}
      </p>
      {pieces.length === 0 && <p className="soft small">{words('directory.day-empty')}</p>}
      <ul>
        {pieces.map((piece) => (
          <PieceItem
            key={`${piece.fromMs} ${piece.shift?.line ?? ''} ${piece.shift?.officer ?? ''}`}
            piece={piece}
            names={names}
          />
        ))}
      </ul>
    </li>
  )
}

function PieceItem({ piece, names }: { readonly piece: Piece; readonly names: Names }): ReactNode {
  const words = useWords()
  const { otherZones, zone } = useReader()
  const { shift } = piece
  const nowMs = useNow()
  return (
    <li
      className="directory-piece"
      data-gap={shift === null && (piece.untilMs > nowMs ? true : 'past')}
      data-line={shift?.line}
    >
      <strong>
        {shift === null ? words('directory.gap') : <bdi>{names.officerName(shift.officer)}</bdi>}
      </strong>
      {shift !== null && shift.line !== 'seat' && (
        <span className="small">{words.term('line', shift.line)}</span>
      )}
      <span className="small">{spanIn(piece, zone)}</span>
      {otherZones
        .filter((other) => other !== zone)
        .map((other) => (
          <span key={other} className="small soft">
            {spanIn(piece, other)} {shortZone(other)}
          </span>
        ))}
    </li>
  )
}

/** The end of a day is its 24th hour, not the next one's first; what ends on a later day than it began says so. */
function spanIn({ fromMs, untilMs }: Span, zone: string): string {
  const until = hourOf(untilMs, zone)
  const isLater = dayIn(untilMs - 1, zone) !== dayIn(fromMs, zone)
  return `${hourOf(fromMs, zone)}–${until === '00:00' ? '24:00' : until}${isLater ? ' +1' : ''}`
}
