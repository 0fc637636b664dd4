import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { call, type Reply } from '../api/client.ts'
import { Button } from '../look/button.tsx'
import { Foreign } from '../look/foreign.tsx'
import { Ago, Instant } from '../look/instant.tsx'
import { Empty, Panel, Tag } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { Attempts } from './attempts.tsx'
import { Refused } from '../sign-in/deed.tsx'

type Notice = Reply<'notices.list'>['items'][number]
const PAGE = 30

/** All of one’s notices, newest first. */
export function OwnNotices(): ReactNode {
  const words = useWords()
  const client = useQueryClient()
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['notices.list', { paged: words.language }],
    queryFn: ({ pageParam, signal }) =>
      call('notices.list', {
        query: { limit: PAGE, ...(pageParam === '' ? {} : { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const newest = items[0]
  const readAll = async (): Promise<void> => {
    if (newest === undefined) return
    await call('notices.see', { body: { upTo: newest.no } })
    await client.invalidateQueries({ queryKey: ['notices.list'] })
  }
  return (
    <Panel
      title={words('you.notices')}
      aside={
        items.some(({ seen }) => seen === null) && (
          <Button size="small" onPress={() => void readAll()}>
            {words('shell.notices-read')}
          </Button>
        )
      }
    >
      <Refused of={error} />
      {data !== undefined && items.length === 0 && (
        <Empty title={words('you.notices-none')}>
          <p>{words('you.notices-none-hint')}</p>
        </Empty>
      )}
      <ul className="stack" data-gap="small">
        {items.map((notice) => (
          <Row key={notice.id} notice={notice} />
        ))}
      </ul>
      {hasNextPage && (
        <div className="row">
          <Button isBusy={isFetchingNextPage} onPress={() => void fetchNextPage()}>
            {words('shell.more')}
          </Button>
        </div>
      )}
    </Panel>
  )
}

function Row({ notice }: { readonly notice: Notice }): ReactNode {
  const words = useWords()
  const [isOpen, setOpen] = useState(false)
  const { channel, due, id, made, matter, seen, subject, urgency } = notice
  return (
    <li className="you-item" data-new={seen === null}>
      <div>
        {urgency !== 'routine' && (
          <Tag tone={urgency === 'flash' ? 'bad' : 'warn'}>{words(`you.urgency-${urgency}`)}</Tag>
        )}{' '}
        {channel === null || matter === null ? (
          <Foreign text={subject} />
        ) : (
          <Link to="/channels/$channel/matters/$matter" params={{ channel, matter }}>
            <Foreign text={subject} />
          </Link>
        )}{' '}
        <Ago at={made} />
      </div>
      {due !== null && (
        <p className="small">
          {words('you.notice-due')} <Instant at={due} />
        </p>
      )}
      <div className="row">
        <Button size="small" kind="quiet" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {words('you.deliveries')}
        </Button>
      </div>
      {isOpen && <Attempts notice={id} />}
    </li>
  )
}
