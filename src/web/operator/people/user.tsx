import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Reply } from '../../api/client.ts'
import { useDo, useNeeded } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { ConfirmButton } from '../../look/dialog.tsx'
import { TextInput } from '../../look/field.tsx'
import { Foreign, plainForeign } from '../../look/foreign.tsx'
import { Instant } from '../../look/instant.tsx'
import { Columns, Empty, Facts, Panel, Row, Stack, Tag } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import { faultAt } from '../fault.ts'
import { WaysOf } from '../notices/ways.tsx'
import { ApiKeysOf } from './api-keys.tsx'
import { Grants } from './grants.tsx'
import { OneTimeLink } from './one-time-link.tsx'
import { listOf } from './lists.ts'
import { SessionsOf } from './sessions.tsx'
import { UserManners } from './users.tsx'

type User = Reply<'users.list'>['items'][number]

/** One user: what they hold, what lets them in, and how they are let in or shut out. */
export function UserPage({ user: id }: { readonly user: string }): ReactNode {
  const words = useWords()
  const { may } = useReader()
  const { data } = useNeeded('users.list', {})
  const user = data.items.find((one) => one.id === id)
  if (user === undefined) return <Empty title={words('operator.user-unknown')} />
  return (
    <Stack gap="large">
      <div className="row">
        <h2>
          <Foreign text={user.display} />
        </h2>
        <Tag tone={user.disabled === null ? 'good' : 'bad'}>
          {words(user.disabled === null ? 'operator.user-let-in' : 'operator.user-shut-out')}
        </Tag>
      </div>
      <OneTimeLink user={id} />
      <Grants user={id} />
      <Columns column="22rem">
        <Ways user={id} />
        <Manners user={user} />
      </Columns>
      <SessionsOf user={id} />
      <ApiKeysOf user={id} />
      {may('operate') && (
        <Panel title={words('operator.ways')}>
          <WaysOf user={id} />
        </Panel>
      )}
      <Leaving user={user} />
    </Stack>
  )
}

function Ways({ user }: { readonly user: string }): ReactNode {
  const words = useWords()
  const { data } = useNeeded('users.credentials', { params: { id: user } })
  const { oidc, passkeys, password } = data
  const none = passkeys.length === 0 && password === null && !oidc
  return (
    <Panel title={words('operator.credentials')}>
      {none && (
        <Empty title={words('operator.no-credentials')}>
          <p>{words('operator.no-credentials-long')}</p>
        </Empty>
      )}
      <Facts
        of={[
          ...passkeys.map(
            ({ id, label, used }) =>
              [
                words('strength.passkey'),
                <span key={id} className="row">
                  <Foreign text={label} />
                  {used === null ? (
                    <span className="soft">{words('operator.never-used')}</span>
                  ) : (
                    <Instant at={used} />
                  )}
                </span>,
              ] as const,
          ),
          password !== null && [
            words('strength.password-totp'),
            words('operator.recovery-left', { count: password.recoveryCodesLeft }),
          ],
          oidc && [words('strength.oidc'), words('shell.yes')],
        ]}
      />
    </Panel>
  )
}

function Manners({ user }: { readonly user: User }): ReactNode {
  const words = useWords()
  const change = useDo('users.change')
  const [typed, setTyped] = useState({
    display: user.display,
    languages: user.languages.join(', '),
    zone: user.zone,
  })
  const save = (): void =>
    change.mutate(
      { params: { id: user.id }, body: { ...typed, languages: listOf(typed.languages) } },
      { onSuccess: () => tell(words('shell.saved')) },
    )
  return (
    <Panel title={words('operator.user-shown')}>
      <p className="soft">
        {words('operator.user-name')}: <code>{user.name}</code>
      </p>
      <TextInput
        label={words('operator.user-display')}
        value={typed.display}
        onChange={(display) => setTyped({ ...typed, display })}
        {...faultAt(change.error, 'display')}
      />
      <UserManners
        typed={typed}
        onChange={(changed) => setTyped({ ...typed, ...changed })}
        fault={change.error}
      />
      <Refusal of={change.error} />
      <Row>
        <Button isBusy={change.isPending} onPress={save}>
          {words('shell.save')}
        </Button>
      </Row>
    </Panel>
  )
}

function Leaving({ user: { disabled, display, id } }: { readonly user: User }): ReactNode {
  const words = useWords()
  const go = useNavigate()
  const disable = useDo('users.disable')
  const enable = useDo('users.enable')
  const reset = useDo('users.reset')
  const remove = useDo('users.remove')
  const params = { id }
  const name = plainForeign(display)
  return (
    <Panel title={words('operator.leaving')}>
      <Row>
        {disabled === null ? (
          <ConfirmButton
            label={words('operator.disable')}
            title={words('operator.disable-title', { name })}
            explains={words('operator.disable-long')}
            confirm={words('operator.disable')}
            onConfirm={() => disable.mutateAsync({ params })}
          />
        ) : (
          <Button
            isBusy={enable.isPending}
            onPress={() => enable.mutate({ params }, { onSuccess: () => tell(words('shell.done')) })}
          >
            {words('operator.enable')}
          </Button>
        )}
        <ConfirmButton
          label={words('operator.reset')}
          title={words('operator.reset-title', { name })}
          explains={words('operator.reset-long')}
          confirm={words('operator.reset')}
          onConfirm={() => reset.mutateAsync({ params }).then(() => tell(words('shell.done')))}
        />
        <ConfirmButton
          label={words('operator.user-remove')}
          title={words('operator.user-remove-title', { name })}
          explains={words('operator.user-remove-long')}
          confirm={words('operator.user-remove')}
          onConfirm={async () => {
            await remove.mutateAsync({ params })
            await go({ to: '/operator', search: { part: 'people', id: 'users' } })
          }}
        />
      </Row>
      <Refusal of={enable.error} />
    </Panel>
  )
}
