import type { ReactNode } from 'react'
import { useRead } from '../api/queries.ts'
import type { OpenedPanel } from '../look/opener.tsx'
import { PanelPopover } from '../look/panel-popover.tsx'
import { useWords } from '../look/words.tsx'
import { NoticeList } from './notice-list.tsx'
import { NEWEST } from './newest.ts'

export function NoticesPanel(opened: OpenedPanel): ReactNode {
  const words = useWords()
  const { data } = useRead('notices.list', NEWEST)
  return (
    <PanelPopover {...opened} label={words('shell.notices')} className="stack notice-list">
      <NoticeList items={data?.items ?? []} />
    </PanelPopover>
  )
}
