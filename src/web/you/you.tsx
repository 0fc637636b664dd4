import type { ReactNode } from 'react'
import { PageHead } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'

export function You(): ReactNode {
  const words = useWords()
  return <PageHead title={words('you.title')} />
}
