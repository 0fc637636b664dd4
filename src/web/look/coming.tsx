import { type ReactNode, useEffect } from 'react'

/** Stands for what was opened and is still being fetched: Escape leaves it already. */
export function Coming({ onClose }: { readonly onClose: () => void }): ReactNode {
  useEffect(() => {
    const pressed = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') onClose()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [onClose])
  return null
}
