import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Reply } from '../api/client.ts'
import { useDo } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { ConfirmButton } from '../look/dialog.tsx'
import { Foreign, plainForeign } from '../look/foreign.tsx'
import { Ago, Instant } from '../look/instant.tsx'
import { Empty, Panel, Tag } from '../look/parts.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { useFresh } from '../shell/fresh.tsx'
import { NewPasskey } from '../sign-in/new-passkey.tsx'
import { makePasskey } from '../sign-in/passkey.ts'

type Passkeys = Reply<'own.credentials'>['passkeys']

/** Keys on one's devices. A second one is the best insurance against a lost first. */
export function OwnPasskeys({ held }: { readonly held: Passkeys }): ReactNode {
  const words = useWords()
  const client = useQueryClient()
  const fresh = useFresh()
  const remove = useDo('own.remove-passkey')
  const [isAdding, setAdding] = useState(false)
  const added = (): void => {
    setAdding(false)
    tell(words('you.passkey-added'))
    void client.invalidateQueries()
  }
  return (
    <Panel title={words('you.passkeys')}>
      {held.length === 0 && (
        <Empty title={words('you.passkeys-none')}>
          <p>{words('sign-in.enrol-passkey-explain')}</p>
        </Empty>
      )}
      <ul className="stack" data-gap="small">
        {held.map(({ id, label, backedUp, made, used }) => (
          <li key={id} className="you-item">
            <div>
              <strong>
                <Foreign text={label} />
              </strong>{' '}
              <Tag>{words(backedUp ? 'you.passkey-synced' : 'you.passkey-bound')}</Tag>
            </div>
            <p className="small">
              {words('you.made')} <Instant at={made} zones={[]} />
            </p>
            <p className="small">
              {used === null ? (
                words('you.never-used')
              ) : (
                <>
                  {words('you.used')} <Ago at={used} />
                </>
              )}
            </p>
            <ConfirmButton
              size="small"
              label={words('you.remove')}
              title={words('you.passkey-remove', { label: plainForeign(label) })}
              explains={words('you.removal-explain')}
              confirm={words('you.remove')}
              onConfirm={() => fresh(() => remove.mutateAsync({ params: { id } }))}
            />
          </li>
        ))}
      </ul>
      {isAdding ? (
        <NewPasskey kind="main" make={(label) => fresh(() => makePasskey(label))} onMade={added} />
      ) : (
        <div className="row">
          <Button onPress={() => setAdding(true)}>{words('you.passkey-add')}</Button>
        </div>
      )}
    </Panel>
  )
}
