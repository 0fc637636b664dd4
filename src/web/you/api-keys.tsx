import { type ReactNode, useState } from 'react'
import { useDo, useNeeded } from '../api/queries.ts'
import { ConfirmButton } from '../look/dialog.tsx'
import { Foreign, plainForeign } from '../look/foreign.tsx'
import { Ago, Instant, Left } from '../look/instant.tsx'
import { Empty, Facts, Panel } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { NewKey } from './new-key.tsx'

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
          <ul className="stack" data-gap="small">
            {data.items.map(({ id, label, scopes, made, used, ends }) => (
              <li key={id} className="you-item" data-new={id === isNew}>
                <strong>
                  <Foreign text={label} />
                </strong>
                <Facts
                  of={[
                    [words('you.may'), words.phrases(scopes.map((scope) => words.term('permission', scope)))],
                    [words('you.made'), <Instant key="made" at={made} zones={[]} />],
                    [
                      words('you.used'),
                      used === null ? words('you.never-used') : <Ago key="used" at={used} />,
                    ],
                    [
                      words('you.key-ends'),
                      <span key="ends">
                        <Instant at={ends} zones={[]} /> <Left until={ends} />
                      </span>,
                    ],
                  ]}
                />
                <ConfirmButton
                  size="small"
                  label={words('you.key-revoke')}
                  title={words('you.key-revoke-title', { label: plainForeign(label) })}
                  explains={words('you.key-revoke-explain')}
                  confirm={words('you.key-revoke')}
                  onConfirm={() => revoke.mutateAsync({ params: { id } })}
                />
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <NewKey onMade={setNew} />
    </>
  )
}
