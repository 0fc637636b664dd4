import { useParams } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { keepRecent } from '../effects/kept-lists.ts'
import { useHeading } from '../matters/list/heading.ts'
import type { MatterName } from '../matters/list/matter-key.ts'
import { useSee } from '../matters/list/seen.ts'

/** Remembers which matter is open, for the palette, and that its changes are seen while somebody looks at it. */
export function Trail(): ReactNode {
  const { channel, matter } = useParams({ strict: false })
  return channel === undefined || matter === undefined ? null : <Here name={{ channel, id: matter }} />
}

function Here({ name: { channel, id } }: { readonly name: MatterName }): ReactNode {
  const heading = useHeading({ channel, id })
  const see = useSee()
  const isThere = heading !== null && heading !== undefined
  useEffect(() => {
    if (isThere) keepRecent({ channel, id })
  }, [channel, id, isThere])
  useEffect(() => {
    // A page that nobody looks at has shown nothing.
    const look = (): void => {
      if (document.visibilityState === 'visible' && heading !== null && heading !== undefined) see(heading)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [heading, see])
  return null
}
