import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { call, type Reply } from '../api/client.ts'
import { Button } from '../look/button.tsx'
import { Choice } from '../look/field.tsx'
import { Empty, Panel, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import { useSession } from '../shell/session.tsx'
import { ExhibitList } from './exhibit-list.tsx'
import { MatterLink } from './exhibit-page.tsx'
import { MarksText } from './marks-text.tsx'

type Listed = Reply<'exhibits.list'>['items'][number]

const PAGE = 50
const EVERY = 'every'

/** Every exhibit that the reader may know of, by matter. */
export function AllExhibits({
  channel,
  onDeposit,
}: {
  readonly channel: string | undefined
  readonly onDeposit: (() => void) | undefined
}): ReactNode {
  const words = useWords()
  const [by, setBy] = useState<string>(EVERY)
  const query = {
    limit: PAGE,
    ...(channel === undefined ? {} : { channel }),
    ...(by === EVERY ? {} : { by }),
  }
  const found = useInfiniteQuery({
    queryKey: ['exhibits.list', { query }],
    queryFn: ({ pageParam, signal }) =>
      call('exhibits.list', {
        query: { ...query, ...(pageParam === '' ? {} : { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Stack>
      <Filter by={by} onChange={setBy} />
      <Refusal of={found.error} />
      {found.isSuccess && items.length === 0 && !found.hasNextPage && (
        <Empty title={words('evidence.none')}>
          <p>{words('evidence.none-explains')}</p>
          {onDeposit !== undefined && <Button onPress={onDeposit}>{words('evidence.deposit')}</Button>}
        </Empty>
      )}
      {byMatter(items).map(([first, ...rest]) => (
        <Panel
          key={`${first.channel} ${first.matter}`}
          title={<MatterLink at={first} />}
          aside={<Marked items={[first, ...rest]} />}
        >
          <ExhibitList channel={first.channel} matter={first.matter} exhibits={[first, ...rest]} />
        </Panel>
      ))}
      {found.hasNextPage && (
        <Button isBusy={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
          {words('evidence.more')}
        </Button>
      )}
    </Stack>
  )
}

/** Each owner marks its own. */
function Marked({ items }: { readonly items: readonly Listed[] }): ReactNode {
  const { partyName } = useReader()
  const owners = new Map(items.map((item) => [item.by, item.marks]))
  return (
    <span className="evidence-marked">
      {[...owners].map(([owner, marks]) => (
        <span key={owner} className="row evidence-tags">
          <span className="soft small">{partyName(owner)}</span>
          <MarksText marks={marks} />
        </span>
      ))}
    </span>
  )
}

function Filter({
  by,
  onChange,
}: {
  readonly by: string
  readonly onChange: (by: string) => void
}): ReactNode {
  const words = useWords()
  const { party, partyName } = useReader()
  const { channels } = useSession()
  const others = new Set(channels.flatMap(({ parties }) => parties.map(({ id }) => id)))
  others.delete(party)
  return (
    <div className="evidence-filter no-print">
      <Choice
        label={words('evidence.filter-by')}
        options={[
          { id: EVERY, label: words('evidence.filter-every') },
          { id: party, label: partyName(party) },
          ...[...others].map((id) => ({ id, label: partyName(id) })),
        ]}
        value={by}
        onChange={onChange}
      />
    </div>
  )
}

/** In the order of the newest exhibit of each. */
function byMatter(items: readonly Listed[]): [Listed, ...Listed[]][] {
  const groups = new Map<string, [Listed, ...Listed[]]>()
  for (const item of items) {
    const key = `${item.channel} ${item.matter}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return [...groups.values()]
}
