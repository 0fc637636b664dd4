import { type ReactNode, useState } from 'react'
import { useDo, useNeeded } from '../../api/queries.ts'
import { ConfirmButton } from '../../look/dialog.tsx'
import { Instant } from '../../look/instant.tsx'
import { Callout, Empty, Panel, Tag } from '../../look/parts.tsx'
import { Table } from '../../look/table.tsx'
import { useWords } from '../../look/words.tsx'
import { Once } from '../once.tsx'
import { useFresh } from '../../shell/fresh.tsx'

/** The code in the sealed envelope: the way in when every other is lost. */
export function BreakGlass(): ReactNode {
  const words = useWords()
  const fresh = useFresh()
  const { data } = useNeeded('break-glass.list', {})
  const seal = useDo('break-glass.seal')
  const [code, setCode] = useState<string>()
  const good = data.items.some(({ used }) => used === null)
  return (
    <Panel
      title={words('operator.view-break-glass')}
      aside={
        <ConfirmButton
          label={words('operator.seal')}
          title={words('operator.seal-title')}
          explains={words(good ? 'operator.seal-again' : 'operator.seal-first')}
          confirm={words('operator.seal')}
          confirmKind={good ? 'danger' : 'main'}
          onConfirm={async () => {
            const sealed = await fresh(() => seal.mutateAsync({}))
            setCode(sealed.code)
          }}
        />
      }
    >
      <p>{words('operator.seal-why')}</p>
      {code !== undefined && (
        <Once title={words('operator.seal-here')} secret={code} onDone={() => setCode(undefined)}>
          <p>{words('operator.seal-how')}</p>
        </Once>
      )}
      {!good && (
        <Callout tone="warn">
          <p>{words('operator.no-seal')}</p>
        </Callout>
      )}
      {data.items.length === 0 ? (
        <Empty title={words('operator.never-sealed')} />
      ) : (
        <Table
          label={words('operator.table', { what: words('operator.view-break-glass') })}
          head={[words('operator.sealed'), words('operator.used')]}
        >
          {data.items.map(({ id, made, used }) => (
            <tr key={id}>
              <th scope="row">
                <Instant at={made} />
              </th>
              <td>
                {used === null ? (
                  <Tag tone="good">{words('operator.never-used')}</Tag>
                ) : (
                  <Instant at={used} />
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}
