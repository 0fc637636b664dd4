import { type ReactNode, useState } from 'react'
import type { Reply } from '../../api/client.ts'
import { useDo, useNeeded } from '../../api/queries.ts'
import { now } from '../../effects/clock.ts'
import { Button } from '../../look/button.tsx'
import { ConfirmButton } from '../../look/dialog.tsx'
import { Checks, TextInput } from '../../look/field.tsx'
import { Foreign, plainForeign } from '../../look/foreign.tsx'
import { Ago, Instant } from '../../look/instant.tsx'
import { Columns, Empty, Panel, Row, Stack, Tag } from '../../look/parts.tsx'
import { Table } from '../../look/table.tsx'
import { useWords } from '../../look/words.tsx'
import { faultAt } from '../fault.ts'
import { Refusal } from '../../look/refusal.tsx'
import { Once } from '../once.tsx'
import { useFresh } from '../../shell/fresh.tsx'

type ApiKey = Reply<'keys.list'>['items'][number]

/** The keys of all tools. */
export function AllApiKeys(): ReactNode {
  const words = useWords()
  const { data } = useNeeded('keys.list', {})
  return (
    <Panel title={words('operator.view-api-keys')}>
      <p className="soft">{words('operator.api-keys-where')}</p>
      <KeyTable items={data.items} />
    </Panel>
  )
}

export function ApiKeysOf({ user }: { readonly user: string }): ReactNode {
  const words = useWords()
  const { data } = useNeeded('keys.list', {})
  return (
    <Panel title={words('operator.view-api-keys')}>
      <KeyTable items={data.items.filter((key) => key.user === user)} />
      <NewKey user={user} />
    </Panel>
  )
}

function KeyTable({ items }: { readonly items: readonly ApiKey[] }): ReactNode {
  const words = useWords()
  const { data: users } = useNeeded('users.list', {})
  const revoke = useDo('keys.revoke')
  if (items.length === 0)
    return (
      <Empty title={words('operator.no-api-keys')}>
        <p>{words('operator.no-api-keys-long')}</p>
      </Empty>
    )
  const nameOf = (user: string): string => users.items.find(({ id }) => id === user)?.display ?? user
  return (
    <Table
      label={words('operator.table', { what: words('operator.view-api-keys') })}
      head={[
        words('operator.key'),
        words('operator.user'),
        words('operator.scopes'),
        words('operator.used'),
        words('operator.ends'),
        words('operator.deeds'),
      ]}
    >
      {items.map(({ ends, id, label, scopes, used, user }) => (
        <tr key={id}>
          <th scope="row">
            <Foreign text={label} />
          </th>
          <td>
            <Foreign text={nameOf(user)} />
          </td>
          <td>
            <Row>
              {scopes.map((scope) => (
                <Tag key={scope}>{scope}</Tag>
              ))}
            </Row>
          </td>
          <td>{used === null ? words('operator.never-used') : <Ago at={used} />}</td>
          <td>
            <Instant at={ends} />
          </td>
          <td>
            <ConfirmButton
              size="small"
              label={words('operator.revoke')}
              title={words('operator.revoke-title', { key: plainForeign(label) })}
              explains={words('operator.revoke-long')}
              confirm={words('operator.revoke')}
              onConfirm={() => revoke.mutateAsync({ params: { user, id } })}
            />
          </td>
        </tr>
      ))}
    </Table>
  )
}

const SCOPES = [
  'read',
  'draft',
  'act',
  'approve',
  'hotline',
  'evidence',
  'directory',
  'export',
  'audit',
  'operate',
] as const
type Scope = (typeof SCOPES)[number]
const DAY_MS = 86_400_000
const USUAL_DAYS = 90
const ISO_DATE_CHARACTERS = 10
const inDays = (days: number): string =>
  new Date(now() + days * DAY_MS).toISOString().slice(0, ISO_DATE_CHARACTERS)

function NewKey({ user }: { readonly user: string }): ReactNode {
  const words = useWords()
  const fresh = useFresh()
  const issue = useDo('keys.issue')
  const [label, setLabel] = useState('')
  const [scopes, setScopes] = useState<readonly Scope[]>(['read'])
  const [ends, setEnds] = useState(() => inDays(USUAL_DAYS))
  const [token, setToken] = useState<string>()
  const [fault, setFault] = useState<unknown>()
  const go = async (): Promise<void> => {
    setFault(undefined)
    try {
      const body = { label, scopes, ends: `${ends}T00:00:00.000Z` }
      const made = await fresh(() => issue.mutateAsync({ params: { user }, body }))
      setToken(made.token)
      setLabel('')
    } catch (cause) {
      setFault(cause)
    }
  }
  return (
    <details className="operator-more" open={token !== undefined || undefined}>
      <summary>{words('operator.key-issue')}</summary>
      <Stack>
        {token !== undefined && (
          <Once title={words('operator.key-here')} secret={token} onDone={() => setToken(undefined)}>
            <p>{words('operator.key-how')}</p>
          </Once>
        )}
        <Columns column="16rem">
          <TextInput
            label={words('operator.key-label')}
            hint={words('operator.key-label-hint')}
            value={label}
            onChange={setLabel}
            {...faultAt(fault, 'label')}
          />
          <TextInput
            label={words('operator.ends')}
            type="date"
            value={ends}
            onChange={setEnds}
            {...faultAt(fault, 'ends')}
          />
        </Columns>
        <Checks
          label={words('operator.scopes')}
          hint={words('operator.scopes-hint')}
          options={SCOPES.map((id) => ({ id, label: words(`operator.scope-${id}`) }))}
          value={scopes}
          onChange={setScopes}
          {...faultAt(fault, 'scopes')}
        />
        <Refusal of={fault} />
        <Row>
          <Button isBusy={issue.isPending} isDisabled={label.trim() === ''} onPress={() => void go()}>
            {words('operator.key-issue')}
          </Button>
        </Row>
      </Stack>
    </details>
  )
}
