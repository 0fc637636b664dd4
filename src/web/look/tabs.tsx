import { createLink, type LinkComponent } from '@tanstack/react-router'
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

function TabAnchor({ children, ...rest }: ComponentProps<'a'>): ReactNode {
  // The router says which one is shown: it sets aria-current.
  return (
    <a {...rest} className="tab">
      {children}
    </a>
  )
}

export const LinkTab: LinkComponent<typeof TabAnchor> = createLink(TabAnchor)
