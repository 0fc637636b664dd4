import type { ReactNode } from 'react'
import { useWords } from './words.tsx'

export type Mark = 'recorded' | 'received' | 'settled'
const ORDER: readonly Mark[] = ['recorded', 'received', 'settled']

/** How far an act has come, as three different marks: nothing ever says "sent" when it only tried. */
export function Marks({
  reached,
  waitsFor = [],
}: {
  readonly reached: Mark
  readonly waitsFor?: readonly string[]
}): ReactNode {
  const words = useWords()
  const far = ORDER.indexOf(reached)
  const waiting =
    reached === 'recorded' && waitsFor.length > 0
      ? ` ${words('look.waiting', { parties: words.list(waitsFor) })}`
      : ''
  return (
    <span className="marks" title={`${words(`look.${reached}-long`)}${waiting}`}>
      {ORDER.map((mark, i) => (
        <span key={mark} className="mark" data-reached={i <= far} aria-hidden={i > far}>
          {words(`look.${mark}`)}
        </span>
      ))}
    </span>
  )
}
