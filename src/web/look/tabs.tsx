import { Link } from '@tanstack/react-router'
import type { ComponentProps, ReactNode } from 'react'

/** Parts of one place, each with an address of its own. */
export function LinkTabs({
  label,
  children,
}: {
  readonly label: string
  readonly children: ReactNode
}): ReactNode {
  return (
    <nav className="tab-list no-print" aria-label={label}>
      {children}
    </nav>
  )
}

export function LinkTab(props: ComponentProps<typeof Link>): ReactNode {
  return <Link {...props} className="tab" activeProps={{ 'aria-current': 'page' }} />
}
