import { useQueries } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Reply } from '../api/client.ts'
import { readOf } from '../api/queries.ts'
import { useNames } from '../directory/names.ts'
import { useNow } from '../effects/clock.ts'
import { Instant } from '../look/instant.tsx'
import { Callout } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'

const MINUTE_MS = 60_000

/** Before anything rings: whom it would ring at which minute, and who is on duty there then. */
export function WhatRings({
  channel,
  terms,
  to,
  seat,
  isDrill,
}: {
  readonly channel: string
  readonly terms: Reply<'channels.terms'>
  readonly to: string
  readonly seat: string | null
  readonly isDrill: boolean
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const names = useNames(channel)
  const nowMs = useNow()
  const { steps } = terms.hotline
  const instants = steps.map(({ afterMinutes }) => new Date(nowMs + afterMinutes * MINUTE_MS).toISOString())
  const duties = useQueries({
    queries: instants.map((at) => ({
      ...readOf('directory.duty', { params: { channel }, query: { at } }),
      placeholderData: (before: Reply<'directory.duty'> | undefined) => before,
    })),
  })
  return (
    <>
      <Callout tone={isDrill ? 'plain' : 'warn'}>
        <p>
          <strong>
            {words(isDrill ? 'hotline.rings-drill' : 'hotline.rings-call', { party: partyName(to) })}
          </strong>
        </p>
        <p>{words(isDrill ? 'hotline.rings-drill-long' : 'hotline.rings-call-long')}</p>
      </Callout>
      <ol className="hotline-steps">
        {steps.map(({ afterMinutes, line }, i) => {
          const there = (duties[i]?.data?.items ?? []).filter(
            (one) => one.party === to && one.line === line && (seat === null || one.seat === seat),
          )
          const people = there.flatMap(({ officers }) => officers.map(({ id }) => names.officerName(id)))
          return (
            <li key={afterMinutes}>
              <span className="hotline-steps-when">
                {afterMinutes === 0
                  ? words('hotline.at-once')
                  : words('hotline.after', { count: afterMinutes })}
              </span>
              <span>
                <strong>{words.term('line', line)}</strong>{' '}
                <span className="soft">
                  {people.length > 0 ? <bdi>{words.list(people)}</bdi> : words('hotline.step-nobody')}
                </span>
              </span>
              <span className="small soft">
                <Instant at={instants[i] ?? ''} />
              </span>
            </li>
          )
        })}
      </ol>
      <p className="small soft">{words('hotline.rings-until')}</p>
    </>
  )
}
