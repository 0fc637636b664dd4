import { defaultRangeExtractor, useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { onPrinting } from '../../effects/print.ts'
import { type Row, nameOf } from './matter-key.ts'

/** Rows drawn beyond both ends of what is in sight: a fast wheel outruns a few of them, and never so many. */
const OVERSCAN_ROWS = 24
/** Of a row before it was measured, in CSS pixels: one line of title, or a card of a narrow window. */
const ROW_PX = 84
const CARD_PX = 178
const CARDS_BELOW_PX = 768
/** Some forty sheets. */
export const PRINTED_ROWS_MAX = 500
/** Under the bar at the top. */
const TOP_PX = 72

export interface Frames {
  readonly items: readonly Pick<VirtualItem, 'index' | 'start'>[]
  readonly height: number
  /** For the element that the rows stand in. */
  readonly place: (element: HTMLElement | null) => void
  readonly measure: (element: HTMLElement | null) => void
  /** Place of the row that has the focus; -1 while none has. */
  readonly here: () => number
  readonly moveTo: (index: number) => void
}

/**
 * Which rows are drawn, and where. When rows come or go above what the reader looks at, what they look at stays where it
 * is on the screen.
 */
export function useFrames(rows: readonly Row[]): Frames {
  const [element, place] = useState<HTMLElement | null>(null)
  const [margin, setMargin] = useState(0)
  const wanted = useRef<string>(undefined)
  // Whatever stands above may grow at any time, and nothing tells of it. It ends: the second look finds the same.
  // oxlint-disable-next-line react/exhaustive-deps
  useLayoutEffect(() => {
    if (element === null) return
    const top = element.getBoundingClientRect().top + window.scrollY
    if (Math.abs(top - margin) > 1) setMargin(top)
  })
  const isPrinting = usePrinting()
  const keyAt = useCallback((index: number) => nameOf(rows[index] ?? NOTHING), [rows])
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (window.innerWidth < CARDS_BELOW_PX ? CARD_PX : ROW_PX),
    overscan: OVERSCAN_ROWS,
    scrollMargin: margin,
    scrollPaddingStart: TOP_PX,
    getItemKey: keyAt,
    rangeExtractor: isPrinting ? allOf : defaultRangeExtractor,
  })
  // The anchor does it for rows that come and for rows that turn out larger alike; two that do it do it twice.
  virtual.shouldAdjustScrollPositionOnItemSizeChange = () => false
  const items = virtual.getVirtualItems()
  useAnchor(rows, virtual, margin)
  const focusWanted = (): void => {
    if (wanted.current === undefined || element === null) return
    const index = rows.findIndex((row) => nameOf(row) === wanted.current)
    const link = element.querySelector<HTMLElement>(`[data-index="${index}"] a`)
    if (link === null) return
    wanted.current = undefined
    link.focus({ preventScroll: true })
  }
  // A row that was far away is drawn first.
  useEffect(focusWanted)
  const moveTo = (index: number): void => {
    const to = Math.max(0, Math.min(rows.length - 1, index))
    const row = rows[to]
    if (row === undefined) return
    wanted.current = nameOf(row)
    virtual.scrollToIndex(to, { align: 'auto' })
    focusWanted()
  }
  return {
    items: items.map(({ index, start }) => ({ index, start: start - margin })),
    height: virtual.getTotalSize(),
    place,
    measure: virtual.measureElement,
    here: () => Number(document.activeElement?.closest<HTMLElement>('[data-index]')?.dataset['index'] ?? -1),
    moveTo,
  }
}

/** Paper has no window to scroll: every row that is here is drawn for it. */
function allOf({ count }: { readonly count: number }): number[] {
  return Array.from({ length: Math.min(count, PRINTED_ROWS_MAX) }, (_, index) => index)
}

function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false)
  useEffect(
    () =>
      onPrinting(
        // The page is set as soon as this returns.
        () => flushSync(() => setPrinting(true)),
        () => setPrinting(false),
      ),
    [],
  )
  return isPrinting
}

/**
 * Keeps the first row in sight where it is on the screen when rows come or go above it, or turn out to be of another
 * height than was guessed.
 */
function useAnchor(rows: readonly Row[], virtual: Virtual, margin: number): void {
  const anchor = useRef<{ readonly name: string; readonly index: number; readonly start: number }>(undefined)
  useLayoutEffect(() => {
    const kept = anchor.current
    // Rows that have just been measured are counted from here on.
    const items = virtual.getVirtualItems()
    if (kept !== undefined && window.scrollY > margin) {
      const isWhereItWas = nameOf(rows[kept.index] ?? NOTHING) === kept.name
      const index = isWhereItWas ? kept.index : rows.findIndex((row) => nameOf(row) === kept.name)
      const start = virtual.measurementsCache[index]?.start
      const moved = start === undefined ? 0 : start - margin - kept.start
      if (moved !== 0) window.scrollBy(0, moved)
    }
    const first = items.find(({ end }) => end > window.scrollY + TOP_PX)
    const row = first === undefined ? undefined : rows[first.index]
    anchor.current =
      first === undefined || row === undefined
        ? undefined
        : { name: nameOf(row), index: first.index, start: first.start - margin }
  })
}
const NOTHING = { channel: '', id: '' }
type Virtual = ReturnType<typeof useWindowVirtualizer>
