import type { ReactNode } from 'react'
import { PageHead } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'

export function Search(): ReactNode {
  const words = useWords()
  return <PageHead title={words('search.title')} />
}
