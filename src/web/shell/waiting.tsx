import type { ReactNode } from 'react'
import { useWords } from '../look/words.tsx'

/** While a screen is on its way. */
export function Waiting(): ReactNode {
  const words = useWords()
  return (
    <p className="skeleton soft" role="status">
      {words('shell.loading')}
    </p>
  )
}
