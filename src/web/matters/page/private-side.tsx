import type { ReactNode } from 'react'
import { Panel, Stack } from '../../look/parts.tsx'
import { useWords } from '../../look/words.tsx'
import { AccessLog } from './access-log.tsx'
import type { Compose } from './composing.ts'
import { Assignments } from './assignments.tsx'
import { DraftsHere } from './drafts-here.tsx'
import type { Detail } from './given.ts'
import { Notes } from './notes.tsx'
import { Restriction } from './restriction.tsx'

/** What our own people say and arrange among themselves about the matter. None of it ever leaves the node, or goes on paper. */
export function PrivateSide({
  detail,
  may,
  onCompose,
}: {
  readonly detail: Detail
  readonly may: (permission: string) => boolean
  readonly onCompose: Compose
}): ReactNode {
  const words = useWords()
  const isAtWork = may('draft')
  if (!isAtWork && !may('audit')) return null
  return (
    <aside className="matter-private no-print" aria-label={words('matter.private')}>
      <Panel tone="private" title={words('matter.private')}>
        <p className="small">{words('look.private-note')}</p>
        <Stack>
          {isAtWork && <Assignments detail={detail} />}
          {isAtWork && <Notes detail={detail} />}
          {isAtWork && <DraftsHere detail={detail} onCompose={onCompose} />}
          {may('directory') && <Restriction detail={detail} />}
          {may('audit') && <AccessLog matter={detail.id} />}
        </Stack>
      </Panel>
    </aside>
  )
}
