import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Input, Label, SearchField } from 'react-aria-components'
import { call, type Reply } from '../api/client.ts'
import { usePaused } from '../effects/use-pause.ts'
import { Button } from '../look/button.tsx'
import { Choice } from '../look/field.tsx'
import { plainForeign } from '../look/foreign.tsx'
import { Empty, PageHead } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import { useSession } from '../shell/session.tsx'
import { Hits } from './hits.tsx'
import { askedFor, type Kind, KINDS, PAUSE_MS } from './query.ts'
import './search.css'

const PAGE_HITS = 40
const ALL = 'all'
const CHOICES = [ALL, ...KINDS] as const

interface Address {
  readonly q?: string | undefined
  readonly channel?: string | undefined
  readonly kind?: string | undefined
}

/** Everything that the reader may read, by the words in it. The address keeps the question. */
export function Search(): ReactNode {
  const words = useWords()
  const address: Address = useSearch({ from: '/search' })
  const navigate = useNavigate()
  const [typed, setTyped] = useState(address.q ?? '')
  const said = useRef(typed)
  const paused = usePaused(typed, PAUSE_MS)
  const to = (change: Address): void => {
    void navigate({ to: '/search', search: kept({ ...address, ...change }), replace: true })
  }
  // Going back and a link from elsewhere change the address without a key being pressed here.
  useEffect(() => {
    const q = address.q ?? ''
    if (q === said.current) return
    said.current = q
    setTyped(q)
  }, [address.q])
  useEffect(() => {
    if (paused === said.current) return
    said.current = paused
    to({ q: paused === '' ? undefined : paused })
    // Only what was typed asks anew.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [paused])
  const kind = KINDS.find((one) => one === address.kind)
  const question = paused.trim() === '' ? undefined : askedFor(paused)
  return (
    <>
      <PageHead title={words('search.title')} lead={words('search.lead')} />
      <div className="search-asked no-print">
        {/* Whoever comes here comes to type. */}
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
        <SearchField className="field" value={typed} onChange={setTyped} autoFocus>
          <Label className="field-label">{words('search.field')}</Label>
          <Input className="input" maxLength={256} />
        </SearchField>
        <Choice<Kind | typeof ALL>
          label={words('search.kinds')}
          options={CHOICES.map((id) => ({ id, label: words(`search.kind-${id}`) }))}
          value={kind ?? ALL}
          onChange={(id) => to({ kind: id === ALL ? undefined : id })}
        />
        <ChannelChoice value={address.channel} onChange={(channel) => to({ channel })} />
      </div>
      {question === undefined ? (
        <Tips />
      ) : (
        <Found question={question} typed={paused} kind={kind} channel={address.channel} />
      )}
    </>
  )
}

/** Without what is left open, as the router takes it. */
function kept(address: Address): Readonly<Partial<Record<keyof Address, string>>> {
  return Object.fromEntries(Object.entries(address).filter(([, value]) => value !== undefined))
}

function ChannelChoice({
  value,
  onChange,
}: {
  readonly value: string | undefined
  readonly onChange: (channel: string | undefined) => void
}): ReactNode {
  const words = useWords()
  const { channels } = useSession()
  const { party, partyName } = useReader()
  const open = channels.filter(({ status }) => status === 'open')
  if (open.length < 2) return null
  const named = (parties: (typeof open)[number]['parties']): string =>
    words.listed(parties.filter(({ id }) => id !== party).map(({ id }) => plainForeign(partyName(id))))
  return (
    <Choice
      label={words('shell.channel')}
      options={[
        { id: ALL, label: words('search.all-channels') },
        ...open.map(({ id, parties }) => ({ id, label: `${named(parties)} · ${id.slice(0, 8)}` })),
      ]}
      value={value ?? ALL}
      onChange={(id) => onChange(id === ALL ? undefined : id)}
    />
  )
}

function Found({
  question,
  typed,
  kind,
  channel,
}: {
  readonly question: string
  readonly typed: string
  readonly kind: Kind | undefined
  readonly channel: string | undefined
}): ReactNode {
  const words = useWords()
  const query = {
    q: question,
    limit: PAGE_HITS,
    ...(kind === undefined ? {} : { kind }),
    ...(channel === undefined ? {} : { channel }),
  }
  const { data, error, fetchNextPage, hasNextPage, isFetching, isPending } = useInfiniteQuery({
    queryKey: ['search.find', { query }],
    queryFn: ({ pageParam, signal }): Promise<Reply<'search.find'>> =>
      call('search.find', {
        query: { ...query, ...(pageParam === '' ? {} : { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
  })
  const hits = data?.pages.flatMap(({ items }) => items) ?? []
  // A page may be short of what the reader may not see, and still have a next one.
  useEffect(() => {
    if (hits.length === 0 && hasNextPage && !isFetching) void fetchNextPage()
  }, [hits.length, hasNextPage, isFetching, fetchNextPage])
  if (error !== null) return <Refusal of={error} />
  const isNothing = hits.length === 0 && !hasNextPage && !isPending
  return (
    <>
      <p role="status" className="soft">
        {isPending || (hits.length === 0 && hasNextPage)
          ? words('search.searching')
          : words(hasNextPage ? 'search.found-more' : 'search.found', { count: hits.length })}
      </p>
      {isNothing ? <Tips nothing={typed} /> : <Hits hits={hits} />}
      {hasNextPage && hits.length > 0 && (
        <div className="row no-print">
          <Button isBusy={isFetching} onPress={() => void fetchNextPage()}>
            {words('shell.more')}
          </Button>
        </div>
      )}
    </>
  )
}

/** How search reads what is typed, told before it is needed and when nothing was found. */
function Tips({ nothing }: { readonly nothing?: string }): ReactNode {
  const words = useWords()
  return (
    <Empty
      title={
        nothing === undefined
          ? words('search.start')
          : words('search.nothing', { text: plainForeign(nothing) })
      }
    >
      <ul className="search-tips">
        <li>{words('search.tip-all')}</li>
        <li>{words('search.tip-phrase')}</li>
        <li>{words('search.tip-vietnamese')}</li>
        <li>{words('search.tip-chinese')}</li>
        <li>{words('search.tip-identifiers')}</li>
        <li>{words('search.tip-expunged')}</li>
      </ul>
    </Empty>
  )
}
