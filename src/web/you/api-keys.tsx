import { type ReactNode, useState } from 'react'
import { useDo, useNeeded } from '../api/queries.ts'
import { ConfirmButton } from '../look/dialog.tsx'
import { Foreign, plainForeign } from '../look/foreign.tsx'
import { Ago, Instant, Left } from '../look/instant.tsx'
import { Empty, Panel } from '../look/parts.tsx'
import { Table } from '../look/table.tsx'
import { useWords } from '../look/words.tsx'
import { NewKey } from './new-key.tsx'
import { permissionWord } from './permission-words.ts'

/** Keys for tools that act in one’s name, each with less than one may oneself. */
export function ApiKeys(): ReactNode {
  const words = useWords()
  const { data } = useNeeded('own.keys', {})
  const revoke = useDo('own.revoke-key')
  const [isNew, setNew] = useState('')
  return (
    <>
      <Panel title={words('you.keys')}>
        {data.items.length === 0 ? (
          <Empty title={words('you.keys-none')}>
            <p>{words('you.keys-none-hint')}</p>
          </Empty>
        ) : (
          <Table
            label={words('you.keys')}
            head={[
              words('you.key-label'),
              words('you.may'),
              words('you.made'),
              words('you.used'),
              words('you.key-ends'),
              words('you.key-revoke'),
            ]}
          >
            {data.items.map(({ id, label, scopes, made, used, ends }) => (
              <tr key={id} data-new={id === isNew}>
                <td>
                  <Foreign text={label} />
                </td>
                <td>{scopes.map((scope) => permissionWord(scope, words)).join('; ')}</td>
                <td>
                  <Instant at={made} zones={[]} />
                </td>
                <td>{used === null ? words('you.never-used') : <Ago at={used} />}</td>
                <td>
                  <Instant at={ends} zones={[]} /> <Left until={ends} />
                </td>
                <td>
                  <ConfirmButton
                    size="small"
                    label={words('you.key-revoke')}
                    title={words('you.key-revoke-title', { label: plainForeign(label) })}
                    explains={words('you.key-revoke-explain')}
                    confirm={words('you.key-revoke')}
                    onConfirm={() => revoke.mutateAsync({ params: { id } })}
                  />
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Panel>
      <NewKey onMade={setNew} />
    </>
  )
}
