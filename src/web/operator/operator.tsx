import type { ReactNode } from 'react'
import { PageHead } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'

export function Operator(): ReactNode {
  const words = useWords()
  return <PageHead title={words('operator.title')} />
}
