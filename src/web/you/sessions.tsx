import type { ReactNode } from 'react'
import { useDo, useNeeded } from '../api/queries.ts'
import { ConfirmButton } from '../look/dialog.tsx'
import { Foreign } from '../look/foreign.tsx'
import { Ago, Instant } from '../look/instant.tsx'
import { Panel, Tag } from '../look/parts.tsx'
import { Table } from '../look/table.tsx'
import { useWords } from '../look/words.tsx'

/** Where one is signed in; what is strange is ended from here. */
export function Sessions(): ReactNode {
  const words = useWords()
  const { data } = useNeeded('own.sessions', {})
  const end = useDo('own.end-session')
  const endOthers = useDo('own.end-others')
  const others = data.items.filter(({ isThis }) => !isThis)
  return (
    <Panel
      title={words('you.sessions')}
      aside={
        others.length > 0 && (
          <ConfirmButton
            size="small"
            label={words('you.sessions-end-others')}
            title={words('you.sessions-end-others')}
            explains={words('you.sessions-end-explain')}
            confirm={words('you.sessions-end-others')}
            onConfirm={() => endOthers.mutateAsync({})}
          />
        )
      }
    >
      <Table
        label={words('you.sessions')}
        head={[
          words('you.session-where'),
          words('you.came-by'),
          words('you.session-since'),
          words('you.used'),
          words('you.session-until'),
          words('you.session-end'),
        ]}
      >
        {data.items.map(({ id, agent, strength, made, used, ends, isThis }) => (
          <tr key={id}>
            <td className="you-agent">
              {agent === '' ? words('you.session-unnamed') : <Foreign text={agent} />}
            </td>
            <td>{words.term('strength', strength)}</td>
            <td>
              <Instant at={made} zones={[]} />
            </td>
            <td>
              <Ago at={used} />
            </td>
            <td>
              <Instant at={ends} zones={[]} />
            </td>
            <td>
              {isThis ? (
                <Tag tone="good">{words('you.session-this')}</Tag>
              ) : (
                <ConfirmButton
                  size="small"
                  label={words('you.session-end')}
                  title={words('you.session-end')}
                  explains={words('you.sessions-end-explain')}
                  confirm={words('you.session-end')}
                  onConfirm={() => end.mutateAsync({ params: { id } })}
                />
              )}
            </td>
          </tr>
        ))}
      </Table>
    </Panel>
  )
}
