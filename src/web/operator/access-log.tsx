import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { call, type Reply } from '../api/client.ts'
import { Button } from '../look/button.tsx'
import { TextInput } from '../look/field.tsx'
import { Foreign } from '../look/foreign.tsx'
import { Instant } from '../look/instant.tsx'
import { Callout, Columns, Empty, Facts, Panel, Stack, Tag } from '../look/parts.tsx'
import { Refusal } from '../look/refusal.tsx'
import { Table } from '../look/table.tsx'
import { numberText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { useRead } from '../api/queries.ts'
import { CopyButton } from './copy-button.tsx'
import { shortId } from './names.ts'

type Entry = Reply<'access-log.list'>['items'][number]

/** Who saw and did what on this node, and whether the log is whole. */
export function AccessLogPart(): ReactNode {
  return (
    <Stack gap="large">
      <Whole />
      <Entries />
    </Stack>
  )
}

function Whole(): ReactNode {
  const words = useWords()
  const head = useRead('access-log.head', {})
  // Reads the whole log: only when it is asked for.
  const verify = useRead('access-log.verify', {}, { enabled: false })
  const report = verify.data
  return (
    <Panel
      title={words('operator.log-whole')}
      aside={
        <Button isBusy={verify.isFetching} onPress={() => void verify.refetch()}>
          {words('operator.log-verify')}
        </Button>
      }
    >
      <p>{words('operator.log-head-why')}</p>
      <Refusal of={head.error ?? verify.error} />
      {head.data !== undefined && (
        <Facts
          of={[
            [words('operator.log-size'), numberText(head.data.size, words.language)],
            [
              words('operator.log-head'),
              <span key="h" className="row">
                <code className="code">{head.data.hash}</code>
                <CopyButton text={`${head.data.size} ${head.data.hash}`} label={words('shell.copy')} />
              </span>,
            ],
          ]}
        />
      )}
      {report !== undefined && (
        <Callout tone={report.faults.length === 0 ? 'good' : 'bad'} role="status">
          {report.faults.length === 0 ? (
            <p>{words('operator.log-sound', { count: report.entries })}</p>
          ) : (
            <ul>
              {report.faults.map(({ code, seq }) => (
                <li key={`${code} ${seq}`}>{words.term('doctor', `access-log-${code}`, { seq })}</li>
              ))}
            </ul>
          )}
        </Callout>
      )}
    </Panel>
  )
}

function Entries(): ReactNode {
  const words = useWords()
  const client = useQueryClient()
  const [typed, setTyped] = useState({ user: '', matter: '' })
  const [asked, setAsked] = useState<{ user?: string; matter?: string }>({})
  const { data, error, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['access-log.list', { query: asked }],
    queryFn: ({ pageParam, signal }) =>
      call('access-log.list', {
        query: { ...asked, ...(pageParam === null ? {} : { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
  const look = (): void => {
    const user = typed.user.trim()
    const matter = typed.matter.trim()
    setAsked({ ...(user === '' ? {} : { user }), ...(matter === '' ? {} : { matter }) })
    void client.invalidateQueries({ queryKey: ['access-log.list'] })
  }
  const entries = data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Panel title={words('operator.log-entries')}>
      <Columns column="16rem">
        <TextInput
          label={words('operator.log-user')}
          isCode
          value={typed.user}
          onChange={(user) => setTyped({ ...typed, user })}
        />
        <TextInput
          label={words('operator.log-matter')}
          isCode
          value={typed.matter}
          onChange={(matter) => setTyped({ ...typed, matter })}
        />
      </Columns>
      <div className="row">
        <Button isBusy={isFetching} onPress={look}>
          {words('look.filter')}
        </Button>
      </div>
      <Refusal of={error} />
      {entries.length === 0 && !isFetching ? (
        <Empty title={words('operator.log-empty')} />
      ) : (
        <LogTable entries={entries} />
      )}
      {hasNextPage && (
        <Button isBusy={isFetching} onPress={() => void fetchNextPage()}>
          {words('shell.more')}
        </Button>
      )}
    </Panel>
  )
}

function LogTable({ entries }: { readonly entries: readonly Entry[] }): ReactNode {
  const words = useWords()
  return (
    <Table
      label={words('operator.table', { what: words('operator.log-entries') })}
      head={[
        { number: '#' },
        words('operator.when'),
        words('operator.who'),
        words('operator.did'),
        words('operator.result'),
        words('operator.about'),
      ]}
    >
      {entries.map((entry) => (
        <LogRow key={entry.seq} entry={entry} />
      ))}
    </Table>
  )
}

function LogRow({ entry }: { readonly entry: Entry }): ReactNode {
  const words = useWords()
  const { act, at, channel, exhibit, how, matter, result, seq, subject, user, what } = entry
  const about = Object.entries({ channel, matter, act, exhibit, subject }).filter(
    (one): one is [string, string] => one[1] !== undefined,
  )
  return (
    <tr>
      <td className="number">{numberText(seq, words.language)}</td>
      <td>
        <Instant at={at} />
      </td>
      <td>
        <code>
          <Foreign text={user} />
        </code>{' '}
        <span className="small soft">{how}</span>
      </td>
      <th scope="row">{words.knows('event', what) ? words.term('event', what) : <code>{what}</code>}</th>
      <td>
        <Tag tone={result === 'ok' ? 'good' : 'warn'}>
          {result === 'ok' ? words('shell.done') : words.term('error', result)}
        </Tag>
      </td>
      <td className="small">
        {about.map(([kind, id]) => (
          <div key={kind}>
            {words.term('field', kind)}{' '}
            <code title={id}>
              <Foreign text={shortId(id)} />
            </code>
          </div>
        ))}
      </td>
    </tr>
  )
}
