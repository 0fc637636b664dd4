import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from '../look/button.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import type { OlderEntries } from './use-entries.ts'

/** So far before the end of the list the next page is fetched. */
const AHEAD = '600px'

/** The end of a feed's list: older entries come as one scrolls there, or by the button. */
export function Older({
  party,
  hasMore,
  isFetching,
  fault,
  more,
}: OlderEntries & { readonly party: string }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const end = useRef<HTMLDivElement>(null)
  const isWaiting = hasMore && !isFetching && fault === null
  useEffect(() => {
    if (end.current === null || !isWaiting) return undefined
    const watch = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) more()
      },
      { rootMargin: AHEAD },
    )
    watch.observe(end.current)
    return () => watch.disconnect()
  })
  return (
    <div ref={end} className="record-older">
      <Refusal of={fault} />
      {hasMore && (
        <Button
          size="small"
          isBusy={isFetching}
          onPress={more}
          aria-label={words('record.older-of', { party: partyName(party) })}
        >
          {words(isFetching ? 'record.loading' : 'record.older')}
        </Button>
      )}
      {!hasMore && fault === null && (
        <p className="soft small">{words('record.first', { party: partyName(party) })}</p>
      )}
    </div>
  )
}
