import { useEffect, useState } from 'react'
import { after } from './clock.ts'

/** What was typed, once the typing has paused for so long. */
export function usePaused(value: string, pauseMs: number): string {
  const [paused, setPaused] = useState(value)
  useEffect(() => after(pauseMs, () => setPaused(value)), [value, pauseMs])
  return paused
}
