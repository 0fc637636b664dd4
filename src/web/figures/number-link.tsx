import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { numberText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import type { Count } from './given.ts'

/** A figure that leads to the matters behind it; of nothing there is nothing to see. */
export function NumberLink({
  of: { count, key },
  name,
}: {
  readonly of: Count
  /** What the number is of, for whoever hears it without its table. */
  readonly name: string
}): ReactNode {
  const words = useWords()
  const text = numberText(count, words.language)
  if (count === 0) return <span className="soft">{text}</span>
  return (
    <Link
      to="/figures"
      search={(before) => ({ ...before, key })}
      className="figures-number"
      aria-label={words('figures.behind-title', { name, count })}
      resetScroll={false}
    >
      {text}
    </Link>
  )
}
