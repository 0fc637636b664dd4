import type { ReactNode } from 'react'
import { Dialog as AriaDialog, DialogTrigger, Popover } from 'react-aria-components'
import { useRead } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { Unseen } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { NoticeList } from './notice-list.tsx'

/** How many notices wait, and the newest of them. */
export function NoticeBell(): ReactNode {
  const words = useWords()
  const { data } = useRead('notices.list', { query: { limit: 20 } })
  const fresh = data?.items.filter(({ seen }) => seen === null).length ?? 0
  return (
    <DialogTrigger>
      <Button kind="quiet">
        {words('shell.notices')}
        {fresh > 0 && (
          <>
            <span className="count" aria-hidden="true">
              {fresh}
            </span>
            <Unseen>{words('shell.notices-new', { count: fresh })}</Unseen>
          </>
        )}
      </Button>
      <Popover className="popover" placement="bottom end">
        <AriaDialog aria-label={words('shell.notices')} className="stack notice-list">
          <NoticeList items={data?.items ?? []} />
        </AriaDialog>
      </Popover>
    </DialogTrigger>
  )
}
