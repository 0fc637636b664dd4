import type { ReactNode } from 'react'
import { useEscape } from './escape.ts'

/** Stands for what was opened and is still being fetched: Escape leaves it already. */
export function Coming({ onClose }: { readonly onClose: () => void }): ReactNode {
  useEscape(true, () => true, onClose)
  return null
}
