import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { ScreenWords } from '../../../words/index.ts'
import { call, type Reply } from '../../api/client.ts'
import { useDo, useNeeded } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { Radios } from '../../look/field.tsx'
import { Foreign } from '../../look/foreign.tsx'
import { Instant } from '../../look/instant.tsx'
import { Empty, Panel, Tag } from '../../look/parts.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { Table } from '../../look/table.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'

type Delivery = Reply<'deliveries.list'>['items'][number]
const WHICH = ['all', 'dead'] as const
const TONES = { waiting: 'accent', sending: 'accent', sent: 'good', dead: 'bad' } as const
const WAY_KINDS: readonly string[] = ['mail', 'webhook', 'command']
const LOOK_MS = 10_000

/** What went out to whom by which way, with every attempt. */
export function Deliveries(): ReactNode {
  const words = useWords()
  const [which, setWhich] = useState<(typeof WHICH)[number]>('all')
  const { data: users } = useNeeded('users.list', {})
  const { data, error, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['deliveries.list', { query: { which } }],
    queryFn: ({ pageParam }) =>
      call('deliveries.list', { query: { which, ...(pageParam === null ? {} : { after: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: LOOK_MS,
  })
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const nameOf = (user: string): string => users.items.find(({ id }) => id === user)?.display ?? user
  return (
    <Panel title={words('operator.deliveries')}>
      <Radios
        label={words('operator.show')}
        options={WHICH.map((id) => ({ id, label: words(`operator.deliveries-${id}`) }))}
        value={which}
        onChange={setWhich}
      />
      <Refusal of={error} />
      {data !== undefined && items.length === 0 && (
        <Empty title={words(which === 'dead' ? 'operator.no-dead' : 'operator.no-deliveries')}>
          <p>{words('operator.no-deliveries-long')}</p>
        </Empty>
      )}
      {items.length > 0 && (
        <Table
          label={words('operator.table', { what: words('operator.deliveries') })}
          head={[
            words('operator.notice'),
            words('operator.to-whom'),
            words('operator.way'),
            words('operator.state'),
            words('operator.attempts'),
          ]}
        >
          {items.map((item) => (
            <tr key={item.id}>
              <th scope="row">
                <code>{item.kind}</code>
              </th>
              <td>
                <Foreign text={nameOf(item.user)} />
              </td>
              <td>
                {WAY_KINDS.includes(item.wayKind)
                  ? words(`operator.way-${item.wayKind as 'mail'}`)
                  : item.wayKind}
              </td>
              <td>
                <State item={item} />
              </td>
              <td>
                <Attempts item={item} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      {hasNextPage && (
        <Button isBusy={isFetching} onPress={() => void fetchNextPage()}>
          {words('shell.more')}
        </Button>
      )}
    </Panel>
  )
}

function State({ item: { id, state } }: { readonly item: Delivery }): ReactNode {
  const words = useWords()
  const revive = useDo('deliveries.revive')
  return (
    <div className="stack" data-gap="small">
      <span>
        <Tag tone={TONES[state]}>{words(`operator.delivery-${state}`)}</Tag>
      </span>
      {state === 'dead' && (
        <Button
          size="small"
          isBusy={revive.isPending}
          onPress={() =>
            revive.mutate({ params: { id } }, { onSuccess: () => tell(words('operator.revived')) })
          }
        >
          {words('operator.revive')}
        </Button>
      )}
      <Refusal of={revive.error} />
    </div>
  )
}

const RESULTS = ['begun', 'sent', 'failed', 'cut'] as const
function resultWord(result: string, words: ScreenWords): string {
  const known = RESULTS.find((one) => one === result)
  return known === undefined ? result : words(`operator.result-${known}`)
}

function Attempts({ item: { attempts, tries } }: { readonly item: Delivery }): ReactNode {
  const words = useWords()
  if (attempts.length === 0) return <span className="soft">{words('operator.tries', { count: tries })}</span>
  return (
    <details className="operator-more">
      <summary>{words('operator.tries', { count: tries })}</summary>
      <ul className="operator-list">
        {attempts.map(({ begun, code, result, tookMs }) => (
          <li key={begun} className="small">
            <Instant at={begun} /> {resultWord(result, words)}{' '}
            {words.knows('error', code) ? words.term('error', code) : <code>{code}</code>}
            {tookMs !== null && ` ${words('unit.ms', { count: Math.round(tookMs) })}`}
          </li>
        ))}
      </ul>
    </details>
  )
}
