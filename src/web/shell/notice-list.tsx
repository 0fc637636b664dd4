import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { call, type Reply } from '../api/client.ts'
import { Button } from '../look/button.tsx'
import { Ago } from '../look/instant.tsx'
import { useWords } from '../look/words.tsx'

type Notices = Reply<'notices.list'>['items']

/** Notices, newest first; each leads to the matter that it is about. */
export function NoticeList({ items }: { readonly items: Notices }): ReactNode {
  const words = useWords()
  const client = useQueryClient()
  const newest = items[0]
  if (newest === undefined) return <p className="soft">{words('shell.notices-none')}</p>
  const readAll = async (): Promise<void> => {
    await call('notices.see', { body: { upTo: newest.no } })
    await client.invalidateQueries({ queryKey: ['notices.list'] })
  }
  return (
    <>
      {items.some(({ seen }) => seen === null) && (
        <Button size="small" onPress={() => void readAll()}>
          {words('shell.notices-read')}
        </Button>
      )}
      <ul className="stack" data-gap="small">
        {items.map((notice) => (
          <li
            key={notice.id}
            className="notice"
            data-new={notice.seen === null}
            data-urgency={notice.urgency}
          >
            <NoticeSubject notice={notice} /> <Ago at={notice.made} />
          </li>
        ))}
      </ul>
    </>
  )
}

function NoticeSubject({ notice }: { readonly notice: Notices[number] }): ReactNode {
  const { channel, matter, subject } = notice
  if (channel === null || matter === null) return <span>{subject}</span>
  return (
    <Link to="/channels/$channel/matters/$matter" params={{ channel, matter }}>
      {subject}
    </Link>
  )
}
