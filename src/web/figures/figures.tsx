import type { ReactNode } from 'react'
import { PageHead } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'

export function Figures(): ReactNode {
  const words = useWords()
  return <PageHead title={words('figures.title')} />
}
