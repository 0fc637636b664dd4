import { type ReactNode } from 'react'
import { useRead } from '../api/queries.ts'
import { Opener } from '../look/opener.tsx'
import { Unseen } from '../look/parts.tsx'
import { NEWEST } from './newest.ts'
import { useWords } from '../look/words.tsx'
import { Closed, piece } from '../look/piece.tsx'

const NoticesPanel = piece(async () => (await import('./notices-panel.tsx')).NoticesPanel, Closed)

/** How many notices wait; under it the newest of them. */
export function NoticeBell(): ReactNode {
  const words = useWords()
  const { data } = useRead('notices.list', NEWEST)
  const fresh = data?.items.filter(({ seen }) => seen === null).length ?? 0
  return (
    <Opener Panel={NoticesPanel}>
      {words('shell.notices')}
      {fresh > 0 && (
        <>
          <span className="count" aria-hidden="true">
            {fresh}
          </span>
          <Unseen>{words('shell.notices-new', { count: fresh })}</Unseen>
        </>
      )}
    </Opener>
  )
}
