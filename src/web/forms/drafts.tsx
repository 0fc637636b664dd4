import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useRead } from '../api/queries.ts'
import { ButtonLink } from '../look/button.tsx'
import { Empty, PageHead } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { LinkTab, LinkTabs } from '../look/tabs.tsx'
import { useWords } from '../look/words.tsx'
import { Waiting } from '../shell/waiting.tsx'
import { ActComposer } from './act-composer.tsx'
import { ApprovalCard } from './approval-card.tsx'
import { DraftCard, OnlyHere } from './draft-card.tsx'
import type { DraftContent } from './content.ts'
import { openDraft } from './open-draft.ts'
import { type Made, Recorded } from './recorded.tsx'
import { useUnfinished } from './unfinished-list.tsx'
import { useJournal } from './use-draft.tsx'
import './forms.css'

const route = getRouteApi('/drafts')
const LISTS = ['mine', 'seat', 'to-approve', 'discarded'] as const
type List = (typeof LISTS)[number]
const PAGE = 100

/** Acts in the making: one's own, those of one's seats, those that wait for one's approval, and what was put aside. */
export function Drafts(): ReactNode {
  const words = useWords()
  const search = route.useSearch()
  const { may } = useReader()
  const list: List = LISTS.find((each) => each === search.list) ?? 'mine'
  const lists = LISTS.filter((each) => each !== 'to-approve' || may('approve'))
  if (search.draft !== undefined) return <OpenDraft key={search.draft} draft={search.draft} />
  return (
    <>
      <PageHead title={words('forms.drafts')} lead={words('forms.drafts-lead')}>
        {may('draft') && (
          <ButtonLink kind="main" to="/requests/new">
            {words('forms.title')}
          </ButtonLink>
        )}
      </PageHead>
      <LinkTabs label={words('forms.drafts')}>
        {lists.map((each) => (
          <LinkTab
            key={each}
            to="/drafts"
            search={each === 'mine' ? {} : { list: each }}
            activeOptions={{ exact: true, includeSearch: true }}
          >
            {words(`forms.list-${each}`)}
          </LinkTab>
        ))}
      </LinkTabs>
      <List key={list} list={list} />
    </>
  )
}

function List({ list }: { readonly list: List }): ReactNode {
  const words = useWords()
  const { data, error } = useRead('drafts.list', { query: { list, limit: PAGE } }, { staleTime: 0 })
  const here = useUnfinished(() => list === 'mine').filter(({ isHere }) => isHere)
  if (data === undefined && error === null) return <Waiting />
  const items = data?.items.filter(({ state }) => list !== 'mine' || state !== 'submitted') ?? []
  const local = here.filter(({ place }) => items.every(({ id }) => id !== place))
  return (
    <div className="stack">
      <Refusal of={error} />
      {local.map((one) => (
        <OnlyHere key={one.place} of={one} />
      ))}
      {items.map((draft) =>
        list === 'to-approve' ? (
          <ApprovalCard key={draft.id} draft={draft} />
        ) : (
          <DraftCard key={draft.id} draft={draft} />
        ),
      )}
      {items.length + local.length === 0 && data !== undefined && (
        <Empty title={words(`forms.empty-${list}`)}>
          <p>{words(`forms.empty-${list}-how`)}</p>
        </Empty>
      )}
    </div>
  )
}

/** A draft of any act but a request, gone on with: on the node, or in this browser alone. */
function OpenDraft({ draft }: { readonly draft: string }): ReactNode {
  const words = useWords()
  const navigate = useNavigate()
  const [made, setMade] = useState<Made>()
  const { found, fault } = useFound(draft)
  const leave = (): void => void navigate({ to: '/drafts' })
  const content = found?.content
  return (
    <>
      <PageHead title={content === undefined ? words('forms.drafts') : words.term('act', content.type)}>
        <ButtonLink to="/drafts">{words('forms.all-drafts')}</ButtonLink>
      </PageHead>
      <Refusal of={fault} />
      {found === null && <Empty title={words('forms.draft-missing')} />}
      {made !== undefined && <Recorded made={made} />}
      {content !== undefined && made === undefined && (
        <ActComposer
          channel={found?.channel ?? ''}
          matter={content.about}
          type={content.type}
          draft={draft}
          onDone={setMade}
          onCancel={leave}
        />
      )}
    </>
  )
}

interface Found {
  readonly channel: string
  readonly content: DraftContent
}

/** Null when neither node nor browser has it. */
function useFound(draft: string): { readonly found: Found | null | undefined; readonly fault: unknown } {
  const { user } = useReader()
  const journal = useJournal()
  const [found, setFound] = useState<Found | null>()
  const [fault, setFault] = useState<unknown>()
  useEffect(() => {
    let isShown = true
    const look = async (): Promise<Found | null> => {
      const noted = await journal.read(user, draft).catch(() => undefined)
      const start = await openDraft({ journal, user }, draft)
      const channel = start?.info?.channel ?? noted?.channel
      return start === undefined || channel === undefined ? null : { channel, content: start.content }
    }
    look().then(
      (one) => {
        if (isShown) setFound(one)
      },
      (cause: unknown) => {
        if (isShown) setFault(cause)
      },
    )
    return () => {
      isShown = false
    }
  }, [journal, user, draft])
  return { found, fault }
}
