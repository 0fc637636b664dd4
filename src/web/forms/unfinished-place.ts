import { useEffect, useEffectEvent, useState } from 'react'
import { useReader } from '../look/reader.tsx'
import type { DraftContent } from './content.ts'
import { unfinished } from './open-draft.ts'
import { useJournal } from './use-draft.tsx'

/** What one form writes: an act of a type, about a matter or none. */
export interface Written {
  readonly channel: string
  readonly type: string
  readonly about?: string | undefined
  /** Whether a draft of such an act is the one that this form goes on with. Left out: each is. */
  readonly isThis?: (content: DraftContent) => boolean
}

/** One's own newest unfinished draft of an act, wherever it is kept. Null when there is none; undefined until it is known. */
export function useUnfinishedPlace(
  { about, channel, isThis = () => true, type }: Written,
  draft: string | undefined,
): string | null | undefined {
  const { user } = useReader()
  const journal = useJournal()
  const [place, setPlace] = useState<string | null | undefined>(draft)
  const wanted = useEffectEvent(isThis)
  useEffect(() => {
    if (draft !== undefined) return
    let isShown = true
    const fits = (content: DraftContent, of: string): boolean =>
      of === channel && content.type === type && content.about === about && wanted(content)
    unfinished({ journal, user }, fits)
      .catch(() => [])
      .then(
        ([first]) => {
          if (isShown) setPlace(first?.place ?? null)
        },
        () => undefined,
      )
    return () => {
      isShown = false
    }
  }, [journal, user, channel, about, type, draft])
  return place
}
