import type { ReactNode } from 'react'
import type { Reply } from '../../api/client.ts'
import { useDo, useNeeded } from '../../api/queries.ts'
import { browserIn } from '../../look/browser-name.ts'
import { ConfirmButton } from '../../look/dialog.tsx'
import { Foreign } from '../../look/foreign.tsx'
import { Ago, Instant } from '../../look/instant.tsx'
import { Button } from '../../look/button.tsx'
import { Empty, Panel } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { Table } from '../../look/table.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'

type Session = Reply<'sessions.list'>['items'][number]

/** Who is signed in, and where. */
export function AllSessions(): ReactNode {
  const words = useWords()
  const { data } = useNeeded('sessions.list', {})
  return (
    <Panel title={words('operator.view-sessions')}>
      <SessionTable items={data.items} showsUser />
    </Panel>
  )
}

export function SessionsOf({ user }: { readonly user: string }): ReactNode {
  const words = useWords()
  const { user: self } = useReader()
  const { data } = useNeeded('sessions.list', {})
  const endAll = useDo('users.end-sessions')
  const items = data.items.filter((session) => session.user === user)
  return (
    <Panel
      title={words('operator.view-sessions')}
      aside={
        items.length > 0 &&
        user !== self && (
          <ConfirmButton
            size="small"
            label={words('operator.end-all')}
            title={words('operator.end-all')}
            explains={words('operator.end-all-long')}
            confirm={words('operator.end-all')}
            onConfirm={() => endAll.mutateAsync({ params: { id: user } })}
          />
        )
      }
    >
      <SessionTable items={items} />
    </Panel>
  )
}

function SessionTable({
  items,
  showsUser = false,
}: {
  readonly items: readonly Session[]
  readonly showsUser?: boolean
}): ReactNode {
  const words = useWords()
  const { data: users } = useNeeded('users.list', {})
  const { data: me } = useNeeded('me.get', {})
  const end = useDo('sessions.end')
  if (items.length === 0) return <Empty title={words('operator.no-sessions')} />
  const nameOf = (user: string): string => users.items.find(({ id }) => id === user)?.display ?? user
  return (
    <>
      <Refusal of={end.error} />
      <Table
        label={words('operator.table', { what: words('operator.view-sessions') })}
        head={[
          ...(showsUser ? [words('operator.user')] : []),
          words('operator.came-by'),
          words('operator.used'),
          words('operator.ends'),
          words('operator.deeds'),
        ]}
      >
        {items.map((session) => (
          <tr key={session.id}>
            {showsUser && (
              <th scope="row">
                <Foreign text={nameOf(session.user)} />
              </th>
            )}
            <td>
              {words.term('strength', session.strength)}
              <div className="small soft" title={session.agent}>
                <Foreign text={browserIn(session.agent) ?? session.agent} />
              </div>
            </td>
            <td>
              <Ago at={session.used} />
            </td>
            <td>
              <Instant at={session.ends} />
            </td>
            <td>
              {session.id === me.credential ? (
                <span className="soft">{words('operator.this-one')}</span>
              ) : (
                <Button
                  size="small"
                  onPress={() =>
                    end.mutate(
                      { params: { user: session.user, id: session.id } },
                      { onSuccess: () => tell(words('operator.session-ended')) },
                    )
                  }
                >
                  {words('operator.end')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </Table>
    </>
  )
}
