import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { FoundingDesk } from './desk.tsx'
import { NewFounding } from './new-founding.tsx'
import { OneFounding } from './one-founding.tsx'

/** Founding a channel: cards, charter, the words read aloud, and the file that goes round. */
export function FoundingPart(): ReactNode {
  const { id } = useSearch({ from: '/operator' })
  if (id === undefined) return <FoundingDesk />
  return id === 'new' ? <NewFounding /> : <OneFounding founding={id} />
}
