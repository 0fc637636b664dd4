import { type KeyboardEvent, useState } from 'react'

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

interface Bars {
  /** For each bar, which is a link with this plot's `tabIndexOf`. */
  readonly onKeyDown: (event: KeyboardEvent<Element>) => void
  readonly tabIndexOf: (bar: number) => 0 | -1
}

/** A plot is one stop of the Tab key; its bars are gone through with the arrow keys. */
export function useBars(count: number): Bars {
  const [at, setAt] = useState(0)
  const current = Math.min(at, count - 1)
  const onKeyDown = (event: KeyboardEvent<Element>): void => {
    const step = STEPS[event.key]
    const to =
      event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? count - 1
          : step === undefined
            ? undefined
            : current + step
    if (to === undefined || to < 0 || to >= count) return
    event.preventDefault()
    setAt(to)
    event.currentTarget.closest('svg')?.querySelectorAll<SVGAElement>('a')[to]?.focus()
  }
  return { onKeyDown, tabIndexOf: (bar) => (bar === current ? 0 : -1) }
}
