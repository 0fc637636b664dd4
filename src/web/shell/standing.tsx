import type { ReactNode } from 'react'
import { useWords } from '../look/words.tsx'
import { useSession } from './session.tsx'

/** Whether what is shown is true at this moment. */
export function Standing(): ReactNode {
  const { liveness } = useSession()
  const words = useWords()
  const { state } = liveness
  const text =
    state === 'live'
      ? words('shell.live')
      : state === 'connecting'
        ? words('shell.connecting')
        : words('shell.lost')
  return (
    <span className="standing" data-state={state} title={words('shell.live-long')}>
      {text}
    </span>
  )
}
