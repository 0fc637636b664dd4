import { type RefObject, useEffect, useRef, useState } from 'react'

/** What a phone has, until the true width is known. */
const FIRST_PX = 300
/** Letters of a plot, of the page's: `figures-svg`. */
const LETTERS_REM = 0.8125
const FIRST_REM_PX = 16

/** How wide the place for a plot is, and how high the letters in it are, in CSS pixels: text is drawn at its true size. */
export function useWidth<E extends HTMLElement>(): readonly [
  ref: RefObject<E | null>,
  widthPx: number,
  emPx: number,
] {
  const ref = useRef<E>(null)
  const [widthPx, setWidth] = useState(FIRST_PX)
  const [remPx, setRem] = useState(FIRST_REM_PX)
  useEffect(() => {
    if (ref.current === null) return undefined
    const watch = new ResizeObserver((entries) => {
      const width = Math.floor(entries[0]?.contentRect.width ?? 0)
      if (width > 0) setWidth(width)
      setRem(Number.parseFloat(getComputedStyle(document.documentElement).fontSize))
    })
    watch.observe(ref.current)
    return () => watch.disconnect()
  }, [])
  return [ref, widthPx, LETTERS_REM * remPx]
}

/** The size of a plot, at which a page that has less room for it can still show all of it, smaller. */
export function drawnSize(
  width: number,
  height: number,
): { readonly width: number; readonly height: number; readonly viewBox: string } {
  return { width, height, viewBox: `0 0 ${width} ${height}` }
}
