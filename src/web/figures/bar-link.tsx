import { Link } from '@tanstack/react-router'
import type { KeyboardEvent, ReactNode } from 'react'

/** Where a bar stands in its plot; it can be pressed over the whole height. */
export interface BarPlace {
  readonly x: number
  readonly width: number
  readonly topPx: number
  readonly floorPx: number
}

/** A bar of a plot: it leads to the matters that it counts. */
export function BarLink({
  of: key,
  label,
  place: { floorPx, topPx, width, x },
  tabIndex,
  onKeyDown,
  children,
}: {
  /** Of the figures that it counts. */
  readonly of: string
  readonly label: string
  readonly place: BarPlace
  /** This and `onKeyDown` by `useBars`. */
  readonly tabIndex: number
  readonly onKeyDown: (event: KeyboardEvent<Element>) => void
  readonly children: ReactNode
}): ReactNode {
  return (
    <Link
      to="/figures"
      search={(before) => ({ ...before, key })}
      resetScroll={false}
      className="figures-bar"
      tabIndex={tabIndex}
      onKeyDown={onKeyDown}
      aria-label={label}
    >
      <rect className="figures-touch" x={x} y={topPx} width={width} height={floorPx - topPx} />
      {children}
    </Link>
  )
}
