import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Reply } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import { DraftLink } from '../forms/draft-link.tsx'
import { Foreign } from '../look/foreign.tsx'
import { Ago } from '../look/instant.tsx'
import { Panel, Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'

type Draft = Reply<'drafts.list'>['items'][number]
const SHOWN = 6

/** What is still private: drafts of the reader's, and what waits for their second pair of eyes. */
export function Waiting(): ReactNode {
  const words = useWords()
  const { may, user } = useReader()
  const own = useRead('drafts.list', { query: { list: 'mine', limit: SHOWN } }, { enabled: may('draft') })
  const asked = useRead(
    'drafts.list',
    { query: { list: 'to-approve', limit: SHOWN } },
    { enabled: may('approve') },
  )
  const drafts = own.data?.items.filter(({ state }) => state !== 'submitted') ?? []
  const approvals = asked.data?.items.filter(({ author }) => author !== user) ?? []
  if (drafts.length === 0 && approvals.length === 0) return null
  return (
    <Panel
      tone="private"
      title={words('today.drafts')}
      aside={<Link to="/drafts">{words('shell.all')}</Link>}
    >
      {approvals.length > 0 && (
        <>
          <h3>{words('today.approvals')}</h3>
          <Drafts drafts={approvals} />
        </>
      )}
      {drafts.length > 0 && (
        <>
          <h3>{words('today.drafts-mine')}</h3>
          <Drafts drafts={drafts} />
        </>
      )}
      <p className="soft small">{words('look.private')}</p>
    </Panel>
  )
}

function Drafts({ drafts }: { readonly drafts: readonly Draft[] }): ReactNode {
  const words = useWords()
  return (
    <ul className="stack" data-gap="small">
      {drafts.map((draft) => (
        <li key={draft.id}>
          <DraftLink of={{ ...draft, place: draft.id }} isAtMatter>
            {words.term('act', draft.content.type)}
            <Title body={draft.content.body} />
          </DraftLink>{' '}
          <State state={draft.state} /> <Ago at={draft.changed} />
        </li>
      ))}
    </ul>
  )
}

function Title({ body }: { readonly body: Draft['content']['body'] }): ReactNode {
  const title = body?.['title']
  return typeof title === 'string' && title !== '' ? (
    <>
      {': '}
      <Foreign text={title} />
    </>
  ) : null
}

function State({ state }: { readonly state: string }): ReactNode {
  const words = useWords()
  switch (state) {
    case 'awaiting-approval':
      return <Tag>{words('today.draft-in-review')}</Tag>
    case 'approved':
      return <Tag tone="good">{words('today.draft-approved')}</Tag>
    case 'rejected':
      return <Tag tone="warn">{words('today.draft-rejected')}</Tag>
    default:
      return null
  }
}
