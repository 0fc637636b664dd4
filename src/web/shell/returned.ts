import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { takePlace } from '../effects/place.ts'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'

const REFUSED = 'refused'

/**
 * Why the way back from the party’s own provider ended, in a sentence of ours: the address says a code, which anybody can
 * write into a link. Told once, and gone from the address.
 */
export function useRefused(): string | undefined {
  const words = useWords()
  const router = useRouter()
  const [code] = useState(() => new URLSearchParams(location.search).get(REFUSED))
  useEffect(() => {
    if (code !== null) router.history.replace(location.pathname)
  }, [code, router])
  return code !== null && words.knows('error', code) ? words.term('error', code) : undefined
}

/** Brings whoever was away at the provider back to where they were. */
export function useReturned(): void {
  const router = useRouter()
  const refused = useRefused()
  useEffect(() => {
    if (refused !== undefined) tell(refused)
  }, [refused])
  useEffect(() => {
    const place = location.pathname === '/' ? takePlace() : undefined
    if (place !== undefined) router.history.replace(place)
  }, [router])
}
