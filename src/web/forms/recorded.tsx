import { type ReactNode, useEffect, useRef } from 'react'
import type { Reply } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import { ButtonLink } from '../look/button.tsx'
import { Instant } from '../look/instant.tsx'
import { type Mark, Marks } from '../look/marks.tsx'
import { Callout } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { useSession } from '../shell/session.tsx'

export type Made = Reply<'drafts.submit'>

/** How far an act has come, told as it comes; and the way to what it is about. */
export function Recorded({
  made,
  isLink = true,
}: {
  readonly made: Made
  readonly isLink?: boolean
}): ReactNode {
  const words = useWords()
  const { party, partyName } = useReader()
  const { channels } = useSession()
  const { channel, id, matter } = made
  const { data } = useRead('acts.get', { params: { channel, matter, act: id } })
  const others = channels.find((one) => one.id === channel)?.parties ?? []
  const waitsFor = others
    .filter((other) => other.id !== party && data?.marks.receivedBy.includes(other.id) !== true)
    .map((other) => partyName(other.id))
  const reached: Mark =
    data === undefined
      ? made.mark
      : data.marks.settled
        ? 'settled'
        : data.marks.received
          ? 'received'
          : 'recorded'
  const place = useRef<HTMLDivElement>(null)
  // What was being written is gone from the page: whoever has no mouse goes on from here.
  useEffect(() => place.current?.focus(), [])
  return (
    <div ref={place} tabIndex={-1}>
      <Callout tone={data?.void === null || data === undefined ? 'good' : 'warn'} role="status">
        <p>
          <strong>{words.term('act', made.type)}</strong> <Instant at={made.made} />
        </p>
        <p>
          <Marks reached={reached} waitsFor={waitsFor} />
        </p>
        <p>{words(`forms.mark-${reached}`, { parties: words.list(waitsFor) })}</p>
        {data !== undefined && data.void !== null && <p>{words.term('void', data.void)}</p>}
        {isLink && (
          <p>
            <ButtonLink kind="main" to="/channels/$channel/matters/$matter" params={{ channel, matter }}>
              {words('forms.open-matter')}
            </ButtonLink>
          </p>
        )}
      </Callout>
    </div>
  )
}
